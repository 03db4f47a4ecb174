import type { ChangeReason } from '../../../shared/model/entry.ts';
import { rowLink } from '../tar/entry-at.ts';
import { TYPE_CODES, type EntryRow, type RareFields, type TarIndex } from '../tar/tar-index.ts';
import type { PathTable } from './path-table.ts';

const FILE = TYPE_CODES.indexOf('file');

/** In what two versions differ, as far as the columns tell. */
export interface VersionDifference {
  /** In the order of CHANGE_REASONS, without `identical`. */
  readonly reasons: readonly ChangeReason[];
  /** Both are regular files of one size and different inodes: only their bytes can tell whether `content` belongs here. */
  readonly contentUndecided: boolean;
}

/** What a directory is like that no layer has an entry for. */
const IMPLIED: Facts = { mode: 0o755, uid: 0, gid: 0, mtime: 0, size: 0, link: undefined, rare: {} };

interface Facts {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly size: number;
  readonly link: Uint8Array | undefined;
  readonly rare: RareFields;
}

/** @param indexes base first, with the `rare` fields of every layer */
export function compareVersions(
  table: PathTable,
  indexes: readonly (TarIndex | undefined)[],
  before: number,
  after: number,
): VersionDifference {
  const old = factsOf(table, indexes, before);
  const now = factsOf(table, indexes, after);
  const sameType = table.type[before] === table.type[after];
  const sameFile = sameType && table.type[after] === FILE && table.inode[before] !== table.inode[after];
  const reasons: ChangeReason[] = [];
  if (!sameType) reasons.push('type');
  else if (old.size !== now.size || !isSameDevice(old.rare, now.rare)) reasons.push('content');
  if (old.mode !== now.mode) reasons.push('mode');
  if (old.uid !== now.uid || old.gid !== now.gid) reasons.push('owner');
  if (old.mtime !== now.mtime) reasons.push('mtime');
  if (!isSameXattrs(old.rare.xattrs, now.rare.xattrs)) reasons.push('xattr');
  if (sameType && !isSameBytes(old.link, now.link)) reasons.push('link');
  return { reasons, contentUndecided: sameFile && old.size === now.size && now.size > 0 };
}

function factsOf(table: PathTable, indexes: readonly (TarIndex | undefined)[], version: number): Facts {
  const inode = table.inode[version]!;
  const row = table.row[inode]!;
  const index = indexes[table.layer[inode]!];
  if (row === -1 || index === undefined) return IMPLIED;
  const owner = 2 * index.owner[row]!;
  return {
    mode: index.mode[row]!,
    uid: index.owners[owner]!,
    gid: index.owners[owner + 1]!,
    mtime: index.mtime[row]!,
    size: index.size[row]!,
    link: rowLink(index, row as EntryRow),
    rare: index.rare.get(row) ?? {},
  };
}

function isSameDevice(a: RareFields, b: RareFields): boolean {
  return (a.major ?? 0) === (b.major ?? 0) && (a.minor ?? 0) === (b.minor ?? 0);
}

function isSameXattrs(a: RareFields['xattrs'], b: RareFields['xattrs']): boolean {
  if ((a?.size ?? 0) !== (b?.size ?? 0)) return false;
  return [...(a ?? [])].every(([name, value]) => isSameBytes(value, b?.get(name)));
}

function isSameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}
