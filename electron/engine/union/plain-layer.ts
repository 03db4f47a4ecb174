import { OutcropError } from '../../../shared/errors.ts';
import { sharedColumn, type Column } from '../bytes/shared-column.ts';
import { ENTRY_FLAG, type TarIndex } from '../tar/tar-index.ts';
import { MARKER, parseMarker } from './marker.ts';
import type { PathTable } from './path-table.ts';
import { DIR, HARDLINK } from './version-log.ts';

/** Entries between two looks at the cancel flag. */
const POLL = 1 << 14;
const SPECIAL = ENTRY_FLAG.skipped | ENTRY_FLAG.clamped;

/**
 * The union of a stack that is one plain layer: every entry has a path of its own, below folders that stand before it,
 * and nothing in it is a marker or a hard link. It is what `mergeLayers` makes of it, but as most columns are then those
 * of the layer, or count, or repeat, it costs a third of the time and of the memory.
 * @param layers base first; undefined takes no part
 * @returns undefined when the stack is anything else
 * @throws OutcropError `cancelled`
 */
export function plainTable(
  layers: readonly (TarIndex | undefined)[],
  cancelled: () => boolean = () => false,
): PathTable | undefined {
  const layer = layers.findIndex((index) => index !== undefined);
  const index = layers[layer];
  if (!index || layers.findLastIndex((other) => other !== undefined) !== layer) return undefined;
  const folders = placeFolders(index, cancelled);
  if (!folders || !areNamesUnique(index, folders.entries, cancelled)) return undefined;
  return tableOf(index, layer, folders);
}

/** Paths are the layer's rows, after the root when the layer has no entry for it. */
interface Folders {
  readonly hasRoot: boolean;
  /** Row of the directory table → path. */
  readonly path: Int32Array;
  /** The same → entries that lie in it. */
  readonly entries: Int32Array;
}

/** Where the directories of a plain layer lie; undefined when the layer is not plain. */
function placeFolders(index: TarIndex, cancelled: () => boolean): Folders | undefined {
  const { length, dir, nameOffset, nameLength, names, type, flags, dirCount, dirParent } = index;
  const hasRoot = length > 0 && nameLength[0] === 0;
  const first = hasRoot ? 1 : 0;
  if (hasRoot && ((flags[0]! & SPECIAL) !== 0 || type[0] !== DIR)) return undefined;
  const path = new Int32Array(dirCount);
  const entries = new Int32Array(dirCount);
  // A directory is in the table since the first entry in it was read: mostly right after its own entry.
  let known = 1;
  for (let row = first; row < length; row++) {
    if (row % POLL === 0 && cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
    const folder = dir[row]!;
    const offset = nameOffset[row]!;
    const size = nameLength[row]!;
    if ((flags[row]! & SPECIAL) !== 0 || type[row] === HARDLINK || folder >= known || size === 0) return undefined;
    if (parseMarker(names, offset, size) !== MARKER.none) return undefined;
    entries[folder]!++;
    if (type[row] === DIR && known < dirCount && dirParent[known] === folder && isDirectoryNamed(index, known, row))
      path[known++] = row + 1 - first;
  }
  return known === dirCount ? { hasRoot, path, entries } : undefined;
}

function isDirectoryNamed(index: TarIndex, folder: number, row: number): boolean {
  const { nameOffset, nameLength, names, dirNameOffset, dirNameLength } = index;
  if (dirNameOffset[folder] === nameOffset[row]) return true;
  const length = nameLength[row]!;
  return dirNameLength[folder] === length && isSameText(names, dirNameOffset[folder]!, nameOffset[row]!, length);
}

/**
 * Whether no folder holds a name twice: a table of names for each, all in one array.
 * @param entries row of the directory table → entries that lie in it
 */
function areNamesUnique(
  { length, dir, nameOffset, nameLength, names }: TarIndex,
  entries: Int32Array,
  cancelled: () => boolean,
): boolean {
  const { start, mask, slots } = roomFor(entries);
  const bytes = new DataView(names.buffer, names.byteOffset, names.byteLength);
  const seed = (Math.random() * 0x1_0000_0000) >>> 0;
  for (let row = 0; row < length; row++) {
    if (row % POLL === 0 && cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
    const offset = nameOffset[row]!;
    const size = nameLength[row]!;
    // The root's own entry, which nothing may be a second of.
    if (size === 0) continue;
    const folder = dir[row]!;
    const first = start[folder]!;
    const last = mask[folder]!;
    for (let at = hashOf(bytes, offset, size, seed) & last; ; at = (at + 1) & last) {
      const other = slots[first + at]! - 1;
      if (other === -1) {
        slots[first + at] = row + 1;
        break;
      }
      if (nameLength[other] === size && isSameText(names, nameOffset[other]!, offset, size)) return false;
    }
  }
  return true;
}

/** Slots for the names of each folder: a power of two, at most three quarters full. */
function roomFor(entries: Int32Array) {
  const start = new Int32Array(entries.length);
  const mask = new Int32Array(entries.length);
  let end = 0;
  for (const [folder, count] of entries.entries()) {
    const size = 2 << (31 - Math.clz32(Math.ceil(count / 0.75) | 1));
    start[folder] = end;
    mask[folder] = size - 1;
    end += size;
  }
  return { start, mask, slots: new Int32Array(end) };
}

/** Four bytes at a time; the seed is unknown to whoever chose the names, who could else make all collide. */
function hashOf(bytes: DataView, offset: number, length: number, seed: number): number {
  const end = offset + length;
  let hash = seed ^ length;
  let at = offset;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ bytes.getInt32(at, true), 0x85eb_ca6b);
    hash = (hash << 13) | (hash >>> 19);
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes.getUint8(at), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}

/** From the end: siblings mostly begin alike. */
function isSameText(names: Uint8Array, one: number, other: number, length: number): boolean {
  for (let i = length - 1; i >= 0; i--) if (names[one + i] !== names[other + i]) return false;
  return true;
}

function tableOf(index: TarIndex, layer: number, { hasRoot, path }: Folders): PathTable {
  const first = hasRoot ? 0 : 1;
  const length = index.length + first;
  const parent = sharedColumn(Int32Array, length);
  for (let row = 0; row < index.length; row++) parent[row + first] = path[index.dir[row]!]!;
  parent[0] = -1;
  const counting = sharedColumn(Int32Array, length + 2);
  for (let i = 0; i < counting.length; i++) counting[i] = i - 1;
  const itself = counting.subarray(1, length + 1);
  const none = sharedColumn(Int32Array, length).fill(-1);
  const zeros = sharedColumn(Int32Array, length);
  /** A column of the layer, with the root before it. */
  const withRoot = <C extends Column>(column: C, root: number): C => {
    if (hasRoot) return column;
    const shifted = sharedColumn(column.constructor as never, length) as C;
    shifted.set(column, 1);
    shifted[0] = root;
    return shifted;
  };
  return {
    length,
    parent,
    nameOffset: withRoot(index.nameOffset, 0),
    nameLength: withRoot(index.nameLength, 0),
    names: index.names,
    versionStart: counting.subarray(1),
    visible: itself,
    versionCount: length,
    versionPath: itself,
    layer: layer === 0 ? sharedColumn(Uint16Array, length) : sharedColumn(Uint16Array, length).fill(layer),
    row: hasRoot ? itself : counting.subarray(0, length),
    type: withRoot(index.type, DIR),
    hiddenBy: none,
    how: sharedColumn(Uint8Array, length),
    via: zeros,
    inode: itself,
    hardlink: none,
    warnings: [],
  };
}
