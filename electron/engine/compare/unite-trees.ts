import { sharedColumn } from '../bytes/shared-column.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';
import { compareVersionRows, kindCode, kindOfKeys, UNDECIDED } from './compare-rows.ts';
import { createPairs } from './raw-pairs.ts';
import type { RawPairs, TreeSide, UnionTree, WantedRows } from './union-tree.ts';

export interface United {
  /** Kinds and keys are settled but where `UNDECIDED` is set; nothing is paired and no total is made yet. */
  readonly tree: UnionTree;
  /** Bodies whose hash decides: of files of one size on both sides, and of removed and added files of one size. */
  readonly before: WantedRows;
  readonly after: WantedRows;
  /** Of the files of one size on both sides those that are compared without hashing; they are not in the two lists. */
  readonly rawPairs: readonly RawPairs[];
}

const FILE = TYPE_CODES.indexOf('file');
const ADDED = kindCode('added');
const REMOVED = kindCode('removed');

/** One walk over both trees in step, each folder's children merged by name. Linear. */
export function uniteTrees(a: TreeSide, b: TreeSide): United {
  const tree = walk(a, b);
  return { tree, ...wantedBodies(a, b, tree) };
}

function walk(a: TreeSide, b: TreeSide): UnionTree {
  const most = countVisible(a.table) + countVisible(b.table) + 1;
  const tree = emptyTree(most, a.table.names.length + b.table.names.length);
  const childA = a.order.children;
  const childB = b.order.children;
  // Frames of open folders, in plain arrays: folders nest deeper than a call stack may.
  const nextA: number[] = [];
  const endA: number[] = [];
  const nextB: number[] = [];
  const endB: number[] = [];
  const rows: number[] = [];
  let length = 0;
  let named = 0;

  const put = (pathA: number, pathB: number, parent: number) => {
    const row = length++;
    const before = pathA === -1 ? -1 : a.table.visible[pathA]!;
    const after = pathB === -1 ? -1 : b.table.visible[pathB]!;
    const { names, nameOffset, nameLength } = pathB === -1 ? a.table : b.table;
    const path = pathB === -1 ? pathA : pathB;
    const from = nameOffset[path]!;
    const bytes = nameLength[path]!;
    for (let i = 0; i < bytes; i++) tree.names[named + i] = names[from + i]!;
    tree.nameOffset[row] = named;
    tree.nameLength[row] = bytes;
    named += bytes;
    tree.parent[row] = parent;
    tree.before[row] = before;
    tree.after[row] = after;
    tree.type[row] = after === -1 ? a.table.type[before]! : b.table.type[after]!;
    tree.partner[row] = -1;
    tree.end[row] = row + 1;
    if (before === -1) tree.kind[row] = ADDED;
    else if (after === -1) tree.kind[row] = REMOVED;
    else {
      const keys = row === 0 ? 0 : compareVersionRows(a, before, b, after);
      tree.keys[row] = keys;
      tree.kind[row] = kindOfKeys(keys);
    }
    const fromA = pathA === -1 ? 0 : a.order.start[pathA]!;
    const toA = pathA === -1 ? 0 : a.order.start[pathA + 1]!;
    const fromB = pathB === -1 ? 0 : b.order.start[pathB]!;
    const toB = pathB === -1 ? 0 : b.order.start[pathB + 1]!;
    if (fromA === toA && fromB === toB) return;
    rows.push(row);
    nextA.push(fromA);
    endA.push(toA);
    nextB.push(fromB);
    endB.push(toB);
  };

  put(0, 0, -1);
  while (rows.length > 0) {
    const top = rows.length - 1;
    let atA = nextA[top]!;
    let atB = nextB[top]!;
    while (atA < endA[top]! && a.table.visible[childA[atA]!] === -1) atA++;
    while (atB < endB[top]! && b.table.visible[childB[atB]!] === -1) atB++;
    const hasA = atA < endA[top]!;
    const hasB = atB < endB[top]!;
    if (!hasA && !hasB) {
      tree.end[rows[top]!] = length;
      for (const frame of [rows, nextA, endA, nextB, endB]) frame.pop();
      continue;
    }
    const pathA = hasA ? childA[atA]! : -1;
    const pathB = hasB ? childB[atB]! : -1;
    const order = !hasA ? 1 : !hasB ? -1 : compareAcross(a.table, pathA, b.table, pathB);
    nextA[top] = order <= 0 ? atA + 1 : atA;
    nextB[top] = order >= 0 ? atB + 1 : atB;
    put(order <= 0 ? pathA : -1, order >= 0 ? pathB : -1, rows[top]!);
  }
  return shortened(tree, length, named);
}

function compareAcross(a: PathTable, pathA: number, b: PathTable, pathB: number): number {
  const fromA = a.nameOffset[pathA]!;
  const fromB = b.nameOffset[pathB]!;
  const common = Math.min(a.nameLength[pathA]!, b.nameLength[pathB]!);
  for (let i = 0; i < common; i++) {
    const difference = a.names[fromA + i]! - b.names[fromB + i]!;
    if (difference !== 0) return difference;
  }
  return a.nameLength[pathA]! - b.nameLength[pathB]!;
}

