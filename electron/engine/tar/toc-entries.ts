import { Buffer } from 'node:buffer';
import { isRecord, textField, textMapField, type JsonRecord } from '../oci/json.ts';
import { cleanName } from './clean-name.ts';
import { TYPE_CODES, type TypeCode } from './tar-index.ts';

/** Part of a file that is compressed on its own. */
export interface TocChunk {
  /** Bytes from the start of the stored blob to the gzip member or zstd frame. */
  readonly offset: number;
  /** Bytes of the member's output that come before the chunk. */
  readonly innerOffset: number;
  /** Bytes into the file. */
  readonly at: number;
  /** Nothing but zeros, which need not be read. */
  readonly isZeros: boolean;
}

/** One path as a table of contents claims it to be. */
export interface TocEntry {
  /** Cleaned like a name of TarIndex; bytes that are not UTF-8 are lost in JSON. */
  readonly name: string;
  readonly type: TypeCode;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds since the epoch, whole. */
  readonly mtime: number;
  /** Symlink text as it stands; a hard link's target cleaned. */
  readonly link: string | undefined;
  readonly major: number;
  readonly minor: number;
  /** Name → value in base64. */
  readonly xattrs: Readonly<Record<string, string>>;
  /** `sha256:<hex>` of the whole file. */
  readonly digest: string | undefined;
  readonly chunks: readonly TocChunk[];
  /** Bytes into the uncompressed tar, where the table tells that instead of chunks (SOCI). */
  readonly bodyOffset?: number;
}

/** Objects and arrays that a table may have: entries are one each, and their xattrs. */
const MAX_NODES = 2_000_000;

/** Of a device, major or minor: a header of a tar has no room for more. */
export const MAX_DEVICE = 2 ** 32;

/** What tables call the types. */
export const KINDS: ReadonlyMap<unknown, TypeCode> = new Map(
  (['file', 'dir', 'symlink', 'char', 'block', 'fifo', 'hardlink'] as const).map((type) => [
    type === 'file' ? 'reg' : type,
    TYPE_CODES.indexOf(type),
  ]),
);
const FILE = TYPE_CODES.indexOf('file');
const HARDLINK = TYPE_CODES.indexOf('hardlink');

/**
 * Reads the JSON of an eStargz or zstd:chunked table, which share one form.
 * @returns a text that ends a sentence beginning with “it” when it cannot be used
 */
export function tocEntries(json: Uint8Array, maxEntries: number): readonly TocEntry[] | string {
  if (nodesOf(json) > Math.min(MAX_NODES, maxEntries * 4)) return 'has too many entries';
  let table: unknown;
  try {
    table = JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.length).toString());
  } catch {
    return 'is no JSON';
  }
  const rows = isRecord(table) ? table['entries'] : undefined;
  if (!Array.isArray(rows)) return 'lists no entries';
  const entries: (TocEntry & { readonly chunks: TocChunk[] })[] = [];
  for (const row of rows) {
    if (!isRecord(row)) return 'has an entry that is no object';
    const last = entries.at(-1);
    if (row['type'] === 'chunk') {
      if (last?.type !== FILE) return 'has a chunk of no file';
      const chunk = chunkOf(row);
      if (!chunk) return 'has an offset that is no number';
      last.chunks.push(chunk);
      continue;
    }
    const entry = entryOf(row);
    if (typeof entry === 'string') return entry;
    entries.push(entry);
  }
  return entries;
}

function entryOf(row: JsonRecord): (TocEntry & { readonly chunks: TocChunk[] }) | string {
  const type = KINDS.get(row['type']);
  const isUsual = hasUsualKeys(row);
  const text = (key: string): string | null => {
    const value = row[key];
    if (typeof value === 'string') return value;
    return isUsual ? null : textField(row, key);
  };
  const name = text('name');
  if (type === undefined || name === null) return 'has an entry without a known type or name';
  const mode = whole(row, 'mode');
  const uid = whole(row, 'uid');
  const gid = whole(row, 'gid');
  const size = whole(row, 'size');
  const chunk = chunkOf(row);
  if (mode === undefined || uid === undefined || gid === undefined || size === undefined || !chunk)
    return 'has a number that is none';
  const major = whole(row, 'devMajor') ?? 0;
  const minor = whole(row, 'devMinor') ?? 0;
  if (Math.max(major, minor) > MAX_DEVICE) return 'has a device number that no tar can hold';
  const link = text('linkName') ?? undefined;
  return {
    name: cleanedName(name),
    type,
    // zstd:chunked gives the bits of the type, too.
    mode: mode & 0o7777,
    uid,
    gid,
    size,
    mtime: tocTime(text('modtime') ?? ''),
    link: link !== undefined && type === HARDLINK ? cleanedName(link) : link,
    major,
    minor,
    xattrs: row['xattrs'] === undefined && isUsual ? NO_XATTRS : textMapField(row, 'xattrs'),
    digest: text('digest') ?? undefined,
    chunks: type === FILE && size > 0 ? [chunk] : [],
  };
}

const NO_XATTRS: TocEntry['xattrs'] = Object.freeze(Object.create(null) as TocEntry['xattrs']);

/** Of eStargz and zstd:chunked, as their writers spell them. */
const USUAL_KEYS: ReadonlySet<string> = new Set(
  (
    'name type size modtime linkName mode uid gid userName groupName offset devMajor devMinor xattrs digest ' +
    'chunkOffset chunkSize chunkDigest innerOffset endOffset chunkType tarDigest'
  ).split(' '),
);

/** Whether no key needs to be looked for in another case, which Go takes for the same. */
function hasUsualKeys(row: JsonRecord): boolean {
  for (const key in row) if (!USUAL_KEYS.has(key)) return false;
  return true;
}

function chunkOf(row: JsonRecord): TocChunk | undefined {
  const offset = whole(row, 'offset');
  const innerOffset = whole(row, 'innerOffset');
  const at = whole(row, 'chunkOffset');
  if (offset === undefined || innerOffset === undefined || at === undefined) return undefined;
  return { offset, innerOffset, at, isZeros: row['chunkType'] === 'zeros' };
}

/** @returns 0 when it is left out, as Go's `omitempty` does; undefined when it is no whole number from 0 on */
function whole(row: JsonRecord, key: string): number | undefined {
  const value = row[key] ?? 0;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** RFC 3339 → whole seconds since the epoch; 0 for what is no time after it. */
export function tocTime(text: string): number {
  const time = Date.parse(text);
  return time > 0 ? Math.floor(time / 1000) : 0;
}

/** Names that cleaning would change: most are clean, and a test is cheaper. */
const UNCLEAN = /^$|^[./]|\/[./]|\/$/;

/** As TarIndex has names. */
export const cleanedName = (name: string): string =>
  !UNCLEAN.test(name) && name.isWellFormed() ? name : Buffer.from(cleanName(Buffer.from(name)).bytes).toString();

/** Told from the bytes, before anything is built of them; brackets within texts count, too. */
function nodesOf(json: Uint8Array): number {
  let nodes = 0;
  for (let i = 0; i < json.length; i++) if (json[i] === 0x7b || json[i] === 0x5b) nodes++;
  return nodes;
}
