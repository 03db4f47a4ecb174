import type { ViewSpec } from '../../../shared/model/view.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';
import type { ChildOrder } from './child-order.ts';
import { chooseVersions, type Choice } from './choose.ts';
import { lowerNames } from './filter.ts';
import { matchPattern } from './path-pattern.ts';
import { isEmptyWhere, matchWhere } from './where.ts';
import { siblingSort } from './sibling-sort.ts';
import { sortValues, type SizedLayer } from './sort-values.ts';

/**
 * Every row a view could show, in the order it shows them: preorder, so that the rows below row `i` are
 * `i+1 … end[i]-1`. Row 0 is the root, which the grid does not draw. Columns are shared memory.
 */
export interface Arrangement {
  readonly length: number;
  /** Row → path. */
  readonly path: Int32Array;
  /** Row → version shown. */
  readonly version: Int32Array;
  readonly ghost: Uint8Array;
  readonly end: Int32Array;
  /** Row → row of its folder; the root: -1. */
  readonly up: Int32Array;
  /** The root: 0. */
  readonly depth: Int32Array;
  /** Base 1 among the shown siblings. */
  readonly position: Int32Array;
  readonly siblings: Int32Array;
  /** Bytes of the files at and below the row that are no ghosts; a hard link adds nothing. */
  readonly total: Float64Array;
  /** Row → 1: a match of the filter, or below one. All 1 without a filter. */
  readonly match: Uint8Array;
  /** Rows that match, the root left out. */
  readonly matches: number;
}

export interface ArrangeInput {
  readonly table: PathTable;
  readonly order: ChildOrder;
  /** `lowerNames(table.names)`; only for a filter. */
  readonly lowered?: Uint8Array | undefined;
  readonly layers: readonly (SizedLayer | undefined)[];
  readonly spec: ViewSpec;
}

/** Linear; sorting by anything but the name sorts each folder's own children. */
export function arrange({ table, order, lowered, layers, spec }: ArrangeInput, cancelled?: () => boolean): Arrangement {
  const choice = chooseVersions(table, spec.mode, spec.showHidden);
  const { filter, pattern = 'text', where = {}, mode } = spec;
  const named =
    filter === ''
      ? undefined
      : matchPattern(
          table,
          lowered ?? lowerNames(table.names),
          { kind: pattern, text: filter, ignoreCase: true },
          cancelled,
        );
  const asked = isEmptyWhere(where) ? undefined : matchWhere(table, choice, layers, mode, where);
  const kept = named || asked ? keepMatches(table, choice, named, asked) : undefined;
  const totals = folderTotals(table, choice, kept, layers);
  const values = sortValues(table, choice, totals, layers, spec);
  return layOut({ table, order, choice, kept, totals, values, spec });
}

/** 0: dropped, 1: an ancestor of a match, 2: a match; what lies below a path matched by name is one too. */
function keepMatches(
  { length, parent }: PathTable,
  { version }: Choice,
  named: Uint8Array | undefined,
  asked: Uint8Array | undefined,
): Uint8Array {
  const kept = new Uint8Array(length);
  kept[0] = 1;
  if (named) for (let path = 1; path < length; path++) if (named[parent[path]!] === 1) named[path] = 1;
  for (let path = 1; path < length; path++)
    if (version[path] !== -1 && (!named || named[path] === 1) && (!asked || asked[path] === 1)) kept[path] = 2;
  for (let path = length - 1; path > 0; path--) {
    const above = parent[path]!;
    if (kept[path] !== 0 && kept[above] === 0) kept[above] = 1;
  }
  return kept;
}

/** Path → bytes of the files at and below it that are shown and no ghosts; a hard link adds nothing. */
export function folderTotals(
  { length, parent, row, layer, hardlink, type }: PathTable,
  { version, ghost }: Choice,
  kept: Uint8Array | undefined,
  layers: readonly (SizedLayer | undefined)[],
): Float64Array {
  const totals = new Float64Array(length);
  for (let path = length - 1; path > 0; path--) {
    const v = version[path]!;
    if (v === -1 || ghost[path] === 1) continue;
    const counts = type[v] === FILE && row[v] !== -1 && hardlink[v] === -1 && (kept === undefined || kept[path] === 2);
    if (counts) totals[path]! += layers[layer[v]!]?.size[row[v]!] ?? 0;
    totals[parent[path]!]! += totals[path]!;
  }
  return totals;
}