function countVisible({ length, visible }: PathTable): number {
  let count = 0;
  for (let path = 0; path < length; path++) if (visible[path] !== -1) count++;
  return count;
}

function emptyTree(rows: number, names: number): UnionTree {
  return {
    length: rows,
    parent: sharedColumn(Int32Array, rows),
    end: sharedColumn(Int32Array, rows),
    nameOffset: sharedColumn(Uint32Array, rows),
    nameLength: sharedColumn(Uint16Array, rows),
    names: sharedColumn(Uint8Array, names),
    before: sharedColumn(Int32Array, rows),
    after: sharedColumn(Int32Array, rows),
    type: sharedColumn(Uint8Array, rows),
    kind: sharedColumn(Uint8Array, rows),
    keys: sharedColumn(Uint16Array, rows),
    partner: sharedColumn(Int32Array, rows),
    likeness: sharedColumn(Uint8Array, rows),
    totalBefore: sharedColumn(Float64Array, rows),
    totalAfter: sharedColumn(Float64Array, rows),
  };
}

/** Pages behind the last row were never touched and cost nothing: the columns are not copied. */
function shortened(tree: UnionTree, length: number, named: number): UnionTree {
  return {
    length,
    parent: tree.parent.subarray(0, length),
    end: tree.end.subarray(0, length),
    nameOffset: tree.nameOffset.subarray(0, length),
    nameLength: tree.nameLength.subarray(0, length),
    names: tree.names.subarray(0, named),
    before: tree.before.subarray(0, length),
    after: tree.after.subarray(0, length),
    type: tree.type.subarray(0, length),
    kind: tree.kind.subarray(0, length),
    keys: tree.keys.subarray(0, length),
    partner: tree.partner.subarray(0, length),
    likeness: tree.likeness.subarray(0, length),
    totalBefore: tree.totalBefore.subarray(0, length),
    totalAfter: tree.totalAfter.subarray(0, length),
  };
}

function wantedBodies(a: TreeSide, b: TreeSide, tree: UnionTree): Omit<United, 'tree'> {
  const pairs = createPairs(a, b);
  const wantA = new Uint8Array(a.table.versionCount);
  const wantB = new Uint8Array(b.table.versionCount);
  const removed = sizesOf(a, tree, REMOVED, tree.before);
  const added = sizesOf(b, tree, ADDED, tree.after);
  for (let row = 0; row < tree.length; row++) {
    const before = tree.before[row]!;
    const after = tree.after[row]!;
    const { [row]: kind } = tree.kind;
    if (tree.keys[row]! & UNDECIDED) {
      if (pairs.take(row, before, after)) continue;
      wantA[a.table.inode[before]!] = 1;
      wantB[b.table.inode[after]!] = 1;
    } else if (kind === REMOVED && holds(added, fileSize(a, before))) wantA[a.table.inode[before]!] = 1;
    else if (kind === ADDED && holds(removed, fileSize(b, after))) wantB[b.table.inode[after]!] = 1;
  }
  return { before: rowsByLayer(a, wantA), after: rowsByLayer(b, wantB), rawPairs: pairs.all() };
}

/** Bytes of a regular file; 0 for anything else. */
export function fileSize({ table, indexes }: Pick<TreeSide, 'table' | 'indexes'>, version: number): number {
  if (version === -1 || table.type[version] !== FILE) return 0;
  const inode = table.inode[version]!;
  const row = table.row[inode]!;
  return row === -1 ? 0 : (indexes[table.layer[inode]!]?.size[row] ?? 0);
}

function sizesOf(side: TreeSide, tree: UnionTree, kind: number, versions: Int32Array): Float64Array {
  let count = 0;
  for (let row = 0; row < tree.length; row++) if (tree.kind[row] === kind) count++;
  const sizes = new Float64Array(count);
  for (let row = 0, at = 0; row < tree.length; row++)
    if (tree.kind[row] === kind) sizes[at++] = fileSize(side, versions[row]!);
  return sizes.toSorted();
}

function holds(ascending: Float64Array, size: number): boolean {
  if (size === 0) return false;
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < size) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === size;
}

function rowsByLayer({ table, layerIDs }: TreeSide, wanted: Uint8Array): WantedRows {
  const counts = new Int32Array(layerIDs.length);
  for (let version = 0; version < wanted.length; version++) if (wanted[version] === 1) counts[table.layer[version]!]!++;
  const rows = Array.from(counts, (count) => sharedColumn(Int32Array, count));
  counts.fill(0);
  for (let version = 0; version < wanted.length; version++) {
    if (wanted[version] !== 1) continue;
    const layer = table.layer[version]!;
    rows[layer]![counts[layer]!++] = table.row[version]!;
  }
  for (const column of rows) column.sort();
  return rows;
}
