import { ENTRY_TYPES } from '../../../shared/model/entry.ts';
import type { PurgedEntry } from '../../../shared/model/container.ts';
import { rowName } from '../tar/entry-at.ts';
import { ENTRY_FLAG, TYPE_CODES, type EntryRow, type TarIndex } from '../tar/tar-index.ts';
import { pathBytes, pathText } from '../union/path-text.ts';
import { linkOf, metadataOf, type ImageColumns } from './image-tree.ts';
import type { LayerEntry } from './layer-entry.ts';
import { nameBytes, nameOfBytes } from './name.ts';

/** What is left of the layers that held something of a path. */
export interface PurgePlan {
  /** Layer → its entries without what was purged, in the order they had. */
  readonly layers: ReadonlyMap<number, readonly LayerEntry[]>;
  /** Every version that goes: of the path, of what lies in it, and of all other names of those inodes. */
  readonly purged: readonly PurgedEntry[];
}

/**
 * Takes a path, and all below it, out of every layer. A file goes under all its names: as long as one hard link stays,
 * so do the bytes. Whiteouts of the path go too, since nothing is left to hide.
 * @param path row of the path table
 */
export function planPurge(columns: ImageColumns, path: number): PurgePlan {
  const { table, indexes } = columns;
  const inside = new Uint8Array(table.length);
  inside[path] = 1;
  for (let child = path + 1; child < table.length; child++) inside[child] = inside[table.parent[child]!]!;

  const inodes = new Set<number>();
  for (let version = 0; version < table.versionCount; version++)
    if (inside[table.versionPath[version]!]) inodes.add(table.inode[version]!);
  const rows = new Map<number, Set<number>>();
  const purged: PurgedEntry[] = [];
  for (let version = 0; version < table.versionCount; version++) {
    const isInside = inside[table.versionPath[version]!] === 1;
    if (!isInside && !inodes.has(table.inode[version]!)) continue;
    const [layer, row] = [table.layer[version]!, table.row[version]!];
    if (row === -1) continue;
    if (!rows.has(layer)) rows.set(layer, new Set());
    rows.get(layer)!.add(row);
    const type = ENTRY_TYPES[table.type[version]!] ?? 'file';
    const size = indexes[layer]?.size[row] ?? 0;
    purged.push({ path: pathText(table, table.versionPath[version]!).path, layer, type, size });
  }

  const prefix = nameOfBytes(pathBytes(table, path)).slice(1);
  const layers = new Map<number, readonly LayerEntry[]>();
  for (const [layer, index] of indexes.entries()) {
    if (!index) continue;
    const kept = keptEntries(index, layer, prefix, rows.get(layer) ?? new Set());
    if (kept.some) layers.set(layer, kept.entries);
  }
  return { layers, purged };
}

function keptEntries(index: TarIndex, layer: number, prefix: string, drop: ReadonlySet<number>) {
  const entries: LayerEntry[] = [];
  let some = false;
  for (let row = 0; row < index.length; row++) {
    const name = nameOfBytes(rowName(index, row as EntryRow));
    // By name as well: duplicates that lost, markers, and links that lead nowhere have no version.
    const goes = drop.has(row) || isBelow(hidden(name), prefix) || isLinkTo(index, row, prefix);
    if (goes) some = true;
    else if ((index.flags[row]! & ENTRY_FLAG.skipped) === 0) entries.push(rowEntry(index, layer, row, name));
  }
  return { some, entries };
}

/** The path that a name speaks of: its own, or the one that its marker hides. */
function hidden(name: string): string {
  const cut = name.lastIndexOf('/') + 1;
  const base = name.slice(cut);
  if (base === '.wh..wh..opq') return name;
  return base.startsWith('.wh.') ? name.slice(0, cut) + base.slice(4) : name;
}

function isLinkTo(index: TarIndex, row: number, prefix: string): boolean {
  return TYPE_CODES[index.type[row]!] === 'hardlink' && isBelow(linkOf(index, row), prefix);
}

function isBelow(name: string, prefix: string): boolean {
  return name === prefix || name.startsWith(`${prefix}/`);
}

/** A row as it is, to be written again. */
function rowEntry(index: TarIndex, layer: number, row: number, name: string): LayerEntry {
  const kind = TYPE_CODES[index.type[row]!] ?? 'file';
  const rare = index.rare.get(row);
  const size = kind === 'file' ? index.size[row]! : 0;
  const hasLink = kind === 'symlink' || kind === 'hardlink';
  return {
    kind,
    name: nameBytes(name === '' ? '.' : name),
    ...metadataOf(index, row),
    size,
    ...(hasLink && { link: nameBytes(linkOf(index, row)) }),
    ...((kind === 'char' || kind === 'block') && { major: rare?.major ?? 0, minor: rare?.minor ?? 0 }),
    ...(size > 0 && { body: { kind: 'image', layer, row, size } as const }),
  };
}
