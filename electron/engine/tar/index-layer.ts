import { createHash } from 'node:crypto';
import { OutcropError } from '../../../shared/errors.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import { parseDiffID, parseDigest } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';
import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import { openRegion, type RegionReader } from '../bytes/region-reader.ts';
import { detectCompression, MAGIC_BYTES } from '../compression/detect.ts';
import { inflateAside } from '../compression/inflate-aside.ts';
import { inflateHere } from '../compression/inflate-here.ts';
import { unsupportedLayer } from '../compression/inflate.ts';
import { throwIfCancelled, type PassOptions } from '../compression/stored-input.ts';
import { BodyDigests } from './body-digests.ts';
import { skippedNames } from './estargz.ts';
import type { IndexedLayer } from './indexed-layer.ts';
import { scanRaw } from './scan-raw.ts';
import { TarScanner } from './scanner.ts';
import { hasFooter } from './toc-place.ts';
import { tocFollower } from './toc-follower.ts';
import type { Warning } from '../../../shared/model/warning.ts';

/** Stream bytes after which the number of entries is estimated. */
const ESTIMATE_AFTER = 8 << 20;

export interface IndexOptions extends PassOptions {
  /** Sniffed when not given. */
  readonly compression?: Compression;
  /** The default ones when left out. */
  readonly limits?: Limits | undefined;
  /** Also hash the bodies of a compressed layer, which are decoded anyway. */
  readonly withBodies?: boolean | undefined;
  /** No other layer is read at the time, so that a second thread has a core to itself. */
  readonly isAlone?: boolean | undefined;
}

/**
 * Finds out all about one layer in one pass. Synchronous: it runs in a worker thread, or inline. Raw layers: only
 * headers are read, so no digests; compressed ones: blob digest, diffID and restart points come with it. Damage does
 * not throw: the rows before it are kept and `damage` says what is wrong.
 * @throws OutcropError `unsupported` (xz, bzip2), `not-found`, `unreadable`, `cancelled`
 */
export function indexLayer(region: Region, options: IndexOptions = {}): IndexedLayer {
  using reader = openRegion(region);
  const compression = options.compression ?? sniff(reader);
  if (compression === 'none') return indexRaw(reader, options);
  if (compression === 'gzip' || compression === 'zstd') return indexCompressed(reader, compression, options);
  throw unsupportedLayer(region.file, compression);
}

function sniff(reader: RegionReader): Compression {
  const head = new Uint8Array(MAGIC_BYTES);
  return detectCompression(head.subarray(0, reader.read(head, 0, head.length, 0)));
}

function indexRaw(reader: RegionReader, options: IndexOptions): IndexedLayer {
  const scanner = new TarScanner({ limits: options.limits });
  scanRaw(reader, scanner, {
    onWindow(position) {
      throwIfCancelled(options);
      options.onProgress?.(position);
    },
    estimateAfter: ESTIMATE_AFTER,
  });
  return layerOf(reader, scanner, {
    compression: 'none',
    tarSize: reader.region.size,
    restart: { kind: 'raw' },
    warnings: [],
    damage: reader.size < reader.region.size ? CUT_SHORT : undefined,
  });
}

function indexCompressed(reader: RegionReader, compression: 'gzip' | 'zstd', options: IndexOptions): IndexedLayer {
  const tarHash = createHash('sha256');
  const { limits = DEFAULT_LIMITS } = options;
  const scanner = new TarScanner({ skippedNames: compression === 'gzip' ? skippedNames(reader) : [], limits });
  const hasher = options.withBodies ? new BodyDigests(scanner.builder) : undefined;
  let stored = 0;
  using pass = (options.isAlone ? inflateAside : inflateHere)(reader, compression, {
    wantsStarts: hasFooter(reader, compression),
    cancelled: options.cancelled,
    onProgress(bytes) {
      stored = bytes;
      options.onProgress?.(bytes);
    },
  });
  const toc = tocFollower(reader, compression, scanner, limits);
  let tarSize = 0;
  let isEstimated = false;
  let step = pass.chunks.next();
  for (; !step.done; step = pass.chunks.next()) {
    const bytes = step.value;
    tarHash.update(bytes);
    scanner.push(bytes);
    toc?.follow(bytes, tarSize);
    hasher?.follow(bytes, tarSize);
    tarSize += bytes.length;
    if (!isEstimated && tarSize >= ESTIMATE_AFTER) {
      isEstimated = true;
      scanner.expect((tarSize / stored) * reader.size);
    }
    if (tarSize > limits['layer-bytes'] && tarSize > stored * limits['layer-ratio'])
      throw tooLarge(reader, tarSize, stored, limits);
  }
  const { damage, warnings } = step.value;
  const { restart, blobDigest, starts } = pass.facts();
  if (!damage) scanner.finish();
  const layer = layerOf(reader, scanner, {
    compression,
    tarSize,
    restart,
    warnings,
    damage: damage ?? (reader.size < reader.region.size ? CUT_SHORT : undefined),
  });
  const lies = layer.damage === undefined ? (toc?.warnings(layer.index, starts) ?? []) : [];
  return {
    ...layer,
    warnings: [...layer.warnings, ...lies],
    ...(hasher && { bodies: hasher.finish(layer.index.length) }),
    digest: parseDigest(`sha256:${blobDigest}`)!,
    ...(!damage && { diffID: parseDiffID(`sha256:${tarHash.digest('hex')}`)! }),
  };
}

const CUT_SHORT = 'The file ends inside this layer.';

interface PassFacts {
  readonly compression: Compression;
  readonly tarSize: number;
  readonly restart: IndexedLayer['restart'];
  readonly warnings: readonly Warning[];
  readonly damage?: string | undefined;
}

function layerOf(reader: RegionReader, scanner: TarScanner, facts: PassFacts): IndexedLayer {
  if (scanner.exceeded !== undefined) throw overLimit(`A layer of ${reader.region.file}`, reader.region.file, scanner);
  // What breaks the compressed stream comes first: it is the cause of what the scanner misses.
  const damage = facts.damage ?? scanner.damage;
  return {
    region: reader.region,
    compression: facts.compression,
    index: scanner.index(),
    tarSize: facts.tarSize,
    restart: facts.restart,
    warnings: [...facts.warnings, ...scanner.warnings.list()],
    ...(damage !== undefined && { damage }),
  };
}

/**
 * What a layer has too many of is refused whole: a part of it would pass for the rest, and a merge of the part costs
 * four times what reading it does.
 * @param what begins the sentence
 */
export function overLimit(what: string, file: string, { limitText = '' }: TarScanner): OutcropError {
  const advice = 'raise it with --limit or in the settings when you trust it';
  return new OutcropError('too-large', `${what} ${limitText}; ${advice}.`, { file });
}

function tooLarge(reader: RegionReader, made: number, stored: number, limits: Limits): OutcropError {
  const { file } = reader.region;
  return new OutcropError(
    'too-large',
    `A layer of ${file} grew to ${made} bytes from ${stored}: over the limit of ${limits['layer-bytes']} bytes (layer-bytes) at ${limits['layer-ratio']} to one (layer-ratio); raise them with --limit or in the settings when you trust it.`,
    { file },
  );
}
