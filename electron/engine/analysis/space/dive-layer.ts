import { numbersWhere } from '../../bytes/numbers-where.ts';
import { TYPE_CODES, type TarIndex } from '../../tar/tar-index.ts';
import { grown } from '../../union/grown.ts';
import { countEntries } from '../../union/layer-folders.ts';
import { MARKER, parseMarker, WHITEOUT_PREFIX_LENGTH } from '../../union/marker.ts';
import { compareNames } from '../../view/child-order.ts';
import type { DiveTree } from './dive-tree.ts';

const DIR = TYPE_CODES.indexOf('dir');
/** Entries between two signs of life. */
const POLL = 1 << 14;

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
   * Nodes in the order in which dive visits them: children first, siblings by their names. Undefined when it makes no
   * difference, so that a million names need not be sorted: every whiteout takes away what is there, and nothing that
   * this layer puts back.
   */
  readonly order: Int32Array | undefined;
}

/** The tree that dive makes of one layer. @param poll asked every few thousand entries */
export function diveLayer(tree: DiveTree, index: TarIndex, poll: (row: number) => void): DiveNodes {
  const drafts = new Drafts(tree, index.length + index.dirCount + 1);
  const folders = new Int32Array(index.dirCount);
  const counts = countEntries(index);
  tree.trie.expectChildren(0, counts[0]!);
  for (let dir = 1; dir < index.dirCount; dir++) {
    const parent = folders[index.dirParent[dir]!]!;
    folders[dir] = tree.intern(parent, index.names, index.dirNameOffset[dir]!, index.dirNameLength[dir]!);
    tree.trie.expectChildren(folders[dir]!, counts[dir]!);
  }
  for (let row = 0; row < index.length; row++) {
    if (row % POLL === 0) poll(row);
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
  const whiteouts = whiteoutsOf(tree, drafts);
  const order = whiteouts.every((node) => isPlain(tree, drafts, node)) ? undefined : childrenFirst(tree, drafts);
  const { length, row: path, isLeaf, isDir, size } = drafts;
  const isWhiteout = new Uint8Array(length);
  for (const node of whiteouts) {
    isWhiteout[node] = 1;
    path[node] = tree.intern(...takenBy(tree, path[node]!));
  }
  return { length, path, isWhiteout, isLeaf, isDir, size, order };
}

/** Nodes with the name of a whiteout; dive looks at those of folders, too. */
function whiteoutsOf({ trie }: DiveTree, { row, length }: Drafts): Int32Array {
  const isMarker = (path: number) =>
    parseMarker(trie.names, trie.nameOffset[path]!, trie.nameLength[path]!) !== MARKER.none;
  return numbersWhere(length, (node) => node !== 0 && isMarker(row[node]!));
}

/** The parent and name of what a whiteout takes away. @param path of the whiteout itself */
function takenBy(
  { trie }: DiveTree,
  path: number,
): [parent: number, names: Uint8Array, offset: number, length: number] {
  const [offset, length] = [trie.nameOffset[path]!, trie.nameLength[path]!];
  return [trie.parent[path]!, trie.names, offset + WHITEOUT_PREFIX_LENGTH, length - WHITEOUT_PREFIX_LENGTH];
}

/** Whether a whiteout takes away what is there, and the layer has nothing in its place. */
function isPlain(tree: DiveTree, drafts: Drafts, node: number): boolean {
  const taken = tree.trie.find(...takenBy(tree, drafts.row[node]!));
  return taken !== -1 && tree.isLive(taken) && !drafts.has(taken);
}

/** The nodes of a layer while its entries are read, in the order they were met; node 0 is the root. */
class Drafts {
  length = 1;
  readonly row: Int32Array;
  readonly isLeaf: Uint8Array;
  readonly isDir: Uint8Array;
  readonly size: Float64Array;
  readonly #tree: DiveTree;
  /** Row of the trie → its node; 0 when it has none. */
  #node: Int32Array;

  /** @param most nodes that there can be: each entry and directory makes one at most */
  constructor(tree: DiveTree, most: number) {
    this.#tree = tree;
    this.row = new Int32Array(most);
    this.isLeaf = new Uint8Array(most);
    this.isDir = new Uint8Array(most);
    this.size = new Float64Array(most);
    this.#node = new Int32Array(tree.trie.parent.length);
  }

  /** The node of a path, made with those above it when it is new. */
  at(row: number): number {
    const { parent } = this.#tree.trie;
    if (parent.length > this.#node.length) this.#node = grown(this.#node, parent.length);
    const known = this.#node[row]!;
    if (row === 0 || known !== 0) return known;
    const made = this.length;
    let above = row;
    for (; above !== 0 && this.#node[above] === 0; above = parent[above]!) {
      const node = this.length++;
      this.row[node] = above;
      this.isLeaf[node] = node === made ? 1 : 0;
      this.#node[above] = node;
    }
    this.isLeaf[this.#node[above]!] = 0;
    return made;
  }

  /** Whether a path, or something below it, is in the layer. */
  has(row: number): boolean {
    return (this.#node[row] ?? 0) !== 0;
  }

  /** Node → its first child, and the next of its siblings; 0 for none. */
  children(): Children {
    const { parent } = this.#tree.trie;
    const first = new Int32Array(this.length);
    const next = new Int32Array(this.length);
    for (let node = 1; node < this.length; node++) {
      const above = this.#node[parent[this.row[node]!]!]!;
      next[node] = first[above]!;
      first[above] = node;
    }
    return { first, next };
  }
}

interface Children {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

function childrenFirst(tree: DiveTree, drafts: Drafts): Int32Array {
  const children = drafts.children();
  const order = new Int32Array(drafts.length - 1);
  let length = 0;
  // A node that was opened waits as its complement until its children are done.
  const waiting = [0];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const node = step < 0 ? ~step : step;
    if (step >= 0 && children.first[node] !== 0) {
      waiting.push(~node);
      for (const child of sortedChildren(tree, drafts.row, children, node)) waiting.push(child);
    } else if (node !== 0) order[length++] = node;
  }
  return order;
}

/** Last name first, since the last is taken first. */
function sortedChildren({ trie }: DiveTree, row: Int32Array, { first, next }: Children, node: number): Int32Array {
  let count = 0;
  for (let child = first[node]!; child !== 0; child = next[child]!) count++;
  const children = new Int32Array(count);
  for (let child = first[node]!; child !== 0; child = next[child]!) children[--count] = child;
  // oxlint-disable-next-line no-array-sort
  return children.sort((a, b) => compareNames(trie, row[b]!, row[a]!));
}
