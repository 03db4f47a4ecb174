import { grown } from './grown.ts';

/** Slots in use may not pass this share of a table, or probing gets slow. */
const MAX_LOAD = 0.75;
const LEAST_BITS = 2;

/**
 * A hash table of children for each folder, all in one array of slots. An archive walks folders one after the other, so
 * the table in use is small and stays in the processor's cache, where one table of all paths would miss it at every
 * name: half the cost of a merge.
 */
export class ChildTables {
  /** Slot → path; 0 when it is empty, for the root is nobody's child. Replaced when it grows. */
  slots: Int32Array;
  #end = 0;
  /** Path → its first slot, the base-2 logarithm of its slots (0: no table) and how many of them are used. */
  #start: Int32Array;
  #bits: Uint8Array;
  #used: Int32Array;

  constructor(paths: number) {
    this.slots = new Int32Array(Math.max(1024, paths));
    this.#start = new Int32Array(paths);
    this.#bits = new Uint8Array(paths);
    this.#used = new Int32Array(paths);
  }

  /** Makes room for more paths. */
  grow(paths: number): void {
    this.#start = grown(this.#start, paths);
    this.#bits = grown(this.#bits, paths);
    this.#used = grown(this.#used, paths);
  }

  /** Slots of a folder's table, a power of two; 0 when it has none. */
  size(folder: number): number {
    const bits = this.#bits[folder]!;
    return bits === 0 ? 0 : 1 << bits;
  }

  start(folder: number): number {
    return this.#start[folder]!;
  }

  put(folder: number, slot: number, path: number): void {
    this.slots[slot] = path;
    this.#used[folder]!++;
  }

  /** Makes sure that one more child fits. */
  makeRoom(folder: number, hashOf: (path: number) => number): void {
    const bits = this.#bits[folder]!;
    if (bits === 0 || this.#used[folder]! + 1 > (1 << bits) * MAX_LOAD) this.reserve(folder, 1, hashOf);
  }

  /** Makes sure that so many more children fit. */
  reserve(folder: number, more: number, hashOf: (path: number) => number): void {
    const old = this.#bits[folder]!;
    let bits = Math.max(LEAST_BITS, old);
    while ((1 << bits) * MAX_LOAD < this.#used[folder]! + more) bits++;
    if (bits === old) return;
    const start = this.#end;
    this.#end += 1 << bits;
    if (this.#end > this.slots.length) this.slots = grown(this.slots, Math.max(this.#end, this.slots.length * 2));
    const { slots } = this;
    const mask = (1 << bits) - 1;
    const from = this.#start[folder]!;
    for (const path of slots.subarray(from, from + this.size(folder))) {
      if (path === 0) continue;
      let at = hashOf(path) & mask;
      while (slots[start + at] !== 0) at = (at + 1) & mask;
      slots[start + at] = path;
    }
    this.#start[folder] = start;
    this.#bits[folder] = bits;
  }
}
