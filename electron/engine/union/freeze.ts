import { resized, sharedColumn } from '../bytes/shared-column.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import type { PathTable } from './path-table.ts';
import type { PathTrie } from './path-trie.ts';
import { topOfGroup } from './version-group.ts';
import { DROPPED, type VersionLog } from './version-log.ts';

/** The finished table over shared memory: versions by path, then base layer first; paths without any left out. */
export function freeze(trie: PathTrie, log: VersionLog, warnings: readonly Warning[]): PathTable {
  if (isOneToOne(trie, log)) return oneToOne(trie, log, warnings);
  const paths = keptPaths(trie, log);
  const versions = placeVersions(log, paths);
  const table = {
    length: paths.count,
    ...pathColumns(trie, paths),
    versionStart: versions.start,
    visible: sharedColumn(Int32Array, paths.count),
    versionCount: versions.count,
    ...versionColumns(log, paths, versions),
    warnings,
  };
  for (let path = 0; path < table.length; path++) {
    const newest = table.versionStart[path + 1]! - 1;
    const isVisible = newest >= table.versionStart[path]! && table.hiddenBy[newest] === -1;
    table.visible[path] = isVisible ? topOfGroup(table, newest) : -1;
  }
  return table;
}

/** One layer that has every path once, folders before what lies in them: each version has the number of its path. */
function isOneToOne(trie: PathTrie, { length, path, type }: VersionLog): boolean {
  if (length !== trie.length) return false;
  for (let version = 0; version < length; version++)
    if (path[version] !== version || type[version] === DROPPED) return false;
  return true;
}

/** One column then says four things, and no other is filled. */
function oneToOne(trie: PathTrie, log: VersionLog, warnings: readonly Warning[]): PathTable {
  const count = log.length;
  const paths = { count, row: undefined };
  const start = log.path.length > count ? log.path.subarray(0, count + 1) : resized(Int32Array, log.path, count + 1);
  start[count] = count;
  return {
    length: count,
    ...pathColumns(trie, paths),
    versionStart: start,
    visible: start.subarray(0, count),
    versionCount: count,
    ...versionColumns(log, paths, { count, start, row: undefined }),
    warnings,
  };
}

interface Kept {
  readonly count: number;
  /** Row of the trie → row of the table; -1 when it is left out. Undefined when all are kept. */
  readonly row: Int32Array | undefined;
}

/** Looking up a marker or a link target makes rows for paths that no layer holds. */
function keptPaths({ length, parent }: PathTrie, log: VersionLog): Kept {
  const isKept = new Uint8Array(length);
  isKept[0] = 1;
  let count = 1;
  const keep = (path: number) => {
    for (let at = path; isKept[at] === 0; at = parent[at]!) {
      isKept[at] = 1;
      count++;
    }
  };
  for (let version = 0; version < log.length; version++) {
    if (log.type[version] === DROPPED) continue;
    keep(log.path[version]!);
    // The name a hard link was made to may have been taken back by a later entry of its layer.
    if (log.hardlink[version] !== -1) keep(log.hardlink[version]!);
  }
  if (count === length) return { count, row: undefined };
  const row = new Int32Array(length);
  for (let path = 0, next = 0; path < length; path++) row[path] = isKept[path] === 1 ? next++ : -1;
  return { count, row };
}

interface Placed {
  readonly count: number;
  readonly start: Int32Array;
  /** Version in the log → version in the table; -1 when it was dropped. Undefined when all stay where they are. */
  readonly row: Int32Array | undefined;
}

function placeVersions(log: VersionLog, paths: Kept): Placed {
  const start = sharedColumn(Int32Array, paths.count + 1);
  for (let version = 0; version < log.length; version++)
    if (log.type[version] !== DROPPED) start[rowOf(paths, log.path[version]!) + 1]!++;
  for (let path = 0; path < paths.count; path++) start[path + 1]! += start[path]!;
  const count = start[paths.count]!;
  if (paths.row === undefined && isInOrder(log)) return { count, start, row: undefined };
  const next = start.slice(0, paths.count);
  const row = new Int32Array(log.length);
  // The log is in the order of layers, so each path's versions stay base first.
  for (let version = 0; version < log.length; version++)
    row[version] = log.type[version] === DROPPED ? -1 : next[rowOf(paths, log.path[version]!)]!++;
  return { count, start, row };
}

