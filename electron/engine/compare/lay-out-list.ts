import type { DifferenceViewSpec } from '../../../shared/model/compare.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { arrangementColumns, type Arrangement } from '../view/arrange.ts';
import type { UnionTree } from './union-tree.ts';

/** The packages that rows are grouped by. */
export interface Groups {
  /** Row → 1 + position of its package; 0: none. */
  readonly owner: Int32Array;
  /** How many packages there are; the group of what none owns comes after them. */
  readonly count: number;
}

const FOLDER = TYPE_CODES.indexOf('dir');

type Sorting = Pick<DifferenceViewSpec, 'sort' | 'descending'>;

/**
 * Every match as a row of its own, in the order of the tree or by `sort`; with `groups` below a row for its package, whose
 * `path` is `tree.length` and its position. Folders that no package owns are in no group.
 */
export function layOutList(
  tree: UnionTree,
  kept: Uint8Array,
  values: Float64Array | undefined,
  sorting: Sorting,
  groups: Groups | undefined,
): Arrangement {
  const rows = sortedRows(tree, kept, values, sorting, groups);
  const members = groups ? byGroup(rows, groups) : [rows];
  const heads = groups ? headOrder(tree, members, sorting) : [0];
  const laid = arrangementColumns(rows.length + 1 + (groups ? heads.length : 0));
  let at = 0;
  const put = (path: number, up: number, place: { readonly position: number; readonly siblings: number }) => {
    laid.path[at] = path;
    laid.up[at] = up;
    laid.depth[at] = up === -1 ? 0 : laid.depth[up]! + 1;
    laid.position[at] = place.position;
    laid.siblings[at] = place.siblings;
    laid.end[at] = at + 1;
    return at++;
  };
  put(0, -1, { position: 1, siblings: 1 });
  for (const [position, group] of heads.entries()) {
    const head = groups ? put(tree.length + group, 0, { position: position + 1, siblings: heads.length }) : 0;
    const paths = members[group]!;
    for (let i = 0; i < paths.length; i++) {
      const row = put(paths[i]!, head, { position: i + 1, siblings: paths.length });
      laid.match[row] = 1;
    }
    laid.end[head] = at;
  }
  laid.end[0] = at;
  return { ...laid, length: at, matches: rows.length };
}

/** Bytes of the path's own, without what lies below it. @param totals `totalBefore` or `totalAfter` */
export function ownSize({ end, type }: Pick<UnionTree, 'end' | 'type'>, totals: Float64Array, row: number): number {
  if (type[row] === FOLDER) return 0;
  let own = totals[row]!;
  // A folder before that is a file now.
  for (let child = row + 1; child < end[row]!; child = end[child]!) own -= totals[child]!;
  return own;
}

function sortedRows(
  { length, type }: UnionTree,
  kept: Uint8Array,
  values: Float64Array | undefined,
  { descending }: Sorting,
  groups: Groups | undefined,
): Int32Array {
  let count = 0;
  const rows = new Int32Array(length);
  for (let row = 1; row < length; row++) {
    if (kept[row] !== 2 || (groups && groups.owner[row] === 0 && type[row] === FOLDER)) continue;
    rows[count++] = row;
  }
  const list = rows.subarray(0, count);
  const sign = descending ? -1 : 1;
  if (values) return list.toSorted((a, b) => sign * (values[a]! - values[b]!) || a - b);
  return descending ? list.toReversed() : list;
}

function byGroup(rows: Int32Array, { owner, count }: Groups): readonly Int32Array[] {
  const sizes = new Int32Array(count + 1);
  const groupOf = (row: number) => (owner[row] === 0 ? count : owner[row]! - 1);
  for (const row of rows) sizes[groupOf(row)]!++;
  const members = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (const row of rows) members[groupOf(row)]![sizes[groupOf(row)]!++] = row;
  return members;
}

/** Groups that have rows. By name they are in the order of the packages, what is owned by none last. */
function headOrder(tree: UnionTree, members: readonly Int32Array[], { sort, descending }: Sorting): readonly number[] {
  const heads = [...members.keys()].filter((group) => members[group]!.length > 0);
  const sign = descending ? -1 : 1;
  if (sort !== 'delta' && sort !== 'size') return sort === 'name' && descending ? heads.toReversed() : heads;
  const value = new Map(
    heads.map((group) => {
      const { before, after } = groupSizes(tree, members[group]!);
      return [group, sort === 'delta' ? Math.abs(after - before) : Math.max(before, after)];
    }),
  );
  return heads.toSorted((a, b) => sign * (value.get(a)! - value.get(b)!) || a - b);
}

/** Bytes of these rows on both sides. */
export function groupSizes(tree: UnionTree, rows: Int32Array): { readonly before: number; readonly after: number } {
  let [before, after] = [0, 0];
  for (const row of rows) {
    before += ownSize(tree, tree.totalBefore, row);
    after += ownSize(tree, tree.totalAfter, row);
  }
  return { before, after };
}
