import type { Limits } from '../limits/limits.ts';
import { ENTRY_FLAG, type TarIndex } from '../tar/tar-index.ts';
import type { ChangeTree } from './change-tree.ts';
import { entryName } from './entry-name.ts';
import { HardLinks } from './hard-links.ts';
import { FOLDER, LayerFolders } from './layer-folders.ts';
import { MARKER, parseMarker, WHITEOUT_PREFIX_LENGTH } from './marker.ts';
import { LayerMarkers, type Hiding } from './markers.ts';
import { pathText } from './path-text.ts';
import { DIR, HARDLINK } from './version-log.ts';
import type { MergeWarningCode, MergeWarnings } from './warnings.ts';

/** Entries between two looks at the cancel flag. */
const POLL = 1 << 14;
const SPECIAL = ENTRY_FLAG.skipped | ENTRY_FLAG.clamped;

/**
 * Reads one layer's entries into its change tree, in archive order, and sorts out its markers.
 * @param poll called now and then with the rows read; throws to stop
 */
export function readEntries(
  index: TarIndex,
  tree: ChangeTree,
  options: ReadOptions,
  poll: (rows: number) => void,
): Hiding {
  const reader = new LayerReader(index, tree, options);
  for (let row = 0; row < index.length; row++) {
    if (row % POLL === 0) poll(row);
    reader.read(row);
  }
  return reader.finish();
}

interface ReadOptions {
  readonly warnings: MergeWarnings;
  readonly limits: Limits;
}

class LayerReader {
  readonly #index: TarIndex;
  readonly #tree: ChangeTree;
  readonly #folders: LayerFolders;
  readonly #links: HardLinks;
  readonly #markers: LayerMarkers;
  readonly #warn: (code: MergeWarningCode, row: number) => void;
  readonly #warnDuplicate: (path: number) => void;

  constructor(index: TarIndex, tree: ChangeTree, { warnings, limits }: ReadOptions) {
    this.#index = index;
    this.#tree = tree;
    this.#folders = new LayerFolders(index, tree, limits);
    this.#warn = (code, row) => warnings.add(code, tree.layer, () => entryName(index, row));
    // By the path, since the names of the two entries may differ.
    this.#warnDuplicate = (path) =>
      warnings.add('duplicate-entry', tree.layer, () => pathText(tree.trie, path).path.slice(1));
    this.#links = new HardLinks(tree, this.#warn, this.#warnDuplicate);
    this.#markers = new LayerMarkers(tree);
  }

  read(row: number): void {
    const { dir, nameOffset, nameLength, flags, names } = this.#index;
    const special = flags[row]! & SPECIAL;
    if (special !== 0) {
      if ((special & ENTRY_FLAG.skipped) !== 0) return;
      this.#warn('clamped-to-root', row);
    }
    const folder = dir[row]!;
    const kind = this.#folders.kind(folder);
    if (kind !== FOLDER.plain) {
      this.#warn(kind === FOLDER.aufs ? 'aufs-metadata' : 'whiteout-prefixed-directory', row);
      if (kind === FOLDER.aufs) return;
    }
    const offset = nameOffset[row]!;
    const length = nameLength[row]!;
    const marker = parseMarker(names, offset, length);
    if (length === 0) this.#readRoot(row);
    else if (marker === MARKER.none) this.#readPath(row, folder);
    else if (marker === MARKER.whiteout) this.#readWhiteout(row, folder);
    else if (marker === MARKER.opaque) this.#markers.add(row, this.#folders.path(folder), -1);
    else this.#warn(marker === MARKER.aufs ? 'aufs-metadata' : 'invalid-whiteout', row);
  }

  #readRoot(row: number): void {
    if (this.#index.type[row] !== DIR) {
      this.#warn('root-not-directory', row);
      return;
    }
    if (this.#tree.isDuplicate(0, DIR)) this.#warnDuplicate(0);
    this.#tree.put(0, -1, row, DIR);
  }

  #readPath(row: number, folder: number): void {
    const { nameOffset, nameLength, names, type } = this.#index;
    const folderPath = this.#folders.reach(folder);
    if (folderPath === -1) {
      this.#warn('symlink-loop', row);
      return;
    }
    const path = this.#tree.trie.intern(folderPath, names, nameOffset[row]!, nameLength[row]!);
    if (type[row] === HARDLINK) {
      this.#links.add(row, path, this.#folders.reachTarget(row));
      return;
    }
    const parent = this.#folderVersion(row, folderPath);
    if (this.#tree.isDuplicate(path, type[row]!)) this.#warnDuplicate(path);
    this.#tree.put(path, parent, row, type[row]!);
  }

  /** This layer's version of the directory an entry lies in. */
  #folderVersion(row: number, path: number): number {
    const own = this.#tree.ownDir(path);
    if (own !== -1) return own;
    if (this.#tree.isBlocked(path)) this.#warn('parent-not-directory', row);
    return this.#tree.putImpliedDir(path);
  }

  #readWhiteout(row: number, folder: number): void {
    const { nameOffset, nameLength, names } = this.#index;
    const folderPath = this.#folders.path(folder);
    const offset = nameOffset[row]! + WHITEOUT_PREFIX_LENGTH;
    const length = nameLength[row]! - WHITEOUT_PREFIX_LENGTH;
    this.#markers.add(row, folderPath, this.#tree.trie.intern(folderPath, names, offset, length));
  }

  finish(): Hiding {
    this.#links.settle();
    const hiding = this.#markers.settle(this.#warn);
    this.#tree.settle();
    return hiding;
  }
}
