import { ENTRY_TYPES, type Entry } from '../../../shared/model/entry.ts';
import { ENTRY_FLAG, TYPE_CODES, type EntryRow, type RareFields, type TarIndex } from '../tar/tar-index.ts';
import { rowLink } from '../tar/entry-at.ts';
import { bytesToText, pathText } from '../union/path-text.ts';
import type { Stack } from './stack.ts';

/** Everything of an entry but its path. */
export type VersionFacts = Omit<Entry, 'path' | 'rawPath'>;

/** What overlayfs gives a directory that no layer has an entry for. */
const IMPLIED = { type: 'dir', mode: '0755', uid: 0, gid: 0, size: 0, mtime: 0 } as const;

/** One version as an object; a hard link has the facts of the inode it names. */
export function describeVersion({ table, indexes }: Stack, version: number): VersionFacts {
  const layer = table.layer[version]!;
  const holder = table.inode[version]!;
  const row = table.row[holder]!;
  const index = indexes[table.layer[holder]!];
  if (row === -1 || index === undefined) return { ...IMPLIED, layer, implicit: true };
  const hardlink = table.hardlink[version]!;
  return {
    type: ENTRY_TYPES[table.type[version]!] ?? 'file',
    ...inodeFacts(index, row as EntryRow),
    ...(hardlink !== -1 && { hardlink: pathText(table, hardlink).path }),
    layer,
    implicit: false,
  };
}

/** A row that the union gives no version: a marker, or a duplicate that lost. */
export function describeRow(index: TarIndex, row: number) {
  return inodeFacts(index, row as EntryRow);
}

function inodeFacts(index: TarIndex, row: EntryRow) {
  const owner = 2 * index.owner[row]!;
  const flags = index.flags[row]!;
  const rare = flags & ENTRY_FLAG.rare ? index.rare.get(row) : undefined;
  const link = flags & ENTRY_FLAG.link ? rowLink(index, row) : undefined;
  return {
    mode: octal(index.mode[row]!),
    uid: index.owners[owner]!,
    gid: index.owners[owner + 1]!,
    size: index.size[row]!,
    mtime: index.mtime[row]!,
    ...(link !== undefined && TYPE_CODES[index.type[row]!] === 'symlink' && { linkTarget: bytesToText(link) }),
    ...(rare && rareFacts(rare)),
  };
}

function rareFacts({ xattrs, major, minor }: RareFields) {
  return {
    ...(major !== undefined && { major }),
    ...(minor !== undefined && { minor }),
    ...(xattrs && {
      xattrs: Object.fromEntries([...xattrs].map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
    }),
  };
}

/** Four octal digits, as `chmod` takes them. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