export interface LayOut {
  readonly table: Tree;
  readonly order: ChildOrder;
  /** Version −1: not shown. `type[version]` is what makes a row a folder, which comes before files. */
  readonly choice: Choice;
  readonly kept: Uint8Array | undefined;
  readonly totals: Float64Array;
  readonly values: Float64Array | undefined;
  readonly spec: Pick<ViewSpec, 'descending'>;
}

/** What of a table tells a tree from a list. */
export type Tree = Pick<PathTable, 'length' | 'parent' | 'type'>;

/** Lays the shown paths out in preorder, siblings in the order of `values`, or of `order` without. */
export function layOut(input: LayOut): Arrangement {
  const { table, order, choice, kept, totals } = input;
  const { start, children } = order;
  const shown = shownPaths(table, choice, kept);
  const rows = arrangementColumns(shown.count);
  const putInOrder = siblingSort(input);
  // Children of the folders on the way down that are to come, the innermost last. Explicit, because folders in an image
  // nest deeper than a call stack may.
  const waiting = new Int32Array(shown.count);
  const begins: number[] = [];
  const nexts: number[] = [];
  const ends: number[] = [];
  const ups: number[] = [];
  let level = -1;
  let matches = 0;

  const place = (row: number, path: number) => {
    rows.path[row] = path;
    rows.version[row] = choice.version[path]!;
    rows.ghost[row] = choice.ghost[path]!;
    rows.depth[row] = level + 1;
    rows.total[row] = totals[path]!;
    rows.match[row] = kept === undefined || kept[path] === 2 ? 1 : 0;
    const first = level < 0 ? 0 : ends[level]!;
    let top = first;
    for (let i = start[path]!; i < start[path + 1]!; i++)
      if (shown.flags[children[i]!] === 1) waiting[top++] = children[i]!;
    if (top === first) {
      rows.end[row] = row + 1;
      return;
    }
    putInOrder(waiting, first, top);
    level++;
    begins[level] = nexts[level] = first;
    ends[level] = top;
    ups[level] = row;
  };

  rows.up[0] = -1;
  rows.position[0] = rows.siblings[0] = 1;
  place(0, 0);
  for (let row = 1; level >= 0;) {
    const begin = begins[level]!;
    const next = nexts[level]!;
    const end = ends[level]!;
    if (next === end) {
      rows.end[ups[level]!] = row;
      level--;
      continue;
    }
    nexts[level] = next + 1;
    rows.up[row] = ups[level]!;
    rows.position[row] = next - begin + 1;
    rows.siblings[row] = end - begin;
    place(row, waiting[next]!);
    matches += rows.match[row]!;
    row++;
  }
  return { ...rows, length: shown.count, matches };
}

/** Paths that are shown and whose ancestors are, so that a row count is exact before rows are laid out. */
function shownPaths({ length, parent }: Tree, { version }: Choice, kept: Uint8Array | undefined) {
  const flags = new Uint8Array(length);
  flags[0] = 1;
  let count = 1;
  for (let path = 1; path < length; path++) {
    if (version[path] === -1 || flags[parent[path]!] === 0 || (kept !== undefined && kept[path] === 0)) continue;
    flags[path] = 1;
    count++;
  }
  return { flags, count };
}

const FILE = TYPE_CODES.indexOf('file');

/** Columns of an arrangement, all zero. */
export function arrangementColumns(length: number) {
  const shared = (bytes: number) => new SharedArrayBuffer(bytes * length);
  return {
    path: new Int32Array(shared(4)),
    version: new Int32Array(shared(4)),
    ghost: new Uint8Array(shared(1)),
    end: new Int32Array(shared(4)),
    up: new Int32Array(shared(4)),
    depth: new Int32Array(shared(4)),
    position: new Int32Array(shared(4)),
    siblings: new Int32Array(shared(4)),
    total: new Float64Array(shared(8)),
    match: new Uint8Array(shared(1)),
  };
}
