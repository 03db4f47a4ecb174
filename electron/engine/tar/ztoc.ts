import { sharedColumn } from '../bytes/shared-column.ts';
import { WINDOW_BYTES } from '../compression/output-window.ts';
import type { RestartPoints } from '../compression/restart-points.ts';
import { FlatBuffer, FlatBufferError } from './flat-buffer.ts';
import { TYPE_CODES } from './tar-index.ts';
import { cleanedName, KINDS, MAX_DEVICE, tocTime, type TocEntry } from './toc-entries.ts';

/** A SOCI table of contents (awslabs/soci-snapshotter ztoc/fbs/ztoc.fbs): claims about a layer that it does not change. */
export interface Ztoc {
  /** Bytes of the stored layer. */
  readonly blobSize: number;
  /** Bytes of the uncompressed tar, as far as Go reads one: to the end blocks. */
  readonly tarSize: number;
  /** In the order of the tar; `bodyOffset` is theirs, `chunks` and `digest` are not. */
  readonly entries: readonly TocEntry[];
  /** Where inflating may start; undefined for a layer that is not compressed. */
  readonly restart: Extract<RestartPoints, { kind: 'gzip' }> | undefined;
  readonly spans: ZtocSpans;
}

/** Pieces of the stored layer that begin at restart points: all that a zTOC has to check contents by. */
export interface ZtocSpans {
  /** Bytes into the stored layer; the next span may begin in the last byte of one. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** `sha256:<hex>` of each. */
  readonly digests: readonly string[];
}

/** Parts of a zTOC that is honest are read once each; shared ones (an empty text) are few. */
const MAX_SHARING = 4;
const ALGORITHM = { gzip: 1, none: 2 } as const;
const ZTOC = { blobSize: 2, tarSize: 3, toc: 4, info: 5 } as const;
const TOC = { metadata: 0 } as const;
const INFO = { algorithm: 0, digests: 2, checkpoints: 3 } as const;
const ROW = {
  name: 0,
  type: 1,
  offset: 2,
  size: 3,
  link: 4,
  mode: 5,
  uid: 6,
  gid: 7,
  time: 10,
  major: 11,
  minor: 12,
  records: 13,
} as const;
const FILE = TYPE_CODES.indexOf('file');
const HARDLINK = TYPE_CODES.indexOf('hardlink');
const XATTR = 'SCHILY.xattr.';

/** compression/gzip_zinfo.c: how many, span size; then for each in, out, bits, window. The oldest leave out the first. */
const HEAD_BYTES = 12;
const POINT_BYTES = 8 + 8 + 1 + WINDOW_BYTES;
/** A deflate block that holds a window as it is (RFC 1951 §3.2.4): last, stored, length and its complement. */
const STORED_HEAD = Buffer.of(1, 0, 0x80, 0xff, 0x7f);
/** Bytes of the shortest gzip header, behind which the first point of the oldest lies. */
const GZIP_HEADER = 10;

/**
 * Never throws on input.
 * @returns a text that ends a sentence beginning with “it” when it cannot be used
 */
export function parseZtoc(bytes: Uint8Array, maxEntries: number): Ztoc | string {
  const flat = new FlatBuffer(bytes, bytes.length * MAX_SHARING);
  try {
    const root = flat.root();
    const toc = flat.table(root, ZTOC.toc);
    const info = flat.table(root, ZTOC.info);
    if (toc === undefined || info === undefined) return 'is no zTOC';
    const blobSize = flat.count(root, ZTOC.blobSize);
    const algorithm = flat.byte(info, INFO.algorithm, ALGORITHM.gzip);
    if (algorithm !== ALGORITHM.gzip && algorithm !== ALGORITHM.none) return 'is for an unknown compression';
    const entries = entriesOf(flat, toc, maxEntries);
    if (typeof entries === 'string') return entries;
    const head = { blobSize, tarSize: flat.count(root, ZTOC.tarSize), entries };
    if (algorithm === ALGORITHM.none) return { ...head, restart: undefined, spans: NO_SPANS };
    const digests = flat.texts(info, INFO.digests).map(String);
    const points = pointsOf(flat.blob(info, INFO.checkpoints), blobSize);
    if (!points || points.spans.from.length !== digests.length) return 'has checkpoints that cannot be';
    return { ...head, restart: points.restart, spans: { ...points.spans, digests } };
  } catch (error) {
    if (error instanceof FlatBufferError) return `has ${error.message}`;
    throw error;
  }
}

const NO_SPANS: ZtocSpans = { from: new Float64Array(0), to: new Float64Array(0), digests: [] };

