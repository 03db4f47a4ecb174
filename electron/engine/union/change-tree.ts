import { grown } from './grown.ts';
import type { PathTrie } from './path-trie.ts';
import { DIR, DROPPED, SYMLINK, type VersionLog } from './version-log.ts';

/**
 * What one layer holds, while its entries are read in archive order: the last entry of a path wins, and what is not a
 * directory drops all that this layer had below it. Versions of this layer lie in the log from `first` on.
 */
export class ChangeTree {
  readonly trie: PathTrie;
  readonly log: VersionLog;
  readonly layer: number;
  readonly first: number;
  /** Symbolic links so far; entries below them are redirected. */
  symlinks = 0;
  /** Version − `first` → version of the directory it was put in; the root: -1. */
  #folder: Int32Array;
  /** Version − `first` → 1: a hard link was made to it, so a later entry must not overwrite it. */
  #linked: Uint8Array;
  #anyDropped = false;

  constructor(trie: PathTrie, log: VersionLog, layer: number, expected: number) {
    this.trie = trie;
    this.log = log;
    this.layer = layer;
    this.first = log.length;
    this.#folder = new Int32Array(expected + 1);
    this.#linked = new Uint8Array(expected + 1);
    this.#append(0, -1, -1, DIR, trie.newest[0]!);
  }

  /** This layer's version of a path, or -1. */
  own(path: number): number {
    const version = this.trie.newest[path]!;
    if (version < this.first) return -1;
    if (!this.#anyDropped || this.#stands(version)) return version;
    this.#drop(version);
    return -1;
  }

  /** The same when it is a directory, or -1. */
  ownDir(path: number): number {
    const version = this.own(path);
    return version !== -1 && this.log.type[version] === DIR ? version : -1;
  }

  /** Whether an entry of that type would be the second of its path. A directory may follow what lies in it. */
  isDuplicate(path: number, type: number): boolean {
    const version = this.own(path);
    return version !== -1 && (this.log.row[version] !== -1 || type !== DIR);
  }

  /** Whether this layer has something else where a directory, or one above it, would be. */
  isBlocked(path: number): boolean {
    let at = path;
    while (this.own(at) === -1) at = this.trie.parent[at]!;
    return this.ownDir(at) === -1;
  }

  isLink(version: number): boolean {
    return this.log.type[version] === SYMLINK;
  }

  /**
   * Puts an entry at a path, over what this layer had there.
   * @param folder this layer's version of the directory it lies in
   * @param row of the TarIndex; -1 for an implied directory, which leaves a directory as it is
   */
  put(path: number, folder: number, row: number, type: number): number {
    const { log } = this;
    const old = this.own(path);
    if (type === SYMLINK) this.symlinks++;
    if (old === -1) return this.#append(path, folder, row, type, this.trie.newest[path]!);
    if (log.type[old] === DIR && type === DIR) {
      if (row !== -1) log.row[old] = row;
      return old;
    }
    if (log.type[old] === DIR || this.#linked[old - this.first] === 1) {
      this.#drop(old);
      return this.#append(path, folder, row, type, this.trie.newest[path]!);
    }
    log.row[old] = row;
    log.type[old] = type;
    log.inode[old] = old;
    log.hardlink[old] = -1;
    return old;
  }

  /**
   * Puts an entry as another name of the inode that `target` holds, a version of this or a lower layer; it may lie in
   * what makes way for the link.
   */
  putLink(path: number, row: number, target: number): void {
    const { log } = this;
    const inode = log.inode[target]!;
    const type = log.type[target]!;
    const name = log.path[target]!;
    if (inode >= this.first) this.#linked[inode - this.first] = 1;
    const version = this.put(path, this.putImpliedDir(this.trie.parent[path]!), row, type);
    log.inode[version] = inode;
    log.hardlink[version] = name;
  }

  /** This layer's version of a directory; it and its parents are implied where the layer has no entry for them. */
  putImpliedDir(path: number): number {
    const missing: number[] = [];
    let above = path;
    let folder = this.ownDir(above);
    for (; folder === -1; folder = this.ownDir(above)) {
      missing.push(above);
      above = this.trie.parent[above]!;
    }
    for (let i = missing.length - 1; i >= 0; i--) folder = this.put(missing[i]!, folder, -1, DIR);
    return folder;
  }

  /** Takes back all that lies in what was dropped, so that every version left counts. Call once, at the end. */
  settle(): void {
    if (!this.#anyDropped) return;
    const { log, first } = this;
    // A folder's version is always older than those of what lies in it.
    for (let version = first; version < log.length; version++) {
      const folder = this.#folder[version - first]!;
      if (folder !== -1 && log.type[folder] === DROPPED) this.#drop(version);
    }
    for (let version = first; version < log.length; version++) {
      if (log.type[version] !== DROPPED) this.#adoptInode(version);
    }
  }

  /** A hard link keeps the inode it was linked to, though another entry took that name since. */
  #adoptInode(version: number): void {
    const { log } = this;
    const inode = log.inode[version]!;
    if (log.type[inode] !== DROPPED) return;
    const heir = log.inode[inode]!;
    if (heir !== inode) {
      log.inode[version] = heir;
      return;
    }
    log.inode[inode] = version;
    log.inode[version] = version;
    log.row[version] = log.row[inode]!;
  }

  #stands(version: number): boolean {
    const { log, first } = this;
    for (let at = version; at !== -1; at = this.#folder[at - first]!) if (log.type[at] === DROPPED) return false;
    return true;
  }

  #drop(version: number): void {
    const { log, trie } = this;
    const path = log.path[version]!;
    if (trie.newest[path] === version) trie.newest[path] = log.previous(version);
    log.type[version] = DROPPED;
    this.#anyDropped = true;
  }

  #append(path: number, folder: number, row: number, type: number, previous: number): number {
    const version = this.log.append(path, this.layer, row, type, previous);
    const at = version - this.first;
    if (at === this.#folder.length) {
      this.#folder = grown(this.#folder, at * 2);
      this.#linked = grown(this.#linked, at * 2);
    }
    this.#folder[at] = folder;
    this.trie.newest[path] = version;
    return version;
  }
}
