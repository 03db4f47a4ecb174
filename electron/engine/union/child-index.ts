import type { PathTable } from './path-table.ts';

type Tree = Pick<PathTable, 'length' | 'parent'>;

interface ChildIndex {
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
  const { length, parent } = table;
  const start = new Int32Array(length + 1);
  const children = new Int32Array(Math.max(0, length - 1));
  for (let path = 1; path < length; path++) start[parent[path]! + 1]!++;
  for (let path = 0; path < length; path++) start[path + 1]! += start[path]!;
  const next = start.slice(0, length);
  for (let path = 1; path < length; path++) children[next[parent[path]!]!++] = path;
  const index = { start, children };
  indexes.set(table, index);
  return index;
}
