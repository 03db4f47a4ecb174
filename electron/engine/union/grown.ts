type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

/** The same values in a longer column; the rest is 0. */
export function grown<C extends Column>(column: C, capacity: number): C {
  const copy = new (column.constructor as new (length: number) => C)(capacity);
  copy.set(column);
  return copy;
}
