import { TYPE_CODES, type NumberColumn } from '../../tar/tar-index.ts';
import type { PathTable } from '../../union/path-table.ts';

const FILE = TYPE_CODES.indexOf('file');

/** The columns that bytes are counted from. */
export type InodeColumns = Pick<
  PathTable,
  'versionCount' | 'versionPath' | 'layer' | 'row' | 'type' | 'hiddenBy' | 'inode'
>;

/** Sizes by row of each layer, base first; undefined where a layer could not be read. */
export type LayerSizes = readonly ({ readonly size: NumberColumn } | undefined)[];

/** Version → bytes that it alone accounts for: 0 but for the version that holds the inode of a regular file. */
export function inodeBytes({ type, row, inode, layer }: InodeColumns, sizes: LayerSizes, version: number): number {
  if (type[version] !== FILE || inode[version] !== version || row[version] === -1) return 0;
  return sizes[layer[version]!]?.size[row[version]!] ?? 0;
}

/**
 * Version that holds an inode → the layer that hid the last of its names; -1 while one of them is visible. A hard link
 * keeps the bytes of a name that was deleted.
 */
export function inodeHiders({ versionCount, inode, hiddenBy }: InodeColumns): Int32Array {
  const hiders = new Int32Array(versionCount);
  for (let version = 0; version < versionCount; version++) {
    const holder = inode[version]!;
    const hider = hiddenBy[version]!;
    if (hider === -1 || hiders[holder] === -1) hiders[holder] = -1;
    else hiders[holder] = Math.max(hiders[holder]!, hider);
  }
  return hiders;
}
