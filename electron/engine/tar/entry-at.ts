import { Buffer } from 'node:buffer';
import { invariant } from '../../../shared/assert.ts';
import { ENTRY_FLAG, type EntryRow, type RareFields, type TarIndex } from './tar-index.ts';

const SLASH = Uint8Array.of(0x2f);

/** One row as a value. Its byte arrays are views of the index: not to be written to. */
export interface TarEntry extends RareFields {
  /** Cleaned path without a leading slash; empty for the root. */
  readonly name: Uint8Array;
  /** Position in TYPE_CODES. */
  readonly type: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly bodyOffset: number;
  readonly flags: number;
  readonly link?: Uint8Array;
}

export function entryAt(index: TarIndex, row: EntryRow): TarEntry {
  invariant(row >= 0 && row < index.length, `row ${row} of ${index.length}`);
  const owner = index.owner[row]!;
  const link = rowLink(index, row);
  return {
    name: rowName(index, row),
    type: index.type[row]!,
    mode: index.mode[row]!,
    uid: index.owners[owner * 2]!,
    gid: index.owners[owner * 2 + 1]!,
    size: index.size[row]!,
    mtime: index.mtime[row]!,
    bodyOffset: index.bodyOffset[row]!,
    flags: index.flags[row]!,
    ...(link && { link }),
    ...index.rare.get(row),
  };
}

/** The whole cleaned path, without a leading slash; empty for the root. */
export function rowName(index: TarIndex, row: EntryRow): Uint8Array {
  const base = rowBasename(index, row);
  return index.dir[row] === 0 ? base : Buffer.concat([directoryName(index, index.dir[row]!), SLASH, base]);
}

export function rowBasename(index: TarIndex, row: EntryRow): Uint8Array {
  const offset = index.nameOffset[row]!;
  return index.names.subarray(offset, offset + index.nameLength[row]!);
}

/** The path of a row of the directory table; empty for the root. */
export function directoryName(index: TarIndex, dir: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = dir; at > 0; at = index.dirParent[at]!) {
    const offset = index.dirNameOffset[at]!;
    if (parts.length > 0) parts.push(SLASH);
    parts.push(index.names.subarray(offset, offset + index.dirNameLength[at]!));
  }
  return Buffer.concat(parts.toReversed());
}

/** Text of a symbolic link, or the cleaned target of a hard link; undefined for other types. */
export function rowLink(
  index: Pick<TarIndex, 'flags' | 'linkRow' | 'linkOffset' | 'links'>,
  row: EntryRow,
): Uint8Array | undefined {
  if (!(index.flags[row]! & ENTRY_FLAG.link)) return undefined;
  let low = 0;
  let high = index.linkRow.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.linkRow[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return index.links.subarray(index.linkOffset[low], index.linkOffset[low + 1]);
}
