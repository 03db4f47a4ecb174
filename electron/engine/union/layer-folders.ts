import type { Limits } from '../limits/limits.ts';
import { rowLink } from '../tar/entry-at.ts';
import type { EntryRow, TarIndex } from '../tar/tar-index.ts';
import type { ChangeTree } from './change-tree.ts';
import { MARKER, parseMarker } from './marker.ts';

/** What a component of a directory's path is called. */
export const FOLDER = {
  plain: 0,
  /** Begins with `.wh.`: an ordinary name all the same, since only a basename makes a marker. */
  whiteoutPrefixed: 1,
  /** `.wh..wh.plnk`, `.wh..wh.orph` …: what lies in it is no content. */
  aufs: 2,
} as const;

/** Bytes of link text that all names of a layer are expanded by: a bound on time, far over what real layers come to. */
const MAX_LAYER_EXPANSION = 64 << 20;

/** Where the directories of one layer's index lie: each is looked up once, however many entries it has. */
export class LayerFolders {
  readonly #index: TarIndex;
  readonly #tree: ChangeTree;
  readonly #paths: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #counts: Int32Array;
  /** Links, and bytes of link text, that one name may be expanded by. */
  readonly #maxLinks: number;
  readonly #maxExpansion: number;
  #expansionLeft = MAX_LAYER_EXPANSION;

  constructor(index: TarIndex, tree: ChangeTree, limits: Limits) {
    this.#index = index;
    this.#maxLinks = limits['link-hops'];
    this.#maxExpansion = limits['link-bytes'];
    this.#tree = tree;
    this.#paths = new Int32Array(index.dirCount).fill(-1);
    this.#kinds = folderKinds(index);
    this.#counts = countEntries(index);
    this.#setPath(0, 0);
  }

  /** FOLDER value of a directory: the strangest of its own and its ancestors'. */
  kind(dir: number): number {
    return this.#kinds[dir]!;
  }

  /** Path of a directory as it is spelled: no link is followed. */
  path(dir: number): number {
    const known = this.#paths[dir]!;
    if (known !== -1) return known;
    const { dirParent, dirNameOffset, dirNameLength, names } = this.#index;
    const missing = [dir];
    let above = dirParent[dir]!;
    for (; this.#paths[above] === -1; above = dirParent[above]!) missing.push(above);
    let path = this.#paths[above]!;
    for (let i = missing.length - 1; i >= 0; i--) {
      const at = missing[i]!;
      path = this.#tree.trie.intern(path, names, dirNameOffset[at]!, dirNameLength[at]!);
      this.#setPath(at, path);
    }
    return path;
  }

  #setPath(dir: number, path: number): void {
    this.#paths[dir] = path;
    this.#tree.trie.expectChildren(path, this.#counts[dir]!);
  }

  /**
   * Path of a directory as an extractor would reach it: links that this layer made before are followed inside the
   * root; links of lower layers never are. -1: they lead in a circle or too far.
   */
  reach(dir: number): number {
    const path = this.path(dir);
    if (this.#tree.symlinks === 0 || this.#tree.ownDir(path) !== -1) return path;
    const { dirParent, dirNameOffset, dirNameLength, names } = this.#index;
    const components: string[] = [];
    for (let at = dir; at > 0; at = dirParent[at]!) {
      const from = dirNameOffset[at]!;
      components.push(latin1(names.subarray(from, from + dirNameLength[at]!)));
    }
    return this.#follow(components, true);
  }

  /** The same for the target of the hard link in a row, whose last component is not followed. */
  reachTarget(row: number): number {
    return this.#follow(this.#linkText(row).split('/').toReversed(), false);
  }

  /** @param waiting components still to walk, the next one last */
  #follow(waiting: string[], followLast: boolean): number {
    const { trie, log } = this.#tree;
    let path = 0;
    let links = 0;
    let expansion = 0;
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        path = Math.max(0, trie.parent[path]!);
        continue;
      }
      const bytes = Buffer.from(name, 'latin1');
      const next = trie.intern(path, bytes, 0, bytes.length);
      const link = waiting.length > 0 || followLast ? this.#linkAt(next) : -1;
      if (link === -1) {
        path = next;
        continue;
      }
      const text = this.#linkText(log.row[link]!);
      expansion += text.length;
      this.#expansionLeft -= text.length;
      if (++links > this.#maxLinks || expansion > this.#maxExpansion || this.#expansionLeft < 0) return -1;
      if (text.startsWith('/')) path = 0;
      waiting.push(...text.split('/').toReversed());
    }
    return path;
  }

  /** One char per byte; the index cannot hold a link entry without a link, but an empty one it can. */
  #linkText(row: number): string {
    return latin1(rowLink(this.#index, row as EntryRow) ?? new Uint8Array(0));
  }

  /** The version that holds the symbolic link this layer has at a path, or -1. */
  #linkAt(path: number): number {
    const { log, first } = this.#tree;
    const own = this.#tree.symlinks === 0 ? -1 : this.#tree.own(path);
    if (own === -1 || !this.#tree.isLink(own)) return -1;
    const inode = log.inode[own]!;
    return inode >= first ? inode : -1;
  }
}

/** Directory → entries that lie in it. */
export function countEntries({ dirCount, dir, length }: TarIndex): Int32Array {
  const counts = new Int32Array(dirCount);
  for (let row = 0; row < length; row++) counts[dir[row]!]!++;
  return counts;
}

function folderKinds({ dirCount, dirParent, dirNameOffset, dirNameLength, names }: TarIndex): Uint8Array {
  const kinds = new Uint8Array(dirCount);
  for (let dir = 1; dir < dirCount; dir++) {
    const marker = parseMarker(names, dirNameOffset[dir]!, dirNameLength[dir]!);
    const own = marker === MARKER.none ? FOLDER.plain : marker === MARKER.aufs ? FOLDER.aufs : FOLDER.whiteoutPrefixed;
    kinds[dir] = Math.max(own, kinds[dirParent[dir]!]!);
  }
  return kinds;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
