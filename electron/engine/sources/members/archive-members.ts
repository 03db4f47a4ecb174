import { directoryName, rowBasename, rowLink, rowName } from '../../tar/entry-at.ts';
import { ENTRY_FLAG, TYPE_CODES, type EntryRow, type TarIndex } from '../../tar/tar-index.ts';
import { memberName, type Found, type Members } from './members.ts';
import type { ScannedArchive } from './scan-archive.ts';

/**
 * The members of a tar, by name; of two with one name the last wins, as it does when a tar is extracted.
 * @param path of the source, for messages; `archive.file` may be its unpacked copy
 * @param maxHops links followed to one member
 */
export function archiveMembers(path: string, archive: ScannedArchive, maxHops: number): Members {
  let byName: ReadonlyMap<string, EntryRow> | undefined;
  return {
    path,
    topLevel: topLevelNames(archive.index),
    // A plain file system of a million entries is never asked for one.
    find: (name) => Promise.resolve(find(archive, (byName ??= rowsByName(archive.index)), name, maxHops)),
  };
}

function rowsByName(index: TarIndex): ReadonlyMap<string, EntryRow> {
  const rows = new Map<string, EntryRow>();
  for (let row = 0; row < index.length; row++)
    if (isInside(index, row)) rows.set(nameText(rowName(index, row as EntryRow)), row as EntryRow);
  return rows;
}

function topLevelNames(index: TarIndex): ReadonlySet<string> {
  const names = new Set<string>();
  for (let row = 0; row < index.length; row++)
    if (index.dir[row] === 0 && isInside(index, row)) names.add(nameText(rowBasename(index, row as EntryRow)));
  for (let dir = 1; dir < index.dirCount; dir++)
    if (index.dirParent[dir] === 0) names.add(nameText(directoryName(index, dir)));
  names.delete('');
  return names;
}

/** A name that climbs out of the archive is nobody's: cleaning moved it to where another member may be. */
function isInside(index: TarIndex, row: number): boolean {
  return ((index.flags[row] ?? 0) & ENTRY_FLAG.clamped) === 0;
}

function nameText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function find(archive: ScannedArchive, byName: ReadonlyMap<string, EntryRow>, written: string, maxHops: number): Found {
  const { index } = archive;
  let name = memberName(written);
  if (name === undefined) return { kind: 'unsafe' };
  // Windows daemons before 2018 wrote backslashes (moby 0a49de4eb5).
  if (!byName.has(name) && written.includes('\\')) name = memberName(written.replaceAll('\\', '/'));
  if (name === undefined) return { kind: 'unsafe' };

  for (let hop = 0; hop <= maxHops; hop++) {
    const row = byName.get(name);
    if (row === undefined) return { kind: 'absent' };
    const type = TYPE_CODES[index.type[row] ?? 0];
    if (type === 'file') return fileAt(archive, row, name);
    if (type !== 'symlink' && type !== 'hardlink') return { kind: 'not-a-file' };
    const targets = linkTargets(name, type, nameText(rowLink(index, row) ?? new Uint8Array()));
    const next = targets.find((target) => byName.has(target));
    if (next === undefined) return { kind: targets.length === 0 ? 'unsafe' : 'absent' };
    name = next;
  }
  return { kind: 'loop' };
}

function fileAt({ file, size, index }: ScannedArchive, row: EntryRow, name: string): Found {
  const flags = index.flags[row] ?? 0;
  // A sparse member's bytes do not lie in one piece.
  if ((flags & ENTRY_FLAG.sparse) !== 0) return { kind: 'not-a-file' };
  const offset = index.bodyOffset[row] ?? 0;
  const claimed = index.size[row] ?? 0;
  const present = Math.max(0, Math.min(claimed, size - offset));
  return { kind: 'file', name, region: { file, offset, size: present }, complete: present === claimed };
}

/**
 * Names that a link may mean, likeliest first; those outside the archive left out. A hard link counts from the root.
 * A symlink counts from the member's folder; some writers counted from the root, and Docker 1.12-rc from the member
 * itself, one level too deep (moby#24951).
 */
function linkTargets(name: string, type: 'symlink' | 'hardlink', link: string): readonly string[] {
  const folder = name.split('/').slice(0, -1);
  const root: readonly string[] = [];
  if (link.startsWith('/')) return [resolve(root, link)].filter((target) => target !== undefined);
  const bases = type === 'hardlink' ? [root, folder] : [folder, root, name.split('/')];
  return bases.map((base) => resolve(base, link)).filter((target) => target !== undefined);
}

function resolve(base: readonly string[], link: string): string | undefined {
  const parts = [...base];
  for (const part of link.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
