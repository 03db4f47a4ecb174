import type { Warning } from '../../../shared/model/warning.ts';
import type { PathTable } from './path-table.ts';
import type { PathTrie } from './path-trie.ts';
import { topOfGroup } from './version-group.ts';
import { DROPPED, type VersionLog } from './version-log.ts';

/** The finished table over shared memory: versions by path, then base layer first; paths without any left out. */
export function freeze(trie: PathTrie, log: VersionLog, warnings: readonly Warning[]): PathTable {
  const paths = keptPaths(trie, log);
  const versions = placeVersions(log, paths);
  const table = {
    length: paths.count,
    ...pathColumns(trie, paths),
    versionStart: versions.start,
    visible: new Int32Array(shared(4 * paths.count)),
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
  const start = new Int32Array(shared(4 * (paths.count + 1)));
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
  const names = trie.names.subarray(0, trie.namesLength);
  if (row === undefined)
    return {
      parent: trie.parent.subarray(0, count),
      nameOffset: trie.nameOffset.subarray(0, count),
      nameLength: trie.nameLength.subarray(0, count),
      names,
    };
  const columns = {
    parent: new Int32Array(shared(4 * count)),
    nameOffset: new Uint32Array(shared(4 * count)),
    nameLength: new Uint16Array(shared(2 * count)),
    names,
  };
  for (let path = 0; path < trie.length; path++) {
    const at = row[path]!;
    if (at === -1) continue;
    columns.parent[at] = path === 0 ? -1 : row[trie.parent[path]!]!;
    columns.nameOffset[at] = trie.nameOffset[path]!;
    columns.nameLength[at] = trie.nameLength[path]!;
  }
  return columns;
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
    versionPath: new Int32Array(shared(4 * count)),
    layer: new Uint16Array(shared(2 * count)),
    row: new Int32Array(shared(4 * count)),
    type: new Uint8Array(shared(count)),
    hiddenBy: new Int32Array(shared(4 * count)),
    how: new Uint8Array(shared(count)),
    via: new Int32Array(shared(4 * count)),
    inode: new Int32Array(shared(4 * count)),
    hardlink: new Int32Array(shared(4 * count)),
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

function shared(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}