/** An image of one layer whose folders come before what lies in them is logged in the order of its paths. */
function isInOrder({ length, path, type }: VersionLog): boolean {
  for (let version = 0; version < length; version++)
    if (type[version] === DROPPED || (version > 0 && path[version]! < path[version - 1]!)) return false;
  return true;
}

function pathColumns(trie: PathTrie, { count, row }: Kept) {
  const { nameOffset, names } = namesByPath(trie);
  if (row === undefined)
    return {
      parent: trie.parent.subarray(0, count),
      nameOffset: nameOffset.subarray(0, count),
      nameLength: trie.nameLength.subarray(0, count),
      names,
    };
  const columns = {
    parent: sharedColumn(Int32Array, count),
    nameOffset: sharedColumn(Uint32Array, count),
    nameLength: sharedColumn(Uint16Array, count),
    names,
  };
  for (let path = 0; path < trie.length; path++) {
    const at = row[path]!;
    if (at === -1) continue;
    columns.parent[at] = path === 0 ? -1 : row[trie.parent[path]!]!;
    columns.nameOffset[at] = nameOffset[path]!;
    columns.nameLength[at] = trie.nameLength[path]!;
  }
  return columns;
}

/** The names in the order of the paths; those of a layer lie in the order of its entries, which is mostly the same. */
function namesByPath(trie: PathTrie): Pick<PathTable, 'nameOffset' | 'names'> {
  const { length, nameOffset, nameLength, names, namesLength } = trie;
  let path = 1;
  while (path < length && nameOffset[path]! >= nameOffset[path - 1]!) path++;
  if (path >= length) return { nameOffset, names: names.subarray(0, namesLength) };
  const ordered = { nameOffset: sharedColumn(Uint32Array, length), names: sharedColumn(Uint8Array, namesLength) };
  let end = 0;
  for (let at = 1; at < length; at++) {
    const from = nameOffset[at]!;
    ordered.nameOffset[at] = end;
    for (let i = from; i < from + nameLength[at]!; i++) ordered.names[end++] = names[i]!;
  }
  return { ...ordered, names: ordered.names.subarray(0, end) };
}

function versionColumns(log: VersionLog, paths: Kept, { count, row }: Placed) {
  if (row === undefined)
    return {
      versionPath: log.path.subarray(0, count),
      layer: log.layer.subarray(0, count),
      row: log.row.subarray(0, count),
      type: log.type.subarray(0, count),
      hiddenBy: log.hiddenBy.subarray(0, count),
      how: log.how.subarray(0, count),
      via: log.via.subarray(0, count),
      inode: log.inode.subarray(0, count),
      hardlink: log.hardlink.subarray(0, count),
    };
  const columns = {
    versionPath: sharedColumn(Int32Array, count),
    layer: sharedColumn(Uint16Array, count),
    row: sharedColumn(Int32Array, count),
    type: sharedColumn(Uint8Array, count),
    hiddenBy: sharedColumn(Int32Array, count),
    how: sharedColumn(Uint8Array, count),
    via: sharedColumn(Int32Array, count),
    inode: sharedColumn(Int32Array, count),
    hardlink: sharedColumn(Int32Array, count),
  };
  for (let version = 0; version < log.length; version++) {
    const at = row[version]!;
    if (at === -1) continue;
    columns.versionPath[at] = rowOf(paths, log.path[version]!);
    columns.layer[at] = log.layer[version]!;
    columns.row[at] = log.row[version]!;
    columns.type[at] = log.type[version]!;
    columns.hiddenBy[at] = log.hiddenBy[version]!;
    columns.how[at] = log.how[version]!;
    columns.via[at] = rowOf(paths, log.via[version]!);
    columns.inode[at] = row[log.inode[version]!]!;
    columns.hardlink[at] = rowOf(paths, log.hardlink[version]!);
  }
  return columns;
}

/** @param path row of the trie, or -1 for none */
function rowOf({ row }: Kept, path: number): number {
  return path === -1 || row === undefined ? path : row[path]!;
}
