import type { Limits } from '../limits/limits.ts';
import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { resized, sharedColumn, trimmed } from '../bytes/shared-column.ts';
import type { ByteStore } from './columns.ts';

const SLASH = 0x2f;
const ONE_SLASH = Uint8Array.of(SLASH);

export type ResolveProblem = 'too-deep' | 'too-long';

/**
 * The directories that entries lie in, each once, and the walk from a name to its directory. Names come in archive
 * order, where neighbours share most of their path: only what differs from the name before is looked up.
 */
export class DirectoryTable {
  count = 1;
  private parent = sharedColumn(Int32Array, 64);
  private nameOffset = sharedColumn(Uint32Array, 64);
  private nameLength = sharedColumn(Uint16Array, 64);
  /** Open addressing; 0 is free, for the root is never looked up. */
  private slots = new Int32Array(256);
  /** Unknown to whoever wrote the archive, who could else make every directory collide. */
  private readonly seed = randomBytes(4).readInt32LE();

  /** Directory path of the last name, each component with its slash. */
  private path = new Uint8Array(1024);
  private pathLength = 0;
  private depth = 0;
  private readonly maxDepth: number;
  private readonly maxNameBytes: number;
  private readonly ends: Int32Array;
  private readonly rows: Int32Array;

  /** Results of `resolve`: the directory's row and the span of the basename. */
  dir = 0;
  baseStart = 0;
  baseEnd = 0;

  /** A name just stored that may turn out to be a directory: its bytes are then shared. */
  lastDir = -1;
  lastOffset = 0;
  lastLength = 0;

  private readonly names: ByteStore;
  constructor(names: ByteStore, limits: Limits) {
    this.names = names;
    this.maxDepth = limits['path-depth'];
    this.maxNameBytes = limits['name-bytes'];
    this.ends = new Int32Array(this.maxDepth + 1);
    this.rows = new Int32Array(this.maxDepth + 1);
    this.parent[0] = -1;
  }

  /** Bytes at the start of a name that equal the directory of the one before, up to a component's end. */
  sharedPrefix(name: Uint8Array, from: number, to: number): number {
    const path = this.path;
    const limit = Math.min(this.pathLength, to - from);
    let same = 0;
    while (same < limit && name[from + same] === path[same]) same++;
    while (this.depth > 0 && this.ends[this.depth]! > same) this.depth--;
    this.pathLength = this.depth === 0 ? 0 : this.ends[this.depth]!;
    return this.pathLength;
  }

  /**
   * @param shared what `sharedPrefix` of this name returned
   * @param name clean from `from + shared` to `to`, without a closing slash
   */
  resolve(name: Uint8Array, from: number, to: number, shared: number): ResolveProblem | undefined {
    const problem = to - from > this.maxDepth ? this.problemOf(name, from + shared, to) : undefined;
    if (problem) return problem;
    let start = from + shared;
    for (let at = start; at < to; at++) {
      if (name[at] !== SLASH) continue;
      this.enter(name, start, at);
      start = at + 1;
    }
    this.takeBasename(start, to);
    return undefined;
  }

  /** The name of the entry in the folder that the walk has reached. */
  takeBasename(from: number, to: number): void {
    this.dir = this.depth === 0 ? 0 : this.rows[this.depth]!;
    this.baseStart = from;
    this.baseEnd = to;
  }

  /** Checked before anything is entered: a refused name must leave no directories behind. */
  private problemOf(name: Uint8Array, from: number, to: number): ResolveProblem | undefined {
    let depth = this.depth;
    let start = from;
    for (let at = from; at <= to; at++) {
      if (at < to && name[at] !== SLASH) continue;
      if (at - start > this.maxNameBytes) return 'too-long';
      if (++depth > this.maxDepth) return 'too-deep';
      start = at + 1;
    }
    return undefined;
  }

  private enter(name: Uint8Array, from: number, to: number): void {
    const parent = this.depth === 0 ? 0 : this.rows[this.depth]!;
    const row = this.find(parent, name, from, to);
    const length = to - from;
    const end = this.pathLength + length + 1;
    if (end > this.path.length) {
      const larger = new Uint8Array(end * 2);
      larger.set(this.path);
      this.path = larger;
    }
    for (let i = 0; i < length; i++) this.path[this.pathLength + i] = name[from + i]!;
    this.path[end - 1] = SLASH;
    this.pathLength = end;
    this.depth++;
    this.ends[this.depth] = end;
    this.rows[this.depth] = row;
  }

  private find(parent: number, name: Uint8Array, from: number, to: number): number {
    let hash = Math.imul((parent + 1) ^ this.seed, 0x9e37_79b1);
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ name[i]!, 0x0100_0193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const row = this.slots[slot]!;
      if (row === 0) break;
      if (this.parent[row] === parent && this.isNamed(row, name, from, to)) return row;
      slot = (slot + 1) & mask;
    }
    const row = this.add(parent, name, from, to);
    this.slots[slot] = row;
    if (this.count * 2 > this.slots.length) this.rehash();
    return row;
  }

  private isNamed(row: number, name: Uint8Array, from: number, to: number): boolean {
    const length = to - from;
    if (this.nameLength[row] !== length) return false;
    const offset = this.nameOffset[row]!;
    const bytes = this.names.bytes;
    for (let i = 0; i < length; i++) if (bytes[offset + i] !== name[from + i]) return false;
    return true;
  }

  private add(parent: number, name: Uint8Array, from: number, to: number): number {
    const row = this.count++;
    if (row === this.parent.length) this.grow(row * 2);
    this.parent[row] = parent;
    this.nameLength[row] = to - from;
    this.nameOffset[row] = this.lastOffset;
    const shares = this.lastDir === parent && this.lastLength === to - from && this.isNamed(row, name, from, to);
    if (!shares) this.nameOffset[row] = this.names.append(name, from, to);
    return row;
  }

  /** Components joined by slashes. */
  pathOf(dir: number, nameOffset: number, nameLength: number): Uint8Array {
    const parts = [this.names.bytes.subarray(nameOffset, nameOffset + nameLength)];
    for (let row = dir; row > 0; row = this.parent[row]!) {
      const offset = this.nameOffset[row]!;
      parts.unshift(this.names.bytes.subarray(offset, offset + this.nameLength[row]!), ONE_SLASH);
    }
    return Buffer.concat(parts);
  }

  private grow(length: number): void {
    this.parent = resized(Int32Array, this.parent, length);
    this.nameOffset = resized(Uint32Array, this.nameOffset, length);
    this.nameLength = resized(Uint16Array, this.nameLength, length);
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let row = 1; row < this.count; row++) {
      const offset = this.nameOffset[row]!;
      let hash = Math.imul((this.parent[row]! + 1) ^ this.seed, 0x9e37_79b1);
      for (let i = 0; i < this.nameLength[row]!; i++)
        hash = Math.imul(hash ^ this.names.bytes[offset + i]!, 0x0100_0193);
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row;
    }
    this.slots = slots;
  }

  finish(): { dirParent: Int32Array; dirNameOffset: Uint32Array; dirNameLength: Uint16Array } {
    return {
      dirParent: trimmed(Int32Array, this.parent, this.count),
      dirNameOffset: trimmed(Uint32Array, this.nameOffset, this.count),
      dirNameLength: trimmed(Uint16Array, this.nameLength, this.count),
    };
  }
}
