import { type DifferenceKind, type DifferenceRow, type DifferenceViewSpec } from '../../../shared/model/compare.ts';
import { ENTRY_TYPES } from '../../../shared/model/entry.ts';
import type { DifferenceArrangement } from '../compare/arrange-differences.ts';
import type { LayerTable } from '../compare/changed-layers.ts';
import { kindCode, keysOf } from '../compare/compare-rows.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import type { DifferenceView } from '../opened.ts';
import { bytesToText } from '../union/path-text.ts';
import { Grid } from '../view/grid.ts';
import { kindOf, layerOf, movedOf, type ComparisonParts, type LoadedSide } from './compared-side.ts';
import type { ComparedPackages } from './compare-packages.ts';

/** Someone waits for the first rows. */
const PRIORITY = 3;
/** A tree of this many differences is shown open at once. */
const OPEN_AT_START = 200;
const FOLDER = TYPE_CODES.indexOf('dir');

/** A grid of rows over the union of both trees. */
export async function openDifferenceView(
  parts: ComparisonParts,
  packages: ComparedPackages,
  spec: DifferenceViewSpec,
  signal?: AbortSignal,
): Promise<DifferenceView> {
  const { tree, order, lowered, pool } = parts;
  const byLayer = layerFilter(parts);
  let opened = false;
  const grid = new Grid<DifferenceViewSpec, DifferenceArrangement, DifferenceRow>({
    table: tree,
    arrange: async (wanted, abort) =>
      pool.run(
        'arrangeDifferences',
        {
          tree,
          order,
          lowered,
          spec: wanted,
          byLayer: await byLayer(wanted),
          ...packages.filter(wanted.package),
        },
        { signal: abort, priority: PRIORITY },
      ),
    describe: (laid, at, wanted, expanded) => describeRow(parts, packages, laid, at, wanted, expanded),
    staysClosed: (row) => tree.type[row] === FOLDER && wholeOf(parts, row) !== undefined,
    opensAll(laid) {
      const first = !opened;
      opened = true;
      return first && laid.matches <= OPEN_AT_START;
    },
  });
  await grid.change(spec, signal);
  return grid;
}

/** Which layer made each row what it is; found out when it is first asked for. */
function layerFilter({ tree, before, after, pool }: ComparisonParts) {
  let columns: Promise<Readonly<Record<'before' | 'after', Int32Array>>> | undefined;
  return async ({ layer }: DifferenceViewSpec) => {
    if (!layer) return undefined;
    columns ??= pool.run(
      'changedLayers',
      { tree, before: layerTable(before), after: layerTable(after) },
      { priority: PRIORITY },
    );
    const { [layer.side]: layers } = await columns;
    return { layers, wanted: layer.index - (layer.side === 'before' ? before : after).from };
  };
}

function layerTable({ stack: { table } }: LoadedSide): LayerTable {
  const { length, parent, names, nameOffset, nameLength, layer, hiddenBy, versionPath, versionStart } = table;
  return { length, parent, names, nameOffset, nameLength, layer, hiddenBy, versionPath, versionStart };
}

/** A folder that is on one side only: so is all that is in it. */
function wholeOf({ tree }: ComparisonParts, row: number): 'added' | 'removed' | undefined {
  const kind = kindOf(tree, row);
  return tree.type[row] === FOLDER && (kind === 'added' || kind === 'removed') ? kind : undefined;
}

function describeRow(
  parts: ComparisonParts,
  packages: ComparedPackages,
  laid: DifferenceArrangement,
  at: number,
  { kinds }: DifferenceViewSpec,
  expanded: boolean | undefined,
): DifferenceRow {
  const { tree, before, after } = parts;
  const row = laid.path[at]!;
  const from = tree.nameOffset[row]!;
  const whole = wholeOf(parts, row);
  const moved = movedOf(parts, row);
  const owner = packages.ownerOf(row);
  const [a, b] = [tree.before[row]!, tree.after[row]!];
  return {
    pathID: row,
    name: bytesToText(tree.names.subarray(from, from + tree.nameLength[row]!)),
    depth: laid.depth[at]!,
    position: laid.position[at]!,
    siblings: laid.siblings[at]!,
    ...(expanded !== undefined && { expanded }),
    type: ENTRY_TYPES[tree.type[row]!] ?? 'file',
    kind: kindOf(tree, row),
    keys: keysOf(tree.keys[row]!),
    ...(whole && { whole }),
    ...(expanded !== undefined && { counts: countsBelow(laid, at, kinds) }),
    sizeBefore: tree.totalBefore[row]!,
    sizeAfter: tree.totalAfter[row]!,
    ...(a !== -1 && { layerBefore: layerOf(before, a) }),
    ...(b !== -1 && { layerAfter: layerOf(after, b) }),
    ...(moved && { moved }),
    ...(owner !== undefined && { package: owner }),
  };
}

function countsBelow({ before, end }: DifferenceArrangement, at: number, kinds: readonly DifferenceKind[]) {
  const counts: Partial<Record<DifferenceKind, number>> = {};
  for (const kind of kinds) {
    const column = before.get(kindCode(kind));
    const count = column ? column[end[at]!]! - column[at + 1]! : 0;
    if (count > 0) counts[kind] = count;
  }
  return counts;
}
