import { resized, sharedColumn } from '../bytes/shared-column.ts';

/** Rows of a full hash table may not pass this share, or probing gets slow. */
const MAX_LOAD = 0.6;

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
  /**
   * Open addressing. Place `i` holds a row at 2i, 0 when it is empty (the root is never looked up by name), and at 2i+1
   * the row's hash: side by side, since a probe that misses the processor's cache is what a lookup costs.
   */
  #table: Int32Array;
  /** Names come from untrusted images: a fixed seed would let one choose names that all collide. */
  readonly #seed = (Math.random() * 0x1_0000_0000) >>> 0;

  /** @param expected paths to make room for; more grow it */
  constructor(expected: number) {
    const capacity = Math.max(1024, expected);
    this.parent = sharedColumn(Int32Array, capacity).fill(-1, 0, 1);
    this.nameOffset = sharedColumn(Uint32Array, capacity);
    this.nameLength = sharedColumn(Uint16Array, capacity);
    this.names = sharedColumn(Uint8Array, capacity * 12);
    this.newest = new Int32Array(capacity).fill(-1, 0, 1);
    this.#table = new Int32Array(2 * tableSize(capacity));
  }

  /** @returns the row, or -1 when no such path was interned */
  find(parent: number, bytes: Uint8Array, offset: number, length: number): number {
    const row = this.#table[this.#probe(this.#hash(parent, bytes, offset, length), parent, bytes, offset, length)]!;
    return row === 0 ? -1 : row;
  }

  /** Row of the path, made when it is new. */
  intern(parent: number, bytes: Uint8Array, offset: number, length: number): number {
    const hash = this.#hash(parent, bytes, offset, length);
    const place = this.#probe(hash, parent, bytes, offset, length);
    const found = this.#table[place]!;
    if (found !== 0) return found;
    const row = this.length++;
    if (row === this.parent.length) this.#growRows();
    this.#appendName(row, bytes, offset, length);
    this.parent[row] = parent;
    this.newest[row] = -1;
    this.#table[place] = row;
    this.#table[place + 1] = hash;
    if (2 * row > this.#table.length * MAX_LOAD) this.#rehash();
    return row;
  }

  #appendName(row: number, bytes: Uint8Array, offset: number, length: number): void {
    const at = this.namesLength;
    if (at + length > this.names.length)
      this.names = resized(Uint8Array, this.names, Math.max(at + length, this.names.length * 2));
    const { names } = this;
    for (let i = 0; i < length; i++) names[at + i] = bytes[offset + i]!;
    this.nameOffset[row] = at;
    this.nameLength[row] = length;
    this.namesLength = at + length;
  }

  #hash(parent: number, bytes: Uint8Array, offset: number, length: number): number {
    let hash = Math.imul(this.#seed ^ parent, 0x9e3779b1);
    hash ^= hash >>> 15;
    for (let i = offset; i < offset + length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }

  /** @returns position in the table of the path, or of the empty place where it belongs */
  #probe(hash: number, parent: number, bytes: Uint8Array, offset: number, length: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let place = (hash << 1) & mask;
    for (;;) {
      const row = table[place]!;
      if (row === 0 || (table[place + 1] === hash && this.#is(row, parent, bytes, offset, length))) return place;
      place = (place + 2) & mask;
    }
  }

  #is(row: number, parent: number, bytes: Uint8Array, offset: number, length: number): boolean {
    if (this.parent[row] !== parent || this.nameLength[row] !== length) return false;
    const { names } = this;
    const at = this.nameOffset[row]!;
    for (let i = 0; i < length; i++) if (names[at + i] !== bytes[offset + i]) return false;
    return true;
  }

  #growRows(): void {
    const capacity = this.parent.length * 2;
    this.parent = resized(Int32Array, this.parent, capacity);
    this.nameOffset = resized(Uint32Array, this.nameOffset, capacity);
    this.nameLength = resized(Uint16Array, this.nameLength, capacity);
    this.newest = grown(this.newest, capacity);
  }

  #rehash(): void {
    const old = this.#table;
    const table = new Int32Array(old.length * 2);
    const mask = table.length - 1;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === 0) continue;
      let place = (old[at + 1]! << 1) & mask;
      while (table[place] !== 0) place = (place + 2) & mask;
      table[place] = old[at]!;
      table[place + 1] = old[at + 1]!;
    }
    this.#table = table;
  }
}

/** A power of two with room to spare. */
function tableSize(rows: number): number {
  let size = 2048;
  while (size * MAX_LOAD < rows) size *= 2;
  return size;
}

type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** The same values in a longer column; the rest is 0. */
export function grown<C extends Column>(column: C, capacity: number): C {
  const copy = new (column.constructor as new (length: number) => C)(capacity);
  copy.set(column);
  return copy;
}
