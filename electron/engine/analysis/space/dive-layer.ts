import { TYPE_CODES, type TarIndex } from '../../tar/tar-index.ts';
import { grown } from '../../union/grown.ts';
import { MARKER, parseMarker, WHITEOUT_PREFIX_LENGTH } from '../../union/marker.ts';
import { compareNames } from '../../view/child-order.ts';
import type { DiveTree } from './dive-tree.ts';

const DIR = TYPE_CODES.indexOf('dir');

/** Nodes of one layer's own tree; node 0 is the root, which does not count. */
export interface DiveNodes {
  readonly length: number;
  /** Row of the trie; of a whiteout the path that it takes away. */
  readonly path: Int32Array;
  readonly isWhiteout: Uint8Array;
  readonly isLeaf: Uint8Array;
  readonly isDir: Uint8Array;
  /** Bytes. */
  readonly size: Float64Array;
  /**
   * Nodes in the order in which dive visits them: children first, siblings by their names. Undefined when the layer has
   * no whiteout: only what is taken away makes the order matter, and a million names need not be sorted.
   */
  readonly order: Int32Array | undefined;
}

/** The tree that dive makes of one layer. */
export function diveLayer(tree: DiveTree, index: TarIndex): DiveNodes {
  const isOrdered = hasMarkers(index);
  const drafts = new Drafts(tree, index.length + index.dirCount + 1, isOrdered);
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
    const made = drafts.at(isBookkeeping ? folder : tree.intern(folder, index.names, offset, length));
    if (isBookkeeping) continue;
    drafts.isDir[made] = index.type[row] === DIR ? 1 : 0;
    drafts.size[made] = index.size[row]!;
  }
  const { length, row: path, isLeaf, isDir, size } = drafts;
  const isWhiteout = new Uint8Array(length);
  const order = isOrdered ? childrenFirst(tree, drafts) : undefined;
  if (isOrdered) takeAway(tree, drafts, isWhiteout);
  return { length, path, isWhiteout, isLeaf, isDir, size, order };
}

/** Whether a name, or that of a folder that entries lie in, could be a whiteout. */
function hasMarkers(index: TarIndex): boolean {
  for (let row = 0; row < index.length; row++)
    if (parseMarker(index.names, index.nameOffset[row]!, index.nameLength[row]!) !== MARKER.none) return true;
  for (let dir = 1; dir < index.dirCount; dir++)
    if (parseMarker(index.names, index.dirNameOffset[dir]!, index.dirNameLength[dir]!) !== MARKER.none) return true;
  return false;
}

/** The nodes of a layer while its entries are read, in the order they were met; node 0 is the root. */
class Drafts {
  length = 1;
  readonly row: Int32Array;
  readonly isLeaf: Uint8Array;
  readonly isDir: Uint8Array;
  readonly size: Float64Array;
  /** Filled only when the nodes are to be ordered; memory that is never touched costs nothing. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly #isOrdered: boolean;
  readonly #tree: DiveTree;
  /** Row of the trie → its node; 0 when it has none. */
  #node: Int32Array;

  /** @param most nodes that there can be: each entry and directory makes one at most */
  constructor(tree: DiveTree, most: number, isOrdered: boolean) {
    this.#tree = tree;
    this.#isOrdered = isOrdered;
    this.row = new Int32Array(most);
    this.isLeaf = new Uint8Array(most);
    this.isDir = new Uint8Array(most);
    this.size = new Float64Array(most);
    this.firstChild = new Int32Array(most);
    this.nextSibling = new Int32Array(most);
    this.#node = new Int32Array(tree.trie.parent.length);
  }

  /** The node of a path, made with those above it when it is new. */
  at(row: number): number {
    const { parent } = this.#tree.trie;
    if (parent.length > this.#node.length) this.#node = grown(this.#node, parent.length);
    let made = 0;
    let below = 0;
    for (let at = row; at !== 0 && this.#node[at] === 0; at = parent[at]!) {
      const node = this.length++;
      this.row[node] = at;
      this.isLeaf[node] = 1;
      this.#node[at] = node;
      if (made === 0) made = node;
      if (below !== 0) this.#adopt(node, below);
      below = node;
      if (parent[at] === 0 || this.#node[parent[at]!] !== 0) this.#adopt(this.#node[parent[at]!]!, node);
    }
    return made === 0 ? this.#node[row]! : made;
  }

  #adopt(node: number, child: number): void {
    this.isLeaf[node] = 0;
    if (!this.#isOrdered) return;
    this.nextSibling[child] = this.firstChild[node]!;
    this.firstChild[node] = child;
  }
}

/** Gives each whiteout the path that it takes away. */
function takeAway(tree: DiveTree, { row, length }: Drafts, isWhiteout: Uint8Array): void {
  const { trie } = tree;
  for (let node = 1; node < length; node++) {
    const [at, offset, bytes] = [row[node]!, trie.nameOffset[row[node]!]!, trie.nameLength[row[node]!]!];
    if (parseMarker(trie.names, offset, bytes) === MARKER.none) continue;
    isWhiteout[node] = 1;
    row[node] = tree.intern(
      trie.parent[at]!,
      trie.names,
      offset + WHITEOUT_PREFIX_LENGTH,
      bytes - WHITEOUT_PREFIX_LENGTH,
    );
  }
}

function childrenFirst(tree: DiveTree, drafts: Drafts): Int32Array {
  const { firstChild } = drafts;
  const order = new Int32Array(drafts.length - 1);
  let length = 0;
  // A node that was opened waits as its complement until its children are done.
  const waiting = [0];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const node = step < 0 ? ~step : step;
    if (step >= 0 && firstChild[node] !== 0) {
      waiting.push(~node);
      for (const child of sortedChildren(tree, drafts, node)) waiting.push(child);
    } else if (node !== 0) order[length++] = node;
  }
  return order;
}

/** Last name first, since the last is taken first. */
function sortedChildren({ trie }: DiveTree, { row, firstChild, nextSibling }: Drafts, node: number): Int32Array {
  let count = 0;
  for (let child = firstChild[node]!; child !== 0; child = nextSibling[child]!) count++;
  const children = new Int32Array(count);
  for (let child = firstChild[node]!; child !== 0; child = nextSibling[child]!) children[--count] = child;
  // oxlint-disable-next-line no-array-sort
  return children.sort((a, b) => compareNames(trie, row[b]!, row[a]!));
}
