import type { ViewSpec } from '../../../shared/model/view.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';
import type { ChildOrder } from './child-order.ts';
import { chooseVersions, type Choice } from './choose.ts';
import { lowerNames } from './filter.ts';
import { matchPattern } from './path-pattern.ts';
import { isEmptyWhere, matchWhere } from './where.ts';
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

type Tree = Pick<PathTable, 'length' | 'parent' | 'type'>;

/** Lays the shown paths out in preorder, siblings in the order of `values`, or of `order` without. */
export function layOut(input: LayOut): Arrangement {
  const { table, choice, kept, totals } = input;
  const shown = shownPaths(table, choice, kept);
  const rows = arrangementColumns(shown.count);
  const stack = siblingStack(input, shown.flags);

  stack.push(0, -1);
  for (let row = 0; row < shown.count; row++) {
    const { path, up, position, siblings } = stack.pop();
    rows.path[row] = path;
    rows.version[row] = choice.version[path]!;
    rows.ghost[row] = choice.ghost[path]!;
    rows.up[row] = up;
    rows.depth[row] = up === -1 ? 0 : rows.depth[up]! + 1;
    rows.position[row] = position;
    rows.siblings[row] = siblings;
    rows.total[row] = totals[path]!;
    rows.match[row] = kept === undefined || kept[path] === 2 ? 1 : 0;
    stack.pushChildren(path, row);
  }
  let matches = 0;
  for (let row = shown.count - 1; row > 0; row--) {
    const above = rows.up[row]!;
    if (rows.end[row] === 0) rows.end[row] = row + 1;
    rows.end[above] = Math.max(rows.end[above]!, rows.end[row]!);
    matches += rows.match[row]!;
  }
  if (rows.end[0] === 0) rows.end[0] = 1;
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

/** Siblings waiting to be placed. Explicit, because folders in an image nest deeper than a call stack may. */
function siblingStack({ table, order, choice, values, spec }: LayOut, shown: Uint8Array) {
  const { start, children } = order;
  const waiting = new Int32Array(table.length);
  const ups = new Int32Array(table.length);
  const positions = new Int32Array(table.length);
  const counts = new Int32Array(table.length);
  let top = 0;

  const push = (path: number, up: number) => {
    waiting[top] = path;
    ups[top] = up;
    positions[top] = 1;
    counts[top++] = 1;
  };
  const pushChildren = (path: number, up: number) => {
    const first = top;
    for (let i = start[path]!; i < start[path + 1]!; i++) {
      if (shown[children[i]!] === 1) waiting[top++] = children[i]!;
    }
    const count = top - first;
    if (count === 0) return;
    sortSiblings(waiting.subarray(first, top), table, choice, values, spec.descending);
    for (let i = 0; i < count; i++) {
      ups[first + i] = up;
      positions[first + i] = count - i;
      counts[first + i] = count;
    }
  };
  const pop = () => {
    top--;
    return { path: waiting[top]!, up: ups[top]!, position: positions[top]!, siblings: counts[top]! };
  };
  return { push, pushChildren, pop };
}

/** Folders first, each part in the order asked for; then turned round, since the last is popped first. */
function sortSiblings(
  siblings: Int32Array,
  { type }: Tree,
  { version }: Choice,
  values: Float64Array | undefined,
  descending: boolean,
): void {
  if (siblings.length < 2) return;
  const isFolder = (path: number) => type[version[path]!] === FOLDER;
  const sign = descending ? -1 : 1;
  if (values) siblings.sort((a, b) => sign * (values[a]! - values[b]!));
  else if (descending) siblings.reverse();
  const files: number[] = [];
  let folders = 0;
  for (const path of siblings) {
    if (isFolder(path)) siblings[folders++] = path;
    else files.push(path);
  }
  siblings.set(files, folders);
  siblings.reverse();
}

const FILE = TYPE_CODES.indexOf('file');
const FOLDER = TYPE_CODES.indexOf('dir');

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
