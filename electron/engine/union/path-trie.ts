import { resized, sharedColumn } from '../bytes/shared-column.ts';
import { ChildTables } from './child-tables.ts';
import { grown } from './grown.ts';

/**
 * Paths as integers while layers are merged: row 0 is the root, every other row is (parent row, basename).
 * Columns are replaced when they grow, so read them through the trie; those that a finished table has, too, are shared
 * memory, so that it can take them over.
 */
export class PathTrie {
  length = 1;
  parent: Int32Array;
  nameOffset: Uint32Array;
  nameLength: Uint16Array;
  names: Uint8Array;
  namesLength = 0;
  /** Path → newest version in the log, -1 for none. Kept here so that it grows with the paths. */
  newest: Int32Array;
  readonly #tables: ChildTables;
  /** Names that need no copy, since they are the beginning of `names`. */
  readonly #adopted: Uint8Array | undefined;
  /** Names come from untrusted images: a fixed seed would let one choose names that all collide. */
  readonly #seed = (Math.random() * 0x1_0000_0000) >>> 0;

  /**
   * @param expected paths to make room for; more grow it
   * @param names to begin with, in shared memory: interning one of them copies nothing. Never written to.
   */
  constructor(expected: number, names?: Uint8Array) {
    const capacity = Math.max(1024, expected);
    this.parent = sharedColumn(Int32Array, capacity).fill(-1, 0, 1);
    this.nameOffset = sharedColumn(Uint32Array, capacity);
    this.nameLength = sharedColumn(Uint16Array, capacity);
    this.names = names ?? sharedColumn(Uint8Array, capacity * 12);
    this.namesLength = names?.length ?? 0;
    this.#adopted = names;
    this.newest = new Int32Array(capacity).fill(-1, 0, 1);
    this.#tables = new ChildTables(capacity);
  }

  /** Tells how many children are about to be interned, so that their table is made as large at once. */
  expectChildren(parent: number, count: number): void {
    this.#tables.reserve(parent, count, this.#hashOfRow);
  }

  /** @returns the row, or -1 when no such path was interned */
  find(parent: number, bytes: Uint8Array, offset: number, length: number): number {
    const place = this.#probe(parent, this.#hash(bytes, offset, length), bytes, offset, length);
    return place === -1 || this.#tables.slots[place] === 0 ? -1 : this.#tables.slots[place]!;
  }

  /** Row of the path, made when it is new. */
  intern(parent: number, bytes: Uint8Array, offset: number, length: number): number {
    this.#tables.makeRoom(parent, this.#hashOfRow);
    const place = this.#probe(parent, this.#hash(bytes, offset, length), bytes, offset, length);
    const found = this.#tables.slots[place]!;
    if (found !== 0) return found;
    const row = this.length++;
    if (row === this.parent.length) this.#growRows();
    this.nameOffset[row] = bytes === this.#adopted ? offset : this.#appendName(bytes, offset, length);
    this.nameLength[row] = length;
    this.parent[row] = parent;
    this.newest[row] = -1;
    this.#tables.put(parent, place, row);
    return row;
  }

  /** @returns where the name lies */
  #appendName(bytes: Uint8Array, offset: number, length: number): number {
    const at = this.namesLength;
    if (at + length > this.names.length)
      this.names = resized(Uint8Array, this.names, Math.max(at + length, this.names.length * 2));
    const { names } = this;
    for (let i = 0; i < length; i++) names[at + i] = bytes[offset + i]!;
    this.namesLength = at + length;
    return at;
  }

  #hash(bytes: Uint8Array, offset: number, length: number): number {
    let hash = this.#seed;
    for (let i = offset; i < offset + length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }

  readonly #hashOfRow = (row: number): number => this.#hash(this.names, this.nameOffset[row]!, this.nameLength[row]!);

  /** @returns the slot of the path, or the empty one where it belongs; -1 when the parent has no children */
  #probe(parent: number, hash: number, bytes: Uint8Array, offset: number, length: number): number {
    const { slots } = this.#tables;
    const size = this.#tables.size(parent);
    if (size === 0) return -1;
    const start = this.#tables.start(parent);
    for (let at = hash & (size - 1); ; at = (at + 1) & (size - 1)) {
      const row = slots[start + at]!;
      if (row === 0 || this.#isNamed(row, bytes, offset, length)) return start + at;
    }
  }

  #isNamed(row: number, bytes: Uint8Array, offset: number, length: number): boolean {
    if (this.nameLength[row] !== length) return false;
    const { names } = this;
    const at = this.nameOffset[row]!;
    // From the end: siblings mostly begin alike.
    for (let i = length - 1; i >= 0; i--) if (names[at + i] !== bytes[offset + i]) return false;
    return true;
  }

  #growRows(): void {
    const capacity = this.parent.length * 2;
    this.parent = resized(Int32Array, this.parent, capacity);
    this.nameOffset = resized(Uint32Array, this.nameOffset, capacity);
    this.nameLength = resized(Uint16Array, this.nameLength, capacity);
    this.newest = grown(this.newest, capacity);
    this.#tables.grow(capacity);
  }
}
