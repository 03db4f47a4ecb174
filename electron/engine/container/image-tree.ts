import { TYPE_CODES, type EntryRow, type TarIndex } from '../tar/tar-index.ts';
import { rowLink } from '../tar/entry-at.ts';
import { childrenOf } from '../union/child-index.ts';
import type { PathTable } from '../union/path-table.ts';
import { nameOfBytes, type Name } from './name.ts';
import type { Metadata, NodeFacts, TreeNode } from './tree.ts';

/** The columns of a loaded image. */
export interface ImageColumns {
  readonly table: PathTable;
  /** Base first; undefined for a layer that could not be read. */
  readonly indexes: readonly (TarIndex | undefined)[];
}

/** What a directory is like that no layer has an entry for. */
const IMPLIED: NodeFacts = { kind: 'dir', mode: 0o755, uid: 0, gid: 0, mtime: 0, xattrs: {} };

/** The merged tree of an image, each node made when it is asked for. */
export function imageTree(columns: ImageColumns): TreeNode {
  const { table } = columns;
  const rootVersion = table.visible[0] ?? -1;
  return nodeOf(columns, 0, rootVersion === -1 ? undefined : rootVersion);
}

function nodeOf(columns: ImageColumns, path: number, version: number | undefined): TreeNode {
  const { table } = columns;
  const visible = function* (): Iterable<readonly [Name, number]> {
    for (const child of childrenOf(table, path)) if (table.visible[child] !== -1) yield [nameOf(table, child), child];
  };
  const make = (child: number) => nodeOf(columns, child, table.visible[child]);
  return {
    facts: version === undefined ? IMPLIED : factsOf(columns, version),
    inode: version === undefined ? -1 : table.inode[version]!,
    child(name) {
      for (const [own, child] of visible()) if (own === name) return make(child);
      return undefined;
    },
    *children() {
      for (const [name, child] of [...visible()].toSorted(([a], [b]) => (a < b ? -1 : 1))) yield [name, make(child)];
    },
  };
}

function nameOf({ names, nameOffset, nameLength }: PathTable, path: number): Name {
  const from = nameOffset[path]!;
  return nameOfBytes(names.subarray(from, from + nameLength[path]!));
}

/** A version as facts; a hard link has those of the inode it names. */
export function factsOf({ table, indexes }: ImageColumns, version: number): NodeFacts {
  const holder = table.inode[version]!;
  const row = table.row[holder]!;
  const layer = table.layer[holder]!;
  const index = indexes[layer];
  if (row === -1 || !index) return IMPLIED;
  const metadata = metadataOf(index, row);
  const kind = TYPE_CODES[table.type[version]!] ?? 'file';
  const rare = index.rare.get(row);
  switch (kind) {
    case 'dir':
    case 'fifo':
      return { kind, ...metadata };
    case 'symlink':
      return { kind, ...metadata, target: linkOf(index, row) };
    case 'char':
    case 'block':
      return { kind, ...metadata, major: rare?.major ?? 0, minor: rare?.minor ?? 0 };
    default:
      return { kind: 'file', ...metadata, body: { kind: 'image', layer, row, size: index.size[row]! } };
  }
}

export function linkOf(index: TarIndex, row: number): string {
  return Buffer.from(rowLink(index, row as EntryRow) ?? []).toString('latin1');
}

export function metadataOf(index: TarIndex, row: number): Metadata {
  const owner = 2 * index.owner[row]!;
  const xattrs = [...(index.rare.get(row)?.xattrs ?? [])].map(
    ([name, value]) => [name, Buffer.from(value).toString('base64')] as const,
  );
  return {
    mode: index.mode[row]!,
    uid: index.owners[owner]!,
    gid: index.owners[owner + 1]!,
    mtime: index.mtime[row]!,
    xattrs: Object.fromEntries(xattrs),
  };
}
