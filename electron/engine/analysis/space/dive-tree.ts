import { grown } from '../../union/grown.ts';
import { PathTrie } from '../../union/path-trie.ts';

/**
 * The merged tree as dive 0.13 stacks it (its filetree/file_tree.go): whiteouts take a subtree away, opaque directories do
 * nothing, a directory that becomes a file keeps its children. Rows are those of `trie`; row 0 is the root.
 */
export class DiveTree {
  readonly trie: PathTrie;
  #firstChild: Int32Array;
  #nextSibling: Int32Array;
  #isLive: Uint8Array;
  /** dive's `FileInfo.IsDir`: only what an entry said; an implied directory has an empty FileInfo. */
  #isDir: Uint8Array;
  #size: Float64Array;

  constructor(expected: number) {
    this.trie = new PathTrie(expected);
    const capacity = this.trie.parent.length;
    this.#firstChild = new Int32Array(capacity);
    this.#nextSibling = new Int32Array(capacity);
    this.#isLive = new Uint8Array(capacity);
    this.#isDir = new Uint8Array(capacity);
    this.#size = new Float64Array(capacity);
    this.#isLive[0] = 1;
  }

  intern(parent: number, bytes: Uint8Array, offset: number, length: number): number {
    const { trie } = this;
    const known = trie.length;
    const row = trie.intern(parent, bytes, offset, length);
    if (row < known) return row;
    if (row >= this.#isLive.length) this.#grow();
    this.#nextSibling[row] = this.#firstChild[parent]!;
    this.#firstChild[parent] = row;
    return row;
  }

  isLive(row: number): boolean {
    return this.#isLive[row] === 1;
  }

  /** Bytes at and below a path that an entry made a directory; 0 for anything else. */
  folderBytes(row: number): number {
    if (this.#isDir[row] === 0) return 0;
    let bytes = 0;
    this.#visit(row, (node) => (bytes += this.#size[node]!));
    return bytes;
  }

  put(row: number, isDir: boolean, size: number): void {
    for (let at = row; this.#isLive[at] === 0; at = this.trie.parent[at]!) {
      this.#isLive[at] = 1;
      this.#isDir[at] = 0;
      this.#size[at] = 0;
    }
    this.#isDir[row] = isDir ? 1 : 0;
    this.#size[row] = size;
  }

  remove(row: number): void {
    if (this.#isLive[row] === 1) this.#visit(row, (node) => (this.#isLive[node] = 0));
  }

  #visit(top: number, act: (node: number) => void): void {
    const waiting = [top];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      act(node);
      for (let child = this.#firstChild[node]!; child !== 0; child = this.#nextSibling[child]!)
        if (this.#isLive[child] === 1) waiting.push(child);
    }
  }

  #grow(): void {
    const capacity = this.trie.parent.length;
    this.#firstChild = grown(this.#firstChild, capacity);
    this.#nextSibling = grown(this.#nextSibling, capacity);
    this.#isLive = grown(this.#isLive, capacity);
    this.#isDir = grown(this.#isDir, capacity);
    const size = new Float64Array(capacity);
    size.set(this.#size);
    this.#size = size;
  }
}
