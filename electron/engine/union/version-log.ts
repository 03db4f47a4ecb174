import { resized, sharedColumn } from '../bytes/shared-column.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { grown } from './grown.ts';

export const DIR = TYPE_CODES.indexOf('dir');
export const SYMLINK = TYPE_CODES.indexOf('symlink');
export const HARDLINK = TYPE_CODES.indexOf('hardlink');
/** Type of a version that a later entry of its own layer took back: it never counted. */
export const DROPPED = 255;

/**
 * Versions in the order they were found, layer by layer; the newest of a path leads to the older ones. Working
 * memory of a merge; columns mean what they mean in PathTable and are replaced when they grow. They are shared memory, so
 * that a finished table can take them over.
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
  /** 1 + `previous`: where there is none, as in all of a first layer, its memory is never touched. */
  #previous: Int32Array;

  constructor(expected: number) {
    const capacity = Math.max(1024, expected);
    this.path = sharedColumn(Int32Array, capacity);
    this.layer = sharedColumn(Uint16Array, capacity);
    this.row = sharedColumn(Int32Array, capacity);
    this.type = sharedColumn(Uint8Array, capacity);
    this.hiddenBy = sharedColumn(Int32Array, capacity);
    this.how = sharedColumn(Uint8Array, capacity);
    this.via = sharedColumn(Int32Array, capacity);
    this.inode = sharedColumn(Int32Array, capacity);
    this.hardlink = sharedColumn(Int32Array, capacity);
    this.#previous = new Int32Array(capacity);
  }

  /** The version of the same path in the nearest lower layer that has one, -1 for none. */
  previous(version: number): number {
    return this.#previous[version]! - 1;
  }

  /** @returns the new version, hidden by nobody and with an inode of its own */
  append(path: number, layer: number, row: number, type: number, previous: number): number {
    const version = this.length++;
    if (version === this.path.length) this.#grow();
    this.path[version] = path;
    if (layer !== 0) this.layer[version] = layer;
    this.row[version] = row;
    this.type[version] = type;
    this.hiddenBy[version] = -1;
    this.inode[version] = version;
    this.hardlink[version] = -1;
    if (previous !== -1) this.#previous[version] = previous + 1;
    return version;
  }

  #grow(): void {
    const capacity = this.path.length * 2;
    this.path = resized(Int32Array, this.path, capacity);
    this.layer = resized(Uint16Array, this.layer, capacity);
    this.row = resized(Int32Array, this.row, capacity);
    this.type = resized(Uint8Array, this.type, capacity);
    this.hiddenBy = resized(Int32Array, this.hiddenBy, capacity);
    this.how = resized(Uint8Array, this.how, capacity);
    this.via = resized(Int32Array, this.via, capacity);
    this.inode = resized(Int32Array, this.inode, capacity);
    this.hardlink = resized(Int32Array, this.hardlink, capacity);
    this.#previous = grown(this.#previous, capacity);
  }
}
