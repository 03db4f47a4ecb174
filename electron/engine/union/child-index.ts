import { sharedColumn } from '../bytes/shared-column.ts';
import type { PathTable } from './path-table.ts';

type Tree = Pick<PathTable, 'length' | 'parent'>;

export interface ChildIndex {
  /** `paths + 1` offsets into `children`. */
  readonly start: Int32Array;
  readonly children: Int32Array;
}

/** A table never changes, so its index is made once, when it is first asked for. */
const indexes = new WeakMap<Tree, ChildIndex>();

/** Children of a path in the order of the table, hidden and deleted ones included. A view: not to be written to. */
export function childrenOf(table: Tree, path: number): Int32Array {
  const { start, children } = indexOf(table);
  return children.subarray(start[path], start[path + 1]);
}

function indexOf(table: Tree): ChildIndex {
  const known = indexes.get(table);
  if (known) return known;
  const index = groupChildren(table);
  indexes.set(table, index);
  return index;
}

/** The children of every path, siblings in the order of the table. Fresh shared memory: the caller may sort siblings. */
export function groupChildren({ length, parent }: Tree): ChildIndex {
  const start = sharedColumn(Int32Array, length + 1);
  const children = sharedColumn(Int32Array, Math.max(0, length - 1));
  for (let path = 1; path < length; path++) start[parent[path]! + 1]!++;
  for (let path = 0; path < length; path++) start[path + 1]! += start[path]!;
  const next = start.slice(0, length);
  for (let path = 1; path < length; path++) children[next[parent[path]!]!++] = path;
  return { start, children };
}
