import { resized, sharedColumn, trimmed, type Column, type ColumnClass } from '../bytes/shared-column.ts';
import type { NumberColumn, SmallColumn } from './tar-index.ts';

/** Numbers in 32 bits until one does not fit, then all of them in 64. */
export class NumberStore {
  column: NumberColumn;
  constructor(length: number) {
    this.column = sharedColumn(Uint32Array, length);
  }
  set(row: number, value: number): void {
    if (value >>> 0 !== value && this.column instanceof Uint32Array) this.widen();
    this.column[row] = value;
  }
  private widen(): void {
    const wide = sharedColumn(Float64Array, this.column.length);
    wide.set(this.column);
    this.column = wide;
  }
  resize(length: number): void {
    this.column =
      this.column instanceof Uint32Array
        ? resized(Uint32Array, this.column, length)
        : resized(Float64Array, this.column, length);
  }
  finish(used: number): NumberColumn {
    return this.column instanceof Uint32Array
      ? trimmed(Uint32Array, this.column, used)
      : trimmed(Float64Array, this.column, used);
  }
}

/** Row numbers of a small table: 8, 16 or 32 bits, by the largest so far. */
export class SmallStore {
  column: SmallColumn;
  private limit = 0xff;
  constructor(length: number) {
    this.column = sharedColumn(Uint8Array, length);
  }
  set(row: number, value: number): void {
    if (value > this.limit) this.widen();
    this.column[row] = value;
  }
  private widen(): void {
    const wide =
      this.limit === 0xff
        ? sharedColumn(Uint16Array, this.column.length)
        : sharedColumn(Uint32Array, this.column.length);
    wide.set(this.column);
    this.limit = this.limit === 0xff ? 0xffff : 0xffff_ffff;
    this.column = wide;
  }
  resize(length: number): void {
    this.column = mapSmall(this.column, length, resized);
  }
  finish(used: number): SmallColumn {
    return mapSmall(this.column, used, trimmed);
  }
}

function mapSmall(
  column: SmallColumn,
  length: number,
  change: <C extends Column>(kind: ColumnClass<C>, column: C, length: number) => C,
): SmallColumn {
  if (column instanceof Uint8Array) return change(Uint8Array, column, length);
  if (column instanceof Uint16Array) return change(Uint16Array, column, length);
  return change(Uint32Array, column, length);
}

/** Bytes of names one after the other. */
export class ByteStore {
  bytes: Uint8Array;
  length = 0;
  constructor(capacity: number) {
    this.bytes = sharedColumn(Uint8Array, capacity);
  }
  /** @returns where they start */
  append(source: Uint8Array, from: number, to: number): number {
    const start = this.length;
    const end = start + (to - from);
    if (end > this.bytes.length) this.reserve(Math.max(end, this.bytes.length * 1.5));
    const bytes = this.bytes;
    // Names are short: a loop beats `set` with its subarray.
    for (let i = start, j = from; i < end; i++, j++) bytes[i] = source[j]!;
    this.length = end;
    return start;
  }
  reserve(capacity: number): void {
    if (capacity > this.bytes.length) this.bytes = resized(Uint8Array, this.bytes, Math.ceil(capacity));
  }
  finish(): Uint8Array {
    return trimmed(Uint8Array, this.bytes, this.length);
  }
}
