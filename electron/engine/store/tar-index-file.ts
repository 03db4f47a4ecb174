import { createHash } from 'node:crypto';
import type { Column } from '../bytes/shared-column.ts';
import { ENTRY_FLAG, TYPE_CODES, type TarIndex } from '../tar/tar-index.ts';
import { readColumns, writeColumns } from './columnar-file.ts';
import { decodeRare, encodeRare } from './rare-fields.ts';
import {
  ColumnTaker,
  requireBelow,
  requireOffsets,
  requireParents,
  requireStretches,
  requireWithin,
} from './typed-columns.ts';

/** Changes when a column's meaning does, or what the scanner makes of a tar: old files are then read no more. */
const KIND = 'tar-index 1';

/** @returns bytes on disk @throws Node's error when the file cannot be written */
export async function writeTarIndex(file: string, index: TarIndex): Promise<number> {
  const { length, dirCount, rare, ...columns } = index;
  return writeColumns(file, KIND, { length, dirCount }, { ...columns, rare: encodeRare(rare) });
}

/** @returns undefined when it is missing, or damaged in any way, or points outside of `tarSize` bytes */
export function readTarIndex(file: string, tarSize: number): TarIndex | undefined {
  const found = readColumns(file, KIND);
  if (!found) return undefined;
  try {
    const index = indexOf(found.facts, found.columns);
    requireSound(index, tarSize);
    return index;
  } catch {
    return undefined;
  }
}

function indexOf(facts: Readonly<Record<string, unknown>>, columns: ReadonlyMap<string, Column>): TarIndex {
  const length = count(facts['length']);
  const dirCount = count(facts['dirCount']);
  const from = new ColumnTaker(columns);
  const linkRow = from.take('linkRow', Int32Array);
  return {
    length,
    dir: from.take('dir', Int32Array, length),
    nameOffset: from.take('nameOffset', Uint32Array, length),
    nameLength: from.take('nameLength', Uint16Array, length),
    type: from.take('type', Uint8Array, length),
    mode: from.take('mode', Uint16Array, length),
    owner: from.small('owner', length),
    size: from.numbers('size', length),
    mtime: from.numbers('mtime', length),
    bodyOffset: from.numbers('bodyOffset', length),
    flags: from.take('flags', Uint8Array, length),
    owners: from.take('owners', Float64Array),
    names: from.take('names', Uint8Array),
    dirCount,
    dirParent: from.take('dirParent', Int32Array, dirCount),
    dirNameOffset: from.take('dirNameOffset', Uint32Array, dirCount),
    dirNameLength: from.take('dirNameLength', Uint16Array, dirCount),
    linkRow,
    linkOffset: from.take('linkOffset', Uint32Array, linkRow.length + 1),
    links: from.take('links', Uint8Array),
    rare: decodeRare(from.take('rare', Uint8Array), length),
  };
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Error('no count');
  return value;
}

/** No reader of an index checks bounds again: what comes from disk must hold them all. */
function requireSound(index: TarIndex, tarSize: number): void {
  const { length, dirCount, names, bodyOffset, size, flags } = index;
  requireWithin('dir', index.dir, 0, dirCount);
  requireBelow('type', index.type, TYPE_CODES.length);
  requireBelow('owner', index.owner, index.owners.length / 2);
  requireStretches('names', index.nameOffset, index.nameLength, names.length);
  requireStretches('directory names', index.dirNameOffset, index.dirNameLength, names.length);
  requireParents('dirParent', index.dirParent);
  requireWithin('linkRow', index.linkRow, 0, length);
  requireOffsets('linkOffset', index.linkOffset, index.links.length);
  for (let row = 0; row < length; row++) {
    // A sparse body is shorter than its size, and the tar may end inside the last body.
    const stored = (flags[row]! & (ENTRY_FLAG.sparse | ENTRY_FLAG.incomplete)) === 0 ? size[row]! : 0;
    if (!(bodyOffset[row]! >= 0 && size[row]! >= 0 && bodyOffset[row]! + stored <= tarSize))
      throw new Error('a body lies outside the tar');
  }
}

/**
 * What of a layer, besides its tar, decides its index: which entries are skipped is said by an eStargz footer, which is
 * no part of the tar. Empty when none are.
 */
export function skippedKey({ flags }: TarIndex): string {
  const hash = createHash('sha256');
  let any = false;
  for (let row = 0; row < flags.length; row++) {
    if ((flags[row]! & ENTRY_FLAG.skipped) === 0) continue;
    any = true;
    hash.update(`${row},`);
  }
  return any ? hash.digest('hex').slice(0, 16) : '';
}
