import type { Column } from '../bytes/shared-column.ts';
import type { NumberColumn, SmallColumn } from '../tar/tar-index.ts';

type Kind<C extends Column> = abstract new (...args: never[]) => C;

/** Takes columns out of a file that anything may have written. Each asks for a type and, where it is known, a length. */
export class ColumnTaker {
  readonly #columns: ReadonlyMap<string, Column>;
  constructor(columns: ReadonlyMap<string, Column>) {
    this.#columns = columns;
  }

  /** @throws Error when the column is missing, of another type or length */
  take<C extends Column>(name: string, kind: Kind<C>, length?: number): C {
    const column = this.#columns.get(name);
    if (!(column instanceof kind) || (length !== undefined && column.length !== length))
      throw new Error(`the column ${name} is not as it should be`);
    return column;
  }

  numbers(name: string, length: number): NumberColumn {
    return this.#columns.get(name) instanceof Float64Array
      ? this.take(name, Float64Array, length)
      : this.take(name, Uint32Array, length);
  }

  small(name: string, length: number): SmallColumn {
    const column = this.#columns.get(name);
    if (column instanceof Uint8Array) return this.take(name, Uint8Array, length);
    return column instanceof Uint16Array ? this.take(name, Uint16Array, length) : this.take(name, Uint32Array, length);
  }
}

/*
 * Checks of a million rows while a person waits. Each loop sees one kind of typed array only: one that sees several is
 * five times slower.
 */

/** @throws Error unless every value is from `from` up to but not including `to` */
export function requireWithin(name: string, column: Int32Array, from: number, to: number): void {
  const span = to - from;
  // One comparison for both ends: below `from` wraps round to a huge number.
  for (let row = 0; row < column.length; row++) if ((column[row]! - from) >>> 0 >= span) throw outside(name);
}

/** @throws Error unless every value is below `to` */
export function requireBelow(name: string, column: SmallColumn, to: number): void {
  let largest = 0;
  if (column instanceof Uint8Array) largest = largestByte(column);
  else for (const value of column) largest = Math.max(largest, value);
  if (column.length > 0 && largest >= to) throw outside(name);
}

function largestByte(column: Uint8Array): number {
  let largest = 0;
  for (let row = 0; row < column.length; row++) if (column[row]! > largest) largest = column[row]!;
  return largest;
}

/** @throws Error unless the values ascend from 0 or more to at most `end` */
export function requireOffsets(name: string, column: Column, end: number): void {
  if (column instanceof Int32Array) return requireAscending(name, column, end);
  let last = 0;
  for (const value of column) {
    if (!(value >= last && value <= end)) throw outside(name);
    last = value;
  }
}

function requireAscending(name: string, column: Int32Array, end: number): void {
  let last = 0;
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    if (value < last) throw outside(name);
    last = value;
  }
  if (last > end) throw outside(name);
}

/** @throws Error unless each parent comes before its child, and only row 0 has none */
export function requireParents(name: string, parent: Int32Array): void {
  if (parent.length > 0 && parent[0] !== -1) throw outside(name);
  for (let row = 1; row < parent.length; row++) if (parent[row]! >>> 0 >= row) throw outside(name);
}

/** @throws Error unless each stretch lies within `end` bytes */
export function requireStretches(name: string, offset: Uint32Array, length: Uint16Array, end: number): void {
  for (let row = 0; row < offset.length; row++) if (offset[row]! + length[row]! > end) throw outside(name);
}

function outside(name: string): Error {
  return new Error(`${name} points outside of what it points into`);
}
