import zlib from 'node:zlib';
import { OutcropError } from '../../../shared/errors.ts';
import type { RegionReader } from '../bytes/region-reader.ts';
import { gzipHeaderLength } from './gzip-header.ts';
import type { InflateEnd } from './inflate-gzip.ts';
import { blockExtent, frameStart } from './zstd-frame.ts';

/** Most stored bytes, and most bytes one member or frame may become: all of it is held in memory. */
const WHOLE_BYTES = 1 << 30;

/**
 * Decodes a blob with node:zlib's public synchronous functions, whole member by whole member: slow and large, for a
 * runtime whose handles do not work (see `hasHandles`). No restart points but the start.
 */
export function* inflateWhole(reader: RegionReader, kind: 'gzip' | 'zstd'): Generator<Uint8Array, InflateEnd> {
  if (reader.size > WHOLE_BYTES)
    throw new OutcropError(
      'too-large',
      `A compressed layer of ${reader.region.file} has over ${WHOLE_BYTES} bytes, more than this runtime can decode; use the Node.js that Outcrop names.`,
      { file: reader.region.file },
    );
  const stored = new Uint8Array(reader.size);
  reader.read(stored, 0, stored.length, 0);
  try {
    const trailing = yield* kind === 'gzip' ? members(stored) : frames(stored);
    return {
      warnings: trailing
        ? [{ code: `${kind}-trailing-data`, message: `Data that is not ${kind} follows the compressed layer.` }]
        : [],
    };
  } catch (error) {
    if (error instanceof OutcropError) throw error;
    return { warnings: [], damage: `The compressed layer is damaged (${(error as Error).message}).` };
  }
}

/** @returns whether something else follows */
function* members(stored: Uint8Array): Generator<Uint8Array, boolean> {
  let at = 0;
  while (at < stored.length) {
    while (at > 0 && stored[at] === 0) at++;
    if (at === stored.length) return false;
    const header = gzipHeaderLength(stored, at, stored.length);
    if (typeof header !== 'number') {
      if (at > 0) return true;
      throw new Error('not gzip');
    }
    // `info` also tells how much input the member took.
    const { buffer, engine } = zlib.inflateRawSync(stored.subarray(at + header), {
      info: true,
      maxOutputLength: WHOLE_BYTES,
    }) as unknown as { buffer: Uint8Array; engine: { bytesWritten: number } };
    at += header + engine.bytesWritten + 8;
    if (at > stored.length) throw new Error('it ends early');
    yield buffer;
  }
  return false;
}

/** @returns whether something else follows */
function* frames(stored: Uint8Array): Generator<Uint8Array, boolean> {
  let at = 0;
  while (at < stored.length) {
    const start = frameStart(stored, at, stored.length);
    if (start.kind === 'skippable') {
      at += start.bytes;
      continue;
    }
    if (start.kind !== 'data') {
      if (at > 0) return true;
      throw new Error('not zstd');
    }
    let end = at + start.headerBytes;
    for (let isLast = false; !isLast;) {
      if (end + 3 > stored.length) throw new Error('it ends early');
      const block = blockExtent(stored, end);
      end += block.bytes;
      isLast = block.isLast;
    }
    if (start.hasChecksum) end += 4;
    yield zlib.zstdDecompressSync(stored.subarray(at, end), { maxOutputLength: WHOLE_BYTES });
    at = end;
  }
  return false;
}
