import { childrenOf, groupChildren, type ChildIndex } from '../union/child-index.ts';
import type { PathNames } from '../union/path-text.ts';

/** Children of every path, siblings by the bytes of their names. Shared memory; made once per table. */
export type ChildOrder = ChildIndex;

/** Bytes of a name that fit a double exactly: most siblings differ within them. */
const PREFIX_BYTES = 6;

type Tree = PathNames & { readonly length: number };

/** Linear apart from sorting each folder's own children. */
export function orderChildren(table: Tree): ChildOrder {
  const { start, children } = groupChildren(table);
  let prefix: Float64Array | undefined;
  for (let path = 0; path < table.length; path++) {
    const from = start[path]!;
    const to = start[path + 1]!;
    // Most writers walk folders in order: looking is much cheaper than sorting.
    if (isSorted(table, children, from, to)) continue;
    const keys = (prefix ??= namePrefixes(table));
    children.subarray(from, to).sort((a, b) => keys[a]! - keys[b]! || compareNames(table, a, b));
  }
  return { start, children };
}

/** The children of one folder in that order, without ordering all others. */
export function sortedChildren(table: Tree, folder: number): Int32Array {
  return childrenOf(table, folder).toSorted((a, b) => compareNames(table, a, b));
}

function isSorted(table: Tree, children: Int32Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (compareNames(table, children[i - 1]!, children[i]!) > 0) return false;
  return true;
}

function namePrefixes({ length, names, nameOffset, nameLength }: Tree): Float64Array {
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
export function compareNames({ names, nameOffset, nameLength }: PathNames, a: number, b: number): number {
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
