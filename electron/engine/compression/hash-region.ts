import { createHash } from 'node:crypto';
import { OutcropError } from '../../../shared/errors.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import { parseDigest, parseDiffID, type Digest, type DiffID } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';
import { openRegion, type RegionReader } from '../bytes/region-reader.ts';
import { inflateRegion } from './inflate.ts';
import { throwIfCancelled, type PassOptions } from './stored-input.ts';

/** Larger gains nothing (performance.md §4.3). */
const BUFFER_BYTES = 256 << 10;

export interface RegionHashes {
  /** Of the stored bytes. */
  readonly digest: Digest;
  /** Of the whole uncompressed stream. */
  readonly diffID: DiffID;
  /** Bytes of that stream. */
  readonly tarSize: number;
}

/**
 * Both digests of a stored layer in one pass. Synchronous: it runs in a worker thread.
 * @throws OutcropError `layer-damaged` when it cannot be decoded to its end, `unsupported`, `unreadable`, `cancelled`
 */
export function hashRegion(region: Region, compression: Compression, options: PassOptions = {}): RegionHashes {
  using reader = openRegion(region);
  const blob = createHash('sha256');
  if (compression === 'none') {
    hashRaw(reader, options, (bytes) => blob.update(bytes));
    const hex = blob.digest('hex');
    return { digest: parseDigest(`sha256:${hex}`)!, diffID: parseDiffID(`sha256:${hex}`)!, tarSize: reader.size };
  }
  const tar = createHash('sha256');
  const pass = inflateRegion(reader, compression, { ...options, hash: blob });
  let tarSize = 0;
  let step = pass.chunks.next();
  for (; !step.done; step = pass.chunks.next()) {
    tar.update(step.value);
    tarSize += step.value.length;
  }
  if (step.value.damage !== undefined)
    throw new OutcropError('layer-damaged', `A layer of ${region.file} is damaged: ${step.value.damage}`, {
      file: region.file,
    });
  pass.drain();
  return {
    digest: parseDigest(`sha256:${blob.digest('hex')}`)!,
    diffID: parseDiffID(`sha256:${tar.digest('hex')}`)!,
    tarSize,
  };
}

function hashRaw(reader: RegionReader, options: PassOptions, update: (bytes: Uint8Array) => void): void {
  const buffer = new Uint8Array(BUFFER_BYTES);
  for (let at = 0; at < reader.size;) {
    throwIfCancelled(options);
    const got = reader.read(buffer, 0, buffer.length, at);
    if (got === 0) break;
    update(buffer.subarray(0, got));
    at += got;
    options.onProgress?.(at);
  }
}
