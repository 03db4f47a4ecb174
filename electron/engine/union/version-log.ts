import { TYPE_CODES } from '../tar/tar-index.ts';
import { grown } from './path-trie.ts';

export const DIR = TYPE_CODES.indexOf('dir');
export const SYMLINK = TYPE_CODES.indexOf('symlink');
export const HARDLINK = TYPE_CODES.indexOf('hardlink');
/** Type of a version that a later entry of its own layer took back: it never counted. */
export const DROPPED = 255;

/**
 * Versions in the order they were found, layer by layer; the newest of a path leads to the older ones. Working
 * memory of a merge; columns mean what they mean in PathTable and are replaced when they grow.
 */
export class VersionLog {
  length = 0;
  path: Int32Array;
  layer: Uint16Array;
  row: Int32Array;
  type: Uint8Array;
  hiddenBy: Int32Array;
  how: Uint8Array;
  via: Int32Array;
  inode: Int32Array;
  hardlink: Int32Array;
  /** The version of the same path in the nearest lower layer that has one, -1 for none. */
  previous: Int32Array;

  constructor(expected: number) {
    const capacity = Math.max(1024, expected);
    this.path = new Int32Array(capacity);
    this.layer = new Uint16Array(capacity);
    this.row = new Int32Array(capacity);
    this.type = new Uint8Array(capacity);
    this.hiddenBy = new Int32Array(capacity);
    this.how = new Uint8Array(capacity);
    this.via = new Int32Array(capacity);
    this.inode = new Int32Array(capacity);
    this.hardlink = new Int32Array(capacity);
    this.previous = new Int32Array(capacity);
  }

  /** @returns the new version, hidden by nobody and with an inode of its own */
  append(path: number, layer: number, row: number, type: number, previous: number): number {
    const version = this.length++;
    if (version === this.path.length) this.#grow();
    this.path[version] = path;
    this.layer[version] = layer;
    this.row[version] = row;
    this.type[version] = type;
    this.hiddenBy[version] = -1;
    this.via[version] = -1;
    this.inode[version] = version;
    this.hardlink[version] = -1;
    this.previous[version] = previous;
    return version;
  }

  #grow(): void {
    const capacity = this.path.length * 2;
    this.path = grown(this.path, capacity);
    this.layer = grown(this.layer, capacity);
    this.row = grown(this.row, capacity);
    this.type = grown(this.type, capacity);
    this.hiddenBy = grown(this.hiddenBy, capacity);
    this.how = grown(this.how, capacity);
    this.via = grown(this.via, capacity);
    this.inode = grown(this.inode, capacity);
    this.hardlink = grown(this.hardlink, capacity);
    this.previous = grown(this.previous, capacity);
  }
}
