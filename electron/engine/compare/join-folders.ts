import { TYPE_CODES } from '../tar/tar-index.ts';
import { arrangementColumns, type Arrangement } from '../view/arrange.ts';
import type { UnionTree } from './union-tree.ts';

const FOLDER = TYPE_CODES.indexOf('dir');

/**
 * Leaves out folders that hold one folder and nothing else, as far as is shown: the inner one stands for both. A folder
 * that differs itself keeps its row.
 */
export function joinFolders(laid: Arrangement, { type }: Pick<UnionTree, 'type'>): Arrangement {
  const isFolder = (at: number) => type[laid.path[at]!] === FOLDER;
  const isJoined = (at: number) =>
    at > 0 && laid.match[at] === 0 && isFolder(at) && laid.end[at + 1] === laid.end[at] && isFolder(at + 1);
  /** Old row → new row; of one that is left out the row of the inner one. */
  const place = new Int32Array(laid.length + 1);
  let length = 0;
  for (let at = 0; at < laid.length; at++) {
    place[at] = length;
    if (!isJoined(at)) length++;
  }
  if (length === laid.length) return laid;
  place[laid.length] = length;
  const rows = arrangementColumns(length);
  // Where the outermost of joined folders stands among its siblings, and above what.
  let outer = -1;
  for (let at = 0; at < laid.length; at++) {
    if (outer === -1) outer = at;
    if (isJoined(at)) continue;
    const row = place[at]!;
    const up = laid.up[outer]!;
    rows.path[row] = laid.path[at]!;
    rows.version[row] = laid.version[at]!;
    rows.ghost[row] = laid.ghost[at]!;
    rows.end[row] = place[laid.end[at]!]!;
    rows.up[row] = up === -1 ? -1 : place[up]!;
    rows.depth[row] = up === -1 ? 0 : rows.depth[place[up]!]! + 1;
    rows.position[row] = laid.position[outer]!;
    rows.siblings[row] = laid.siblings[outer]!;
    rows.total[row] = laid.total[at]!;
    rows.match[row] = laid.match[at]!;
    outer = -1;
  }
  return { ...rows, length, matches: laid.matches };
}
