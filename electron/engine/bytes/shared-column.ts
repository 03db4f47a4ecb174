export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** The constructor of one kind of typed array. */
export interface ColumnClass<C extends Column> {
  new (buffer: SharedArrayBuffer, offset: number, length: number): C;
  readonly BYTES_PER_ELEMENT: number;
}

/** A zeroed column over memory of its own that every thread can see. Pages never touched cost nothing. */
export function sharedColumn<C extends Column>(kind: ColumnClass<C>, length: number): C {
  return new kind(new SharedArrayBuffer(length * kind.BYTES_PER_ELEMENT), 0, length);
}

/** A column of these values. */
export function sharedFrom<C extends Column>(kind: ColumnClass<C>, values: ArrayLike<number>): C {
  const column = sharedColumn(kind, values.length);
  column.set(values);
  return column;
}

/** The same values in a column of another length; what is cut off must be unused. */
export function resized<C extends Column>(kind: ColumnClass<C>, column: C, length: number): C {
  const next = sharedColumn(kind, length);
  next.set(column.length > length ? column.subarray(0, length) : column);
  return next;
}

/** The first `used` rows; copied only when the rest would waste over an eighth. */
export function trimmed<C extends Column>(kind: ColumnClass<C>, column: C, used: number): C {
  if (column.length * 7 > used * 8 && column.length * kind.BYTES_PER_ELEMENT > 4096) return resized(kind, column, used);
  return column.length === used ? column : (column.subarray(0, used) as C);
}
