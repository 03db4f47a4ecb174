import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { parseDiffID, parseDigest } from '../../../shared/oci/digest.ts';
import type { WritableLayer } from './writable-image.ts';

/**
 * Writes a layer's tar to a file, hashing it on the way. Nothing of the clock or the machine goes into the bytes.
 * @param file new; taken away again when this fails
 */
export async function writeLayer(
  tar: AsyncIterable<Uint8Array>,
  compression: 'none' | 'gzip',
  file: string,
  signal?: AbortSignal,
): Promise<WritableLayer> {
  const plain = hashing();
  const stored = hashing();
  const handle = await open(file, 'wx', 0o600);
  try {
    const out = handle.createWriteStream({ flush: true });
    const options = signal ? { signal } : {};
    if (compression === 'none') await pipeline(tar, plain.stream, stored.stream, out, options);
    else await pipeline(tar, plain.stream, createGzip({ level: 6 }), unnamedSystem(), stored.stream, out, options);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return {
    digest: parseDigest(stored.digest())!,
    diffID: parseDiffID(plain.digest())!,
    compression,
    tarSize: plain.size(),
    region: { file, offset: 0, size: stored.size() },
  };
}

function hashing() {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, size: () => size, digest: () => `sha256:${hash.digest('hex')}` };
}

/** The tenth byte of a gzip names the system that compressed (RFC 1952 §2.3.1); 255 is "unknown". */
function unnamedSystem(): Transform {
  let at = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (at <= 9 && at + chunk.length > 9) chunk[9 - at] = 255;
      at += chunk.length;
      done(null, chunk);
    },
  });
}
