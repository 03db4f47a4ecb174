import type { HoleLimits } from './holes.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { openRegion } from '../bytes/region-reader.ts';
import { readRange } from '../compression/read-range.ts';
import type { PassOptions } from '../compression/stored-input.ts';
import type { IndexedLayer } from './indexed-layer.ts';
import { ENTRY_FLAG, type EntryRow } from './tar-index.ts';

/** Most bytes one call returns; callers loop, or stream. */
export const MAX_READ_BYTES = 8 << 20;
/** Bytes of a hole handed on at a time. */
const HOLE_BYTES = 64 << 10;

/** What of a layer is needed to read it. */
export type ReadableLayer = Pick<IndexedLayer, 'region' | 'restart' | 'tarSize'>;
/** What of a layer is needed to read a body. */
export type BodyLayer = Pick<IndexedLayer, 'region' | 'restart' | 'tarSize' | 'index'> & {
  /** Of bodies that are read as a whole; the default ones when left out. */
  readonly limits?: HoleLimits | undefined;
};

/**
 * Part of a layer's uncompressed tar, decoded from the nearest restart point.
 * @param offset bytes into the uncompressed tar; at or after its end nothing is returned
 * @param length bytes; at most MAX_READ_BYTES are returned
 * @returns memory the caller may keep; shorter than asked only at the end of the layer
 * @throws OutcropError `layer-damaged` when the layer ends before that or does not decode, `not-found`, `unreadable`
 */
export function readLayer(layer: ReadableLayer, offset: number, length: number, options?: PassOptions): Uint8Array {
  const wanted = Math.max(0, Math.min(length, layer.tarSize - offset, MAX_READ_BYTES));
  const bytes = new Uint8Array(wanted);
  if (layer.restart.kind === 'raw') {
    using reader = openRegion(layer.region);
    if (reader.read(bytes, 0, wanted, offset) < wanted) throw tooShort(layer);
    return bytes;
  }
  let filled = 0;
  for (const chunk of streamLayer(layer, offset, wanted, options)) {
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes;
}

/**
 * The same without a limit, chunk by chunk; a view is valid until the next is asked for. For a long read this costs
 * one decoding, where calls of `readLayer` would start again each time.
 * @throws OutcropError as `readLayer`
 */
export function* streamLayer(
  layer: ReadableLayer,
  offset: number,
  length: number,
  options?: PassOptions,
): Generator<Uint8Array, void> {
  let left = Math.max(0, Math.min(length, layer.tarSize - offset));
  if (left === 0) return;
  for (const chunk of readRange(layer.region, layer.restart, offset, options)) {
    yield chunk.length > left ? chunk.subarray(0, left) : chunk;
    left -= Math.min(left, chunk.length);
    if (left === 0) return;
  }
  throw tooShort(layer);
}

/**
 * Part of the content of a regular file, holes of a sparse one as zeros.
 * @param offset bytes into the content, 0 ≤ offset ≤ size
 * @param length bytes; at most MAX_READ_BYTES are returned
 * @returns memory the caller may keep; shorter than asked only at the end of the file
 * @throws OutcropError as `readLayer`
 */
export function readBody(
  layer: BodyLayer,
  row: EntryRow,
  offset: number,
  length: number,
  options?: PassOptions,
): Uint8Array {
  const wanted = Math.max(0, Math.min(length, layer.index.size[row]! - offset, MAX_READ_BYTES));
  if (!isSparse(layer, row)) {
    const bytes = readLayer(layer, layer.index.bodyOffset[row]! + offset, wanted, options);
    if (bytes.length < wanted) throw tooShort(layer);
    return bytes;
  }
  const bytes = new Uint8Array(wanted);
  let filled = 0;
  for (const chunk of streamBody(layer, row, offset, wanted, options)) {
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes;
}

/** The same without a limit, chunk by chunk; a view is valid until the next is asked for. */
export function* streamBody(
  layer: BodyLayer,
  row: EntryRow,
  offset: number,
  length: number,
  options?: PassOptions,
): Generator<Uint8Array, void> {
  const end = Math.min(layer.index.size[row]!, offset + length);
  const bodyOffset = layer.index.bodyOffset[row]!;
  if (!isSparse(layer, row)) {
    if (bodyOffset + end > layer.tarSize) throw tooShort(layer);
    yield* streamLayer(layer, bodyOffset + offset, end - offset, options);
    return;
  }
  const runs = layer.index.rare.get(row)?.sparse ?? new Float64Array(0);
  let at = offset;
  let stored = bodyOffset;
  for (let i = 0; i < runs.length && at < end; i += 2) {
    const start = runs[i]!;
    const runEnd = start + runs[i + 1]!;
    if (runEnd > at) {
      yield* zeros(Math.min(start, end) - at);
      at = Math.max(at, start);
      const to = Math.min(runEnd, end);
      if (to > at) {
        const from = stored + (at - start);
        if (from + (to - at) > layer.tarSize) throw tooShort(layer);
        yield* streamLayer(layer, from, to - at, options);
        at = to;
      }
    }
    stored += runEnd - start;
  }
  yield* zeros(end - at);
}

const isSparse = (layer: BodyLayer, row: EntryRow): boolean => (layer.index.flags[row]! & ENTRY_FLAG.sparse) !== 0;

function* zeros(count: number): Generator<Uint8Array, void> {
  const hole = new Uint8Array(Math.max(0, Math.min(count, HOLE_BYTES)));
  for (let left = count; left > 0; left -= hole.length) yield left < hole.length ? hole.subarray(0, left) : hole;
}

function tooShort(layer: ReadableLayer): OutcropError {
  const { file } = layer.region;
  return new OutcropError('layer-damaged', `A layer of ${file} ends before these bytes; the image is not complete.`, {
    file,
  });
}
