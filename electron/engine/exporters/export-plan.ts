import { TYPE_CODES } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';
import type { ChildOrder } from '../view/child-order.ts';

/** What is written for one path. */
export interface ExportItem {
  readonly path: number;
  readonly version: number;
  readonly kind: 'file' | 'dir' | 'symlink' | 'hardlink' | 'char' | 'block' | 'fifo';
  /** Of a hard link: the path of the `file` item that holds the same inode. */
  readonly target?: number;
}

export interface ExportPlan {
  /** Folders first, parents before children; then files in the order their bytes lie in the layers; then all else. */
  readonly items: readonly ExportItem[];
  /** Paths that were asked for and have no version there. */
  readonly absent: readonly number[];
}

const FILE = TYPE_CODES.indexOf('file');

/**
 * What a selection stands for. The order lets every layer be decoded once, and is the same every time. The root itself
 * is no item.
 * @param roots paths; all below a folder comes with it
 * @param layer versions of this layer, visible or not; undefined: the merged tree
 */
export function planExport(
  table: PathTable,
  order: ChildOrder,
  roots: readonly number[],
  layer: number | undefined,
): ExportPlan {
  const chosen = layer === undefined ? table.visible : versionsOf(table, layer);
  const isTaken = new Uint8Array(table.length);
  const first = new Map<number, ExportItem>();
  const folders: ExportItem[] = [];
  const files: ExportItem[] = [];
  const others: ExportItem[] = [];

  const take = (path: number): void => {
    const version = chosen[path]!;
    if (version === -1 || path === 0) return;
    const kind = TYPE_CODES[table.type[version]!] ?? 'file';
    if (kind === 'dir') folders.push({ path, version, kind });
    else if (table.type[version] !== FILE || kind !== 'file') others.push({ path, version, kind });
    else {
      const holder = first.get(table.inode[version]!);
      const item: ExportItem = holder
        ? { path, version, kind: 'hardlink', target: holder.path }
        : { path, version, kind: 'file' };
      if (!holder) first.set(table.inode[version]!, item);
      (holder ? others : files).push(item);
    }
  };
  for (const root of roots) {
    const waiting = [root];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (isTaken[path] === 1) continue;
      isTaken[path] = 1;
      take(path);
      for (let i = order.start[path + 1]! - 1; i >= order.start[path]!; i--) waiting.push(order.children[i]!);
    }
  }
  const place = ({ version }: ExportItem) => {
    const holder = table.inode[version]!;
    return { layer: table.layer[holder]!, row: table.row[holder]! };
  };
  files.sort((a, b) => place(a).layer - place(b).layer || place(a).row - place(b).row || a.path - b.path);
  const found = new Set([...folders, ...files, ...others].map(({ path }) => path));
  return {
    items: [...folders, ...files, ...others],
    absent: roots.filter((root) => root !== 0 && !found.has(root)),
  };
}

/** Path → the layer's own version; -1 where it has none. */
function versionsOf(table: PathTable, layer: number): Int32Array {
  const versions = new Int32Array(table.length).fill(-1);
  for (let version = 0; version < table.versionCount; version++)
    if (table.layer[version] === layer) versions[table.versionPath[version]!] = version;
  return versions;
}
