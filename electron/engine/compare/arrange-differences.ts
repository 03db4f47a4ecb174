import type { DifferenceViewSpec } from '../../../shared/model/compare.ts';
import { sharedColumn } from '../bytes/shared-column.ts';
import { layOut, type Arrangement } from '../view/arrange.ts';
import type { ChildOrder } from '../view/child-order.ts';
import { kindCode } from './compare-rows.ts';
import { joinFolders } from './join-folders.ts';
import { keepDifferences, type KeepInput, type Kept } from './keep-differences.ts';
import { layOutList, ownSize } from './lay-out-list.ts';
import type { UnionTree } from './union-tree.ts';

/** Rows of the grid, and for each shown kind how many matching rows lie before each row. */
export interface DifferenceArrangement extends Arrangement, Omit<Kept, 'kept'> {
  /** Kind code → `length + 1` counts; the folder at `i` has `c[end[i]] - c[i+1]` below it. */
  readonly before: ReadonlyMap<number, Int32Array>;
}

export interface ArrangeDifferencesInput extends KeepInput {
  readonly order: ChildOrder;
  /** How many packages `owner` counts. */
  readonly packageCount: number;
}

export function arrangeDifferences(input: ArrangeDifferencesInput): DifferenceArrangement {
  const { tree, spec } = input;
  const { kept, ...counts } = keepDifferences(input);
  const arrangement = arrangementOf(input, kept);
  return { ...arrangement, ...counts, before: countBefore(tree, arrangement, spec) };
}

function arrangementOf({ tree, order, owner, packageCount, spec }: ArrangeDifferencesInput, kept: Uint8Array) {
  const { layout = 'tree' } = spec;
  const values = sortValues(tree, spec, layout);
  if (layout === 'flat') return layOutList(tree, kept, values, spec, undefined);
  if (layout === 'packages') {
    const groups = { owner: owner ?? new Int32Array(tree.length), count: packageCount };
    return layOutList(tree, kept, values, spec, groups);
  }
  // `version` is the row itself: `type` then tells folders.
  const version = Int32Array.from({ length: tree.length }, (_, row) => row);
  const choice = { version, ghost: new Uint8Array(tree.length) };
  const laid = layOut({ table: tree, order, choice, kept, totals: tree.totalAfter, values, spec });
  return spec.joinFolders ? joinFolders(laid, tree) : laid;
}

function sortValues(
  tree: UnionTree,
  { sort }: DifferenceViewSpec,
  layout: NonNullable<DifferenceViewSpec['layout']>,
): Float64Array | undefined {
  const { length, kind, totalBefore, totalAfter, after } = tree;
  if (sort === 'name') return undefined;
  const sizeOf = (totals: Float64Array, row: number) => (layout === 'tree' ? totals[row]! : ownSize(tree, totals, row));
  const values = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    if (sort === 'kind') values[row] = kind[row]!;
    else if (sort === 'delta') values[row] = Math.abs(sizeOf(totalAfter, row) - sizeOf(totalBefore, row));
    else values[row] = sizeOf(after[row] === -1 ? totalBefore : totalAfter, row);
  }
  return values;
}

function countBefore(tree: UnionTree, { length, path, match }: Arrangement, { kinds }: DifferenceViewSpec) {
  const before = new Map<number, Int32Array>();
  for (const name of kinds) {
    const code = kindCode(name);
    const counts = sharedColumn(Int32Array, length + 1);
    for (let at = 0; at < length; at++)
      counts[at + 1] = counts[at]! + (match[at] === 1 && tree.kind[path[at]!] === code ? 1 : 0);
    before.set(code, counts);
  }
  return before;
}