function entriesOf(flat: FlatBuffer, toc: number, maxEntries: number): readonly TocEntry[] | string {
  const rows = flat.tables(toc, TOC.metadata);
  if (rows.length > maxEntries) return 'has too many entries';
  const entries: TocEntry[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows.at(i);
    const type = KINDS.get(flat.text(row, ROW.type).toString());
    if (type === undefined) return 'has an entry without a known type';
    const link = flat.text(row, ROW.link).toString();
    const [major, minor] = [flat.count(row, ROW.major), flat.count(row, ROW.minor)];
    if (Math.max(major, minor) > MAX_DEVICE) return 'has a device number that no tar can hold';
    entries.push({
      name: cleanedName(flat.text(row, ROW.name).toString()),
      type,
      mode: flat.count(row, ROW.mode) % 0o10000,
      uid: flat.uint32(row, ROW.uid),
      gid: flat.uint32(row, ROW.gid),
      size: type === FILE ? flat.count(row, ROW.size) : 0,
      mtime: tocTime(flat.text(row, ROW.time).toString()),
      link: link === '' ? undefined : type === HARDLINK ? cleanedName(link) : link,
      major,
      minor,
      xattrs: xattrsOf(flat, row),
      digest: undefined,
      chunks: [],
      bodyOffset: flat.count(row, ROW.offset),
    });
  }
  return entries;
}

/** Of all PAX records that a row repeats. */
function xattrsOf(flat: FlatBuffer, row: number): Readonly<Record<string, string>> {
  const xattrs = Object.create(null) as Record<string, string>;
  const records = flat.tables(row, ROW.records);
  for (let i = 0; i < records.length; i++) {
    const record = records.at(i);
    const key = flat.text(record, 0).toString();
    if (key.startsWith(XATTR)) xattrs[key.slice(XATTR.length)] = flat.text(record, 1).toString('base64');
  }
  return xattrs;
}

/** @returns undefined when they are not what they must be: ascending, within the layer, as many as are said to be there */
function pointsOf(
  stored: Buffer,
  blobSize: number,
): { readonly restart: NonNullable<Ztoc['restart']>; readonly spans: Omit<ZtocSpans, 'digests'> } | undefined {
  if (stored.length < HEAD_BYTES) return undefined;
  const count = stored.readInt32LE(0);
  const isOldest = stored.length === HEAD_BYTES + (count - 1) * POINT_BYTES;
  if (count < 1 || (!isOldest && stored.length !== HEAD_BYTES + count * POINT_BYTES)) return undefined;
  const windowBytes = STORED_HEAD.length + WINDOW_BYTES;
  const [ins, outs, from, to] = [count, count, count, count].map((length) => sharedColumn(Float64Array, length));
  const bits = sharedColumn(Uint8Array, count);
  const windowOffset = sharedColumn(Float64Array, count + 1);
  const windows = sharedColumn(Uint8Array, (count - 1) * windowBytes);
  for (let i = 0; i < count; i++) {
    const at = HEAD_BYTES + (isOldest ? i - 1 : i) * POINT_BYTES;
    const isMissing = isOldest && i === 0;
    const input = isMissing ? GZIP_HEADER : wholeAt(stored, at);
    const output = isMissing ? 0 : wholeAt(stored, at + 8);
    const shared = isMissing ? 0 : stored[at + 16]!;
    if (!(input > (i > 0 ? from![i - 1]! : 0)) || input > blobSize || shared > 7) return undefined;
    if (i === 0 ? output !== 0 : !(output > outs![i - 1]!)) return undefined;
    from![i] = shared > 0 ? input - 1 : input;
    if (i > 0) to![i - 1] = input;
    outs![i] = output;
    windowOffset[i + 1] = i * windowBytes;
    // The first lies behind the header of the member, which is where one begins that needs no window.
    if (i === 0) continue;
    ins![i] = input;
    bits[i] = shared;
    windows.set(STORED_HEAD, windowOffset[i]);
    windows.set(stored.subarray(at + 17, at + POINT_BYTES), windowOffset[i]! + STORED_HEAD.length);
  }
  to![count - 1] = blobSize;
  const restart = { kind: 'gzip', in: ins!, out: outs!, bits, windowOffset, windows } as const;
  return { restart, spans: { from: from!, to: to! } };
}

/** @returns NaN for what is no offset */
function wholeAt(stored: Buffer, at: number): number {
  const value = Number(stored.readBigInt64LE(at));
  return Number.isSafeInteger(value) && value >= 0 ? value : Number.NaN;
}
