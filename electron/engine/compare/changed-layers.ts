import { sharedColumn } from '../bytes/shared-column.ts';
import { childrenOf } from '../union/child-index.ts';
import type { PathTable } from '../union/path-table.ts';
import { kindCode } from './compare-rows.ts';
import { nameOf } from './pair-moves.ts';
import type { UnionTree } from './union-tree.ts';

/** What of a side's table tells which layer wrote or removed what. */
export type LayerTable = Pick<
  PathTable,
  'length' | 'parent' | 'names' | 'nameOffset' | 'nameLength' | 'layer' | 'hiddenBy' | 'versionPath' | 'versionStart'
>;

/** Only the columns that are needed, so that no more is posted. */
export function layerTable(table: PathTable): LayerTable {
  const { length, parent, names, nameOffset, nameLength, layer, hiddenBy, versionPath, versionStart } = table;
  return { length, parent, names, nameOffset, nameLength, layer, hiddenBy, versionPath, versionStart };
}

const REMOVED = kindCode('removed');

/**
 * Row of the union → the layer of the side after that made it what it is: that holds what is seen there, or, of what
 * was removed, that hides it. -1 for what no layer after has or ever had.
 */
export function layersAfter(tree: UnionTree, after: LayerTable): Int32Array {
  const layers = sharedColumn(Int32Array, tree.length);
  const paths = new Int32Array(tree.length).fill(-1);
  const namesakes = new Map<number, ReadonlyMap<string, number>>();
  paths[0] = 0;
  for (let row = 1; row < tree.length; row++) {
    const version = tree.after[row]!;
    if (tree.kind[row] !== REMOVED || version !== -1) {
      layers[row] = after.layer[version] ?? -1;
      paths[row] = version === -1 ? -1 : after.versionPath[version]!;
      continue;
    }
    const folder = paths[tree.parent[row]!]!;
    const path = folder === -1 ? -1 : (childByName(after, folder, namesakes).get(nameOf(tree, row)) ?? -1);
    paths[row] = path;
    // Where the path never was, its folder's remover left it out, if there is one.
    layers[row] = path === -1 ? removerAbove(tree, layers, row) : hiderOf(after, path);
  }
  return layers;
}

function removerAbove({ parent, kind }: UnionTree, layers: Int32Array, row: number): number {
  const above = parent[row]!;
  return kind[above] === REMOVED ? layers[above]! : -1;
}

function hiderOf({ versionStart, hiddenBy }: LayerTable, path: number): number {
  const last = versionStart[path + 1]! - 1;
  return last < versionStart[path]! ? -1 : hiddenBy[last]!;
}

function childByName(
  table: LayerTable,
  folder: number,
  known: Map<number, ReadonlyMap<string, number>>,
): ReadonlyMap<string, number> {
  const found = known.get(folder);
  if (found) return found;
  const names = new Map<string, number>();
  for (const child of childrenOf(table, folder)) names.set(nameOf(table, child), child);
  known.set(folder, names);
  return names;
}

/** Row of the union → the layer of the side before that holds what was seen there; -1 for what is added. */
export function layersBefore({ length, before }: UnionTree, { layer }: Pick<PathTable, 'layer'>): Int32Array {
  const layers = sharedColumn(Int32Array, length);
  for (let row = 0; row < length; row++) layers[row] = before[row] === -1 ? -1 : layer[before[row]!]!;
  return layers;
}
