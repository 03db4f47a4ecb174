import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import type { Compression } from '../../../shared/model/layer.ts';
import { parseDigest, type Digest } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';
import { openRegion, type RegionReader } from '../bytes/region-reader.ts';
import { BLOCK } from './block.ts';
import { TarScanner } from './scanner.ts';

/** Stored and inflated bytes of a table. One of more is not read: as objects it would cost many times that. */
const MAX_STORED = 64 << 20;
const MAX_JSON = 64 << 20;

/** The table of contents that a layer brings in its own blob, as bytes. */
export type StoredToc =
  | { readonly kind: 'none' }
  /** A footer points to a table that cannot be had. `why` ends a sentence that begins with “it”. */
  | { readonly kind: 'unreadable'; readonly why: string }
  | {
      readonly kind: 'estargz' | 'zstd-chunked';
      readonly json: Uint8Array;
      /** What the annotation of the manifest states: of the JSON (eStargz), of its compressed bytes (zstd:chunked). */
      readonly digest: Digest;
    };

const NONE: StoredToc = { kind: 'none' };
const unreadable = (why: string): StoredToc => ({ kind: 'unreadable', why });

/** Looks for a footer at the end of the blob, and reads the table that it points to. Never throws on input. */
export function storedToc(reader: RegionReader, compression: Compression): StoredToc {
  if (compression === 'gzip') return estargzToc(reader);
  return compression === 'zstd' ? chunkedToc(reader) : NONE;
}

/** Whether a footer says that the blob brings a table; only a few bytes are read. */
export function bringsToc(region: Region, compression: Compression): boolean {
  using reader = openRegion(region);
  return hasFooter(reader, compression);
}

/** The same of an open one. */
export function hasFooter(reader: RegionReader, compression: Compression): boolean {
  const tail = (bytes: number) => readAt(reader, reader.size - bytes, bytes)?.toString('latin1') ?? '';
  if (compression === 'gzip')
    return ESTARGZ_FOOTERS.some(({ bytes, offsetAt }) => ESTARGZ_MARK.test(tail(bytes).slice(offsetAt, offsetAt + 22)));
  return compression === 'zstd' && CHUNKED_FOOTERS.some(({ bytes, magic }) => tail(bytes).endsWith(magic));
}

/** stargz-snapshotter docs/estargz.md, Footer: bytes of the empty last member → where its hexadecimal offset stands. */
const ESTARGZ_FOOTERS = [
  { bytes: 51, offsetAt: 16 },
  { bytes: 47, offsetAt: 12 },
] as const;
const ESTARGZ_MARK = /^([0-9a-f]{16})STARGZ$/;
const TOC_NAME = 'stargz.index.json';

function estargzToc(reader: RegionReader): StoredToc {
  for (const { bytes, offsetAt } of ESTARGZ_FOOTERS) {
    const footer = readAt(reader, reader.size - bytes, bytes);
    if (footer?.readUInt32BE(0) !== 0x1f8b0804) continue;
    const match = ESTARGZ_MARK.exec(footer.toString('latin1', offsetAt, offsetAt + 22));
    if (!match) continue;
    const at = Number.parseInt(match[1]!, 16);
    const stored = at > reader.size - bytes ? undefined : readAt(reader, at, reader.size - bytes - at);
    if (!stored) return unreadable('lies outside the layer or is too large');
    const tar = inflated(() => zlib.gunzipSync(stored, { maxOutputLength: MAX_JSON + 64 * BLOCK }));
    if (!tar) return unreadable('cannot be inflated or is too large');
    const json = onlyFile(tar);
    if (!json) return unreadable(`holds no ${TOC_NAME}`);
    return { kind: 'estargz', json, digest: digestOf(json) };
  }
  return NONE;
}

function onlyFile(tar: Uint8Array): Uint8Array | undefined {
  const scanner = new TarScanner({ limits: { 'layer-entries': 16 } });
  scanner.push(tar);
  const index = scanner.index();
  const at = index.bodyOffset[0];
  const name = Buffer.from(index.names.subarray(index.nameOffset[0], index.nameOffset[0]! + index.nameLength[0]!));
  if (at === undefined || name.toString() !== TOC_NAME || at + index.size[0]! > tar.length) return undefined;
  return tar.subarray(at, at + index.size[0]!);
}

/** container-libs storage/pkg/chunked/internal/minimal: payload of the last skippable frame. The older form has no tar-split. */
const CHUNKED_FOOTERS = [
  { bytes: 64, magic: 'GNUlInUx' },
  { bytes: 40, magic: 'GnUlInUx' },
] as const;

function chunkedToc(reader: RegionReader): StoredToc {
  for (const { bytes, magic } of CHUNKED_FOOTERS) {
    const footer = readAt(reader, reader.size - bytes, bytes);
    if (footer?.toString('latin1', bytes - 8) !== magic) continue;
    const [at, stored, made, type] = [0, 8, 16, 24].map((field) => Number(footer.readBigUInt64LE(field)));
    if (type !== 1) return unreadable(`is of type ${type}, which Outcrop does not know`);
    const bytesOf = at! + stored! > reader.size ? undefined : readAt(reader, at!, stored!);
    if (!bytesOf || made! > MAX_JSON) return unreadable('lies outside the layer or is too large');
    const json = inflated(() => zlib.zstdDecompressSync(bytesOf, { maxOutputLength: MAX_JSON }));
    if (!json) return unreadable('cannot be inflated or is too large');
    return { kind: 'zstd-chunked', json, digest: digestOf(bytesOf) };
  }
  return NONE;
}

function readAt(reader: RegionReader, at: number, bytes: number): Buffer | undefined {
  if (!(at >= 0 && bytes > 0 && bytes <= MAX_STORED)) return undefined;
  const buffer = Buffer.alloc(bytes);
  return reader.read(buffer, 0, bytes, at) === bytes ? buffer : undefined;
}

function inflated(inflate: () => Uint8Array): Uint8Array | undefined {
  try {
    return inflate();
  } catch {
    // A table is only a claim: whatever is wrong with it, the layer itself is read.
    return undefined;
  }
}

const digestOf = (bytes: Uint8Array): Digest =>
  parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)!;
