import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { OutcropError } from '../../../shared/errors.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { Region } from '../bytes/region.ts';
import { openRegion } from '../bytes/region-reader.ts';
import { hashRegion, type RegionHashes } from '../compression/hash-region.ts';
import { throwIfCancelled, type PassOptions } from '../compression/stored-input.ts';

/** One reused buffer. */
const COPY_BYTES = 1 << 20;

/**
 * Copies a blob to `target`, fsyncs it and computes both digests from the copy, so that what was checked is what is
 * kept. Synchronous: it runs in a worker thread. A run that fails leaves no file.
 * @throws OutcropError `unreadable`, `not-found`, `unwritable`, `layer-damaged` when the source ends inside it, `cancelled`
 */
export function ingestBlob(
  region: Region,
  compression: Compression,
  target: string,
  options: PassOptions,
): RegionHashes {
  try {
    copyRegion(region, target, options);
    return hashRegion({ file: target, offset: 0, size: region.size }, compression, options);
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
}

function copyRegion(region: Region, target: string, options: PassOptions): void {
  using reader = openRegion(region);
  if (reader.size < region.size)
    throw new OutcropError('layer-damaged', `${region.file} ends inside a layer; get the image again.`, {
      file: region.file,
    });
  const out = orUnwritable(target, () => openSync(target, 'wx', 0o600));
  try {
    const buffer = new Uint8Array(COPY_BYTES);
    for (let at = 0; at < region.size;) {
      throwIfCancelled(options);
      const got = reader.read(buffer, 0, COPY_BYTES, at);
      if (got === 0) break;
      orUnwritable(target, () => {
        for (let done = 0; done < got;) done += writeSync(out, buffer, done, got - done);
      });
      at += got;
      options.onProgress?.(at);
    }
    orUnwritable(target, () => fsyncSync(out));
  } finally {
    closeSync(out);
  }
}

function orUnwritable<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const advice = code === 'ENOSPC' ? 'free some space on its disk' : 'check its permissions and the disk';
    throw new OutcropError('unwritable', `${file} cannot be written (${code}); ${advice}.`, { file }, error);
  }
}

/** Digest of a document. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
