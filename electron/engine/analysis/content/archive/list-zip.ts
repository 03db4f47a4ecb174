import type { Body } from '../body.ts';
import type { ListingBuilder } from './listing.ts';

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const MAX_COMMENT = 65_535;
/** Bytes of a central directory: of a million short names. */
const MAX_DIRECTORY = 64 << 20;
const UTF8_FLAG = 0x800;
const MADE_BY_UNIX = 3;
const U32_MAX = 0xffff_ffff;

/**
 * Lists a zip by its central directory (APPNOTE 4.3.12), zip64 included; bodies are not touched.
 * @returns undefined when it has no directory and is no zip; else one sentence, or null when all was read
 */
export function listZip(body: Body, list: ListingBuilder): { readonly problem: string | null } | undefined {
  const end = findEnd(body);
  if (!end) return undefined;
  if (end.size > MAX_DIRECTORY)
    return { problem: `Its directory has ${end.size} bytes, over the limit of ${MAX_DIRECTORY}.` };
  const directory = Buffer.from(body.read(end.offset, end.size));
  if (directory.length < end.size) return { problem: 'The file ends inside its directory.' };
  let at = 0;
  for (let i = 0; i < end.count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      return { problem: `Its directory is damaged after ${i} of ${end.count} members.` };
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const next = at + 46 + nameLength + extraLength + directory.readUInt16LE(at + 32);
    if (next > directory.length) return { problem: `Its directory is damaged after ${i} of ${end.count} members.` };
    if (!list.add(member(directory, at, nameLength, extraLength)))
      return { problem: `It has ${end.count} members; the first ${list.length} are here.` };
    at = next;
  }
  return { problem: null };
}

function member(directory: Buffer, at: number, nameLength: number, extraLength: number) {
  const attributes = directory.readUInt32LE(at + 38);
  const isUnix = directory[at + 5] === MADE_BY_UNIX && attributes >>> 16 !== 0;
  const format = isUnix ? (attributes >>> 28) & 0xf : 0;
  const raw = directory.subarray(at + 46, at + 46 + nameLength);
  const isUTF8 = (directory.readUInt16LE(at + 8) & UTF8_FLAG) !== 0;
  const isFolder = raw.at(-1) === 0x2f;
  return {
    name: isUTF8 || raw.every((byte) => byte < 0x80) ? raw : Buffer.from(raw.toString('latin1')),
    type: format === 0xa ? ('symlink' as const) : isFolder ? ('dir' as const) : ('file' as const),
    size: isFolder ? 0 : size64(directory, at, nameLength, extraLength),
    ...(isUnix && { mode: (attributes >>> 16) & 0o7777 }),
    content: `crc32:${directory.readUInt32LE(at + 16)}`,
    mtime: dosTime(directory.readUInt16LE(at + 14), directory.readUInt16LE(at + 12)),
  };
}

/** The uncompressed size; of a zip64 member the first field of its extra data (APPNOTE 4.5.3). */
function size64(directory: Buffer, at: number, nameLength: number, extraLength: number): number {
  const size = directory.readUInt32LE(at + 24);
  if (size !== U32_MAX) return size;
  const end = at + 46 + nameLength + extraLength;
  for (let extra = at + 46 + nameLength; extra + 4 <= end;) {
    const length = directory.readUInt16LE(extra + 2);
    if (directory.readUInt16LE(extra) === 1 && length >= 8 && extra + 12 <= end)
      return Number(directory.readBigUInt64LE(extra + 4));
    extra += 4 + length;
  }
  return size;
}

/** Local time of whoever packed it; taken as UTC, for nothing tells the zone. NaN for a date that is none. */
function dosTime(date: number, time: number): number {
  const month = (date >> 5) & 0xf;
  const day = date & 0x1f;
  if (month < 1 || month > 12 || day < 1) return Number.NaN;
  return Date.UTC(1980 + (date >> 9), month - 1, day, time >> 11, (time >> 5) & 0x3f, (time & 0x1f) * 2) / 1000;
}

interface Directory {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

function findEnd(body: Body): Directory | undefined {
  const length = Math.min(body.size, MAX_COMMENT + 22);
  const start = body.size - length;
  const tail = Buffer.from(body.read(start, length));
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END) continue;
    const found = {
      count: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    const wide = found.count === 0xffff || found.size === U32_MAX || found.offset === U32_MAX;
    const larger = wide ? findEnd64(body, start + at) : undefined;
    if (larger) return larger;
    // Bytes before the archive, as of a program that unpacks itself, move all of it.
    const moved = start + at - found.size - found.offset;
    return moved >= 0 ? { ...found, offset: found.offset + moved } : found;
  }
  return undefined;
}

function findEnd64(body: Body, endAt: number): Directory | undefined {
  const locator = Buffer.from(body.read(endAt - 20, 20));
  if (locator.length < 20 || locator.readUInt32LE(0) !== LOCATOR64) return undefined;
  const record = Buffer.from(body.read(Number(locator.readBigUInt64LE(8)), 56));
  if (record.length < 56 || record.readUInt32LE(0) !== END64) return undefined;
  return {
    count: Number(record.readBigUInt64LE(32)),
    size: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48)),
  };
}
