import { grown } from '../../union/grown.ts';
import { PathTrie } from '../../union/path-trie.ts';

/**
 * The merged tree as dive 0.13 stacks it (its filetree/file_tree.go): whiteouts take a subtree away, opaque directories do
 * nothing, a directory that becomes a file keeps its children. Rows are those of `trie`; row 0 is the root.
 */
export class DiveTree {
  readonly trie: PathTrie;
  /** Made when a subtree is first visited: an image without whiteouts never needs them. */
  #children: { first: Int32Array; next: Int32Array } | undefined;
  #isParent: Uint8Array;
  #isLive: Uint8Array;
  /** dive's `FileInfo.IsDir`: only what an entry said; an implied directory has an empty FileInfo. */
  #isDir: Uint8Array;
  #size: Float64Array;

  /** @param names of the only layer, in shared memory, which need no copy then */
  constructor(expected: number, names?: Uint8Array) {
    this.trie = new PathTrie(expected, names);
    const capacity = this.trie.parent.length;
    this.#isParent = new Uint8Array(capacity);
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
    this.#isParent[parent] = 1;
    if (this.#children) adopt(this.#children, parent, row);
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
    if (this.#isParent[top] === 0) return act(top);
    const { first, next } = (this.#children ??= this.#childrenSoFar());
    const waiting = [top];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      act(node);
      for (let child = first[node]!; child !== 0; child = next[child]!)
        if (this.#isLive[child] === 1) waiting.push(child);
    }
  }

  #childrenSoFar() {
    const { length, parent } = this.trie;
    const children = { first: new Int32Array(parent.length), next: new Int32Array(parent.length) };
    for (let row = 1; row < length; row++) adopt(children, parent[row]!, row);
    return children;
  }

  #grow(): void {
    const capacity = this.trie.parent.length;
    if (this.#children)
      this.#children = { first: grown(this.#children.first, capacity), next: grown(this.#children.next, capacity) };
    this.#isParent = grown(this.#isParent, capacity);
    this.#isLive = grown(this.#isLive, capacity);
    this.#isDir = grown(this.#isDir, capacity);
    this.#size = grown(this.#size, capacity);
  }
}

function adopt({ first, next }: { first: Int32Array; next: Int32Array }, parent: number, row: number): void {
  next[row] = first[parent]!;
  first[parent] = row;
}
