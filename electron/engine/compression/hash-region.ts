import { createHash } from 'node:crypto';
import type { Compression } from '../../../shared/model/layer.ts';
import { parseDiffID, parseDigest, type DiffID, type Digest } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';
import { openRegion } from '../bytes/region-reader.ts';
import { inflateRegion } from './inflate.ts';
import { throwIfCancelled, type PassOptions } from './stored-input.ts';

/** One reused buffer; fresh memory costs more than hashing it (performance.md §4.0). */
const READ_BYTES = 256 << 10;

export interface RegionHashes {
  /** Of the stored bytes. */
  readonly digest: Digest;
  /** Of the uncompressed stream; undefined when it could not be decoded to its end, and for compressions that layers may not have. */
  readonly diffID?: DiffID;
  /** Bytes of the uncompressed stream, as far as it could be decoded. */
  readonly tarSize: number;
  /** One sentence when it could not. */
  readonly damage?: string;
}

/**
 * Recomputes both digests of a blob in one pass, for verifying. A file that ends inside the region is hashed as far
 * as it goes.
 * @throws OutcropError `not-found`, `unreadable`, `cancelled`
 */
export function hashRegion(region: Region, compression: Compression, options: PassOptions = {}): RegionHashes {
  using reader = openRegion(region);
  const hash = createHash('sha256');
  if (compression === 'gzip' || compression === 'zstd') {
    const pass = inflateRegion(reader, compression, { ...options, hash });
    const tarHash = createHash('sha256');
    let tarSize = 0;
    let step = pass.chunks.next();
    for (; !step.done; step = pass.chunks.next()) {
      tarHash.update(step.value);
      tarSize += step.value.length;
    }
    pass.drain();
    const { damage } = step.value;
    return {
      digest: digestOf(hash.digest('hex')),
      ...(damage === undefined ? { diffID: diffIDOf(tarHash.digest('hex')) } : { damage }),
      tarSize,
    };
  }
  const buffer = new Uint8Array(READ_BYTES);
  let at = 0;
  for (;;) {
    throwIfCancelled(options);
    const got = reader.read(buffer, 0, READ_BYTES, at);
    if (got === 0) break;
    hash.update(got === READ_BYTES ? buffer : buffer.subarray(0, got));
    at += got;
    options.onProgress?.(at);
  }
  const hex = hash.digest('hex');
  return { digest: digestOf(hex), ...(compression === 'none' && { diffID: diffIDOf(hex) }), tarSize: at };
}

const digestOf = (hex: string): Digest => parseDigest(`sha256:${hex}`)!;
const diffIDOf = (hex: string): DiffID => parseDiffID(`sha256:${hex}`)!;
