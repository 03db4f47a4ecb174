import { TYPE_CODES, type TarIndex } from '../../tar/tar-index.ts';
import { MARKER, parseMarker, WHITEOUT_PREFIX_LENGTH } from '../../union/marker.ts';
import { compareNames } from '../../view/child-order.ts';
import type { DiveTree } from './dive-tree.ts';

const DIR = TYPE_CODES.indexOf('dir');

/** One node of one layer's own tree. */
export interface DiveNode {
  /** Row of the trie; of a whiteout the path that it takes away. */
  readonly path: number;
  readonly isWhiteout: boolean;
  readonly isLeaf: boolean;
  readonly isDir: boolean;
  readonly size: number;
}

interface Draft {
  readonly row: number;
  readonly children: Draft[];
  isDir: boolean;
  size: number;
}

/** The tree that dive makes of one layer, in the order in which it is visited: children first, siblings by their names. */
export function diveLayer(tree: DiveTree, index: TarIndex): Iterable<DiveNode> {
  const drafts = new Map<number, Draft>();
  const root: Draft = { row: 0, children: [], isDir: false, size: 0 };
  drafts.set(0, root);
  const draft = (row: number): Draft => {
    const missing: Draft[] = [];
    let at = row;
    let found = drafts.get(at);
    for (; !found; found = drafts.get(at)) {
      const made = { row: at, children: [], isDir: false, size: 0 };
      drafts.set(at, made);
      missing.push(made);
      at = tree.trie.parent[at]!;
    }
    for (let above = found, made = missing.pop(); made; above = made, made = missing.pop()) above.children.push(made);
    return drafts.get(row)!;
  };

  const folders = new Int32Array(index.dirCount);
  for (let dir = 1; dir < index.dirCount; dir++)
    folders[dir] = tree.intern(
      folders[index.dirParent[dir]!]!,
      index.names,
      index.dirNameOffset[dir]!,
      index.dirNameLength[dir]!,
    );
  for (let row = 0; row < index.length; row++) {
    const folder = folders[index.dir[row]!]!;
    const [offset, length] = [index.nameOffset[row]!, index.nameLength[row]!];
    if (length === 0) continue;
    const marker = parseMarker(index.names, offset, length);
    // `.wh..wh.` is passed over, after its folder was made.
    const isBookkeeping = marker === MARKER.opaque || marker === MARKER.aufs;
    const made = draft(isBookkeeping ? folder : tree.intern(folder, index.names, offset, length));
    if (isBookkeeping) continue;
    made.isDir = index.type[row] === DIR;
    made.size = index.size[row]!;
  }
  return childrenFirst(tree, root);
}

function* childrenFirst(tree: DiveTree, root: Draft): Iterable<DiveNode> {
  const { trie } = tree;
  const byName = (a: Draft, b: Draft) => compareNames(trie, a.row, b.row);
  const waiting: { readonly node: Draft; readonly isOpened: boolean }[] = [{ node: root, isOpened: false }];
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    const { node, isOpened } = step;
    if (!isOpened && node.children.length > 0) {
      waiting.push({ node, isOpened: true });
      for (const child of node.children.toSorted(byName).toReversed()) waiting.push({ node: child, isOpened: false });
      continue;
    }
    if (node.row === 0) continue;
    const [offset, length] = [trie.nameOffset[node.row]!, trie.nameLength[node.row]!];
    const isWhiteout = parseMarker(trie.names, offset, length) !== MARKER.none;
    const path = isWhiteout
      ? tree.intern(
          trie.parent[node.row]!,
          trie.names,
          offset + WHITEOUT_PREFIX_LENGTH,
          length - WHITEOUT_PREFIX_LENGTH,
        )
      : node.row;
    yield { path, isWhiteout, isLeaf: node.children.length === 0, isDir: node.isDir, size: node.size };
  }
}
