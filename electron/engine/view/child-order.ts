import type { PathTable } from '../union/path-table.ts';

/** Children of every path, siblings by the bytes of their names. Shared memory; made once per table. */
export interface ChildOrder {
  /** `paths + 1` offsets into `children`. */
  readonly start: Int32Array;
  readonly children: Int32Array;
}

/** Bytes of a name that fit a double exactly: most siblings differ within them. */
const PREFIX_BYTES = 6;

/** Linear apart from sorting each folder's own children. */
export function orderChildren(table: PathTable): ChildOrder {
  const { length, parent } = table;
  const start = new Int32Array(new SharedArrayBuffer(4 * (length + 1)));
  const children = new Int32Array(new SharedArrayBuffer(4 * Math.max(0, length - 1)));
  for (let path = 1; path < length; path++) start[parent[path]! + 1]!++;
  for (let path = 0; path < length; path++) start[path + 1]! += start[path]!;
  const next = start.slice(0, length);
  for (let path = 1; path < length; path++) children[next[parent[path]!]!++] = path;

  const prefix = namePrefixes(table);
  const byName = (a: number, b: number) => prefix[a]! - prefix[b]! || compareNames(table, a, b);
  for (let path = 0; path < length; path++) {
    const from = start[path]!;
    const to = start[path + 1]!;
    if (to - from > 1) children.subarray(from, to).sort(byName);
  }
  return { start, children };
}

function namePrefixes({ length, names, nameOffset, nameLength }: PathTable): Float64Array {
  const prefix = new Float64Array(length);
  for (let path = 0; path < length; path++) {
    const from = nameOffset[path]!;
    const bytes = Math.min(PREFIX_BYTES, nameLength[path]!);
    let value = 0;
    for (let i = 0; i < PREFIX_BYTES; i++) value = value * 256 + (i < bytes ? names[from + i]! : 0);
    prefix[path] = value;
  }
  return prefix;
}

/** Byte order, a prefix first: the order of strcmp, the same in every locale. */
export function compareNames({ names, nameOffset, nameLength }: PathTable, a: number, b: number): number {
  const lengthA = nameLength[a]!;
  const lengthB = nameLength[b]!;
  const fromA = nameOffset[a]!;
  const fromB = nameOffset[b]!;
  const common = Math.min(lengthA, lengthB);
  for (let i = 0; i < common; i++) {
    const difference = names[fromA + i]! - names[fromB + i]!;
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}
