import zlib from 'node:zlib';
import { OutcropError } from '../../../shared/errors.ts';
import { openRegion, type RegionReader } from '../bytes/region-reader.ts';
import type { Region } from '../bytes/region.ts';
import { inflateGzip, type InflateEnd, type MidMember } from './inflate-gzip.ts';
import { inflateWhole } from './inflate-whole.ts';
import { inflateZstd } from './inflate-zstd.ts';
import { OutputWindow } from './output-window.ts';
import type { RestartPoints } from './restart-points.ts';
import { StoredInput, type PassOptions } from './stored-input.ts';
import { hasHandles } from './sync-decoder.ts';

/** Handed on at a time: small, so that a short read decodes little that it does not need. */
const OUTPUT_BYTES = 64 << 10;

/**
 * Bytes of the uncompressed stream of a blob from `offset` on, in views that are valid until the next is asked for.
 * Decoding starts at the nearest restart point; whoever stops early leaves the loop, which closes the file.
 * @param offset bytes into the uncompressed stream
 * @throws OutcropError `layer-damaged` where the stream cannot be decoded, `not-found`, `unreadable`, `unsupported`
 */
export function* readRange(
  region: Region,
  restart: RestartPoints,
  offset: number,
  options: PassOptions = {},
): Generator<Uint8Array, void> {
  using reader = openRegion(region);
  if (restart.kind === 'raw') {
    yield* readRaw(reader, offset);
    return;
  }
  if (restart.kind === 'sequential')
    throw new OutcropError(
      'unsupported',
      `A layer of ${region.file} has a compression that cannot be read here; unpack it yourself and open what comes out.`,
      {
        file: region.file,
      },
    );
  const point = hasHandles() ? lastBefore(restart.out, offset) : 0;
  const from = restart.out[point] ?? 0;
  const chunks = hasHandles()
    ? decodeFrom(reader, restart, point, new OutputWindow(OUTPUT_BYTES, from), options)
    : inflateWhole(reader, restart.kind);
  let at = from;
  let step = chunks.next();
  try {
    for (; !step.done; step = chunks.next()) {
      const chunk = step.value;
      if (at + chunk.length > offset) yield at >= offset ? chunk : chunk.subarray(offset - at);
      at += chunk.length;
    }
  } finally {
    chunks.return({ warnings: [] });
  }
  if (step.value.damage !== undefined)
    throw new OutcropError(
      'layer-damaged',
      `A layer of ${region.file} cannot be read to its end: ${step.value.damage.replace(/\.$/, '')}; copy or save the image again.`,
      {
        file: region.file,
      },
    );
}

function* readRaw(reader: RegionReader, offset: number): Generator<Uint8Array, void> {
  const buffer = new Uint8Array(OUTPUT_BYTES);
  for (let at = offset; ;) {
    const got = reader.read(buffer, 0, buffer.length, at);
    if (got === 0) return;
    yield buffer.subarray(0, got);
    at += got;
  }
}

function decodeFrom(
  reader: RegionReader,
  restart: Extract<RestartPoints, { kind: 'gzip' | 'zstd' }>,
  point: number,
  out: OutputWindow,
  options: PassOptions,
): Generator<Uint8Array, InflateEnd> {
  const at = restart.in[point] ?? 0;
  const input = new StoredInput(reader, at, undefined, options);
  if (restart.kind === 'zstd') return inflateZstd(input, out);
  return inflateGzip(input, out, undefined, midMember(reader, restart, point, at));
}

/** @returns undefined for the start of a member */
function midMember(
  reader: RegionReader,
  restart: Extract<RestartPoints, { kind: 'gzip' }>,
  point: number,
  at: number,
): MidMember | undefined {
  const stored = restart.windows.subarray(restart.windowOffset[point], restart.windowOffset[point + 1]);
  if (stored.length === 0) return undefined;
  const last = new Uint8Array(1);
  reader.read(last, 0, 1, at - 1);
  return { bits: restart.bits[point]!, lastByte: last[0]!, window: zlib.inflateRawSync(stored) };
}

/** Index of the last value that is not above `limit`; 0 when all are. */
function lastBefore(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
