import { DIFFERENCE_KINDS, type DifferenceViewSpec } from '../../../shared/model/compare.ts';
import { IGNORE_PRESETS, type IgnorePreset } from '../../../shared/model/ignore-presets.ts';
import { sharedColumn } from '../bytes/shared-column.ts';
import { layOut, type Arrangement } from '../view/arrange.ts';
import type { ChildOrder } from '../view/child-order.ts';
import { matchPattern } from '../view/path-pattern.ts';
import { kindCode } from './compare-rows.ts';
import type { UnionTree } from './union-tree.ts';

/** Rows of the grid, and for each shown kind how many matching rows lie before each row. */
export interface DifferenceArrangement extends Arrangement {
  /** Kind code → `length + 1` counts; the folder at `i` has `c[end[i]] - c[i+1]` below it. */
  readonly before: ReadonlyMap<number, Int32Array>;
  /** Paths that would match but for `spec.ignore`. */
  readonly ignored: number;
}

export interface ArrangeDifferencesInput {
  readonly tree: UnionTree;
  readonly order: ChildOrder;
  readonly lowered: Uint8Array;
  /** Row → 1 + position of its package; undefined when packages were not read. */
  readonly owner: Int32Array | undefined;
  /** Position of the package asked for, -1 for one that is not there; undefined for all. */
  readonly wanted: number | undefined;
  /** Row → layer, and the one that is asked for; undefined for all. */
  readonly byLayer: { readonly layers: Int32Array; readonly wanted: number } | undefined;
  readonly spec: DifferenceViewSpec;
}

export function arrangeDifferences(input: ArrangeDifferencesInput): DifferenceArrangement {
  const { tree, order, spec } = input;
  const { kept, shown, ignored } = keepDifferences(input);
  const arrangement = layOut({
    table: tree,
    order,
    choice: { version: shown, ghost: new Uint8Array(tree.length) },
    kept,
    totals: tree.totalAfter,
    values: sortValues(tree, spec),
    spec,
  });
  return { ...arrangement, before: countBefore(tree, arrangement, spec), ignored };
}

/** 0: dropped, 1: a folder above a match, 2: a match. `shown` is the row itself: `type` then tells folders. */
function keepDifferences({ tree, lowered, owner, wanted, byLayer, spec }: ArrangeDifferencesInput) {
  const { length, parent, kind, partner } = tree;
  const isWanted = new Uint8Array(DIFFERENCE_KINDS.length);
  for (const name of spec.kinds) isWanted[kindCode(name)] = 1;
  const named = spec.filter === '' ? undefined : matchFilter(tree, lowered, spec.filter);
  const noise = ignoredPaths(tree, lowered, spec.ignore ?? []);
  let ignored = 0;
  const kept = new Uint8Array(length);
  const shown = new Int32Array(length);
  kept[0] = 1;
  for (let row = 1; row < length; row++) {
    shown[row] = row;
    if (named && named[parent[row]!] === 1) named[row] = 1;
    if (isWanted[kind[row]!] === 0 || (named && named[row] === 0)) continue;
    if (spec.movedOnly && partner[row] === -1) continue;
    if (wanted !== undefined && (owner?.[row] ?? 0) !== wanted + 1) continue;
    if (byLayer && byLayer.layers[row] !== byLayer.wanted) continue;
    if (noise?.[row] === 1) {
      ignored++;
      continue;
    }
    kept[row] = 2;
  }
  for (let row = length - 1; row > 0; row--) {
    if (kept[row] !== 0 && kept[parent[row]!] === 0) kept[parent[row]!] = 1;
  }
  return { kept, shown, ignored };
}

function matchFilter(tree: UnionTree, lowered: Uint8Array, text: string): Uint8Array {
  return matchPattern(tree, lowered, { kind: /[*?[]/.test(text) ? 'glob' : 'text', text, ignoreCase: true });
}

/** Row → 1 for what a preset names, and all below it; undefined when none is asked for. */
function ignoredPaths(tree: UnionTree, lowered: Uint8Array, presets: readonly IgnorePreset[]): Uint8Array | undefined {
  if (presets.length === 0) return undefined;
  const marks = new Uint8Array(tree.length);
  for (const text of presets.flatMap((preset) => IGNORE_PRESETS[preset])) {
    const found = matchPattern(tree, lowered, { kind: 'glob', text, ignoreCase: false });
    for (let row = 1; row < tree.length; row++) if (found[row] === 1) marks[row] = 1;
  }
  for (let row = 1; row < tree.length; row++) if (marks[tree.parent[row]!] === 1) marks[row] = 1;
  return marks;
}

function sortValues(
  { length, kind, totalBefore, totalAfter, after }: UnionTree,
  { sort }: DifferenceViewSpec,
): Float64Array | undefined {
  if (sort === 'name') return undefined;
  const values = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    if (sort === 'kind') values[row] = kind[row]!;
    else if (sort === 'delta') values[row] = Math.abs(totalAfter[row]! - totalBefore[row]!);
    else values[row] = after[row] === -1 ? totalBefore[row]! : totalAfter[row]!;
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
