import type { SpaceMode } from '../../../../shared/model/space.ts';
import { sharedColumn } from '../../bytes/shared-column.ts';
import type { PathTable } from '../../union/path-table.ts';
import { folderTotals } from '../../view/arrange.ts';
import { chooseVersions } from '../../view/choose.ts';
import type { SizedLayer } from '../../view/sort-values.ts';
import { inodeBytes, inodeHiders } from './inodes.ts';

/** The bytes of every path in one mode: what all treemaps of that mode are drawn from. Columns are shared memory. */
export interface SpaceSums {
  /** Path → bytes at and below it. */
  readonly total: Float64Array;
  /** Path → bytes below it. */
  readonly below: Float64Array;
  /** Path → children with bytes. */
  readonly children: Int32Array;
  /** Path → version that a box is drawn for; -1: none. */
  readonly version: Int32Array;
}

export interface SpaceSumsInput {
  readonly table: PathTable;
  readonly layers: readonly (SizedLayer | undefined)[];
  readonly mode: SpaceMode;
}

type Sized = Pick<SpaceSums, 'total' | 'version'>;

/** Linear. */
export function spaceSums({ table, layers, mode }: SpaceSumsInput): SpaceSums {
  const { length, parent } = table;
  const sized = mode.kind === 'hidden' ? hiddenBytes(table, layers) : treeBytes(table, layers, mode);
  const total = sharedColumn(Float64Array, length);
  const version = sharedColumn(Int32Array, length);
  total.set(sized.total);
  version.set(sized.version);
  const below = sharedColumn(Float64Array, length);
  const children = sharedColumn(Int32Array, length);
  for (let path = 1; path < length; path++) {
    if (total[path] === 0) continue;
    below[parent[path]!]! += total[path]!;
    children[parent[path]!]!++;
  }
  return { total, below, children, version };
}

function treeBytes(
  table: PathTable,
  layers: SpaceSumsInput['layers'],
  mode: Exclude<SpaceMode, { kind: 'hidden' }>,
): Sized {
  const choice = chooseVersions(table, mode, false);
  return { total: folderTotals(table, choice, undefined, layers), version: choice.version };
}

function hiddenBytes(table: PathTable, layers: SpaceSumsInput['layers']): Sized {
  const { length, parent, versionStart, visible } = table;
  const hiders = inodeHiders(table);
  const total = new Float64Array(length);
  const version = new Int32Array(length);
  for (let path = length - 1; path >= 0; path--) {
    let largest = -1;
    let most = 0;
    for (let v = versionStart[path]!; v < versionStart[path + 1]!; v++) {
      if (hiders[v] === -1) continue;
      const bytes = inodeBytes(table, layers, v);
      total[path]! += bytes;
      if (bytes > most) [largest, most] = [v, bytes];
    }
    version[path] = largest !== -1 ? largest : visible[path] !== -1 ? visible[path]! : versionStart[path + 1]! - 1;
    if (path > 0) total[parent[path]!]! += total[path]!;
  }
  return { total, version };
}
