import type { Hash } from 'node:crypto';
import { OutcropError } from '../../../shared/errors.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { RegionReader } from '../bytes/region-reader.ts';
import { sharedColumn } from '../bytes/shared-column.ts';
import { GzipPoints } from './gzip-points.ts';
import { inflateGzip, type InflateEnd } from './inflate-gzip.ts';
import { inflateWhole } from './inflate-whole.ts';
import { inflateZstd, ZstdPoints } from './inflate-zstd.ts';
import { OutputWindow } from './output-window.ts';
import type { RestartPoints } from './restart-points.ts';
import { StoredInput, type PassOptions } from './stored-input.ts';
import { hasHandles } from './sync-decoder.ts';

/** Handed on at a time: larger gains nothing (performance.md §4.2). A multiple of a tar block, so that blocks stay whole. */
export const OUTPUT_BYTES = 256 << 10;

/** @param input bytes of the stored blob before it. @param output bytes of the uncompressed stream before it */
export type StartListener = (input: number, output: number) => void;

export interface InflatePass {
  /** Views valid until the next; the return value says how it ended. */
  readonly chunks: Generator<Uint8Array, InflateEnd>;
  /** After the last chunk. */
  restart(): RestartPoints;
  /** Reads to the end of the region what decoding left: the hash covers all stored bytes. */
  drain(): void;
}

export interface InflateOptions extends PassOptions {
  /** Fed every stored byte. */
  readonly hash?: Hash;
  /** Collect restart points. */
  readonly points?: boolean;
  /** Told of every gzip member and zstd frame that holds data: where it starts in the blob, and its output in the stream. */
  readonly onStart?: StartListener;
}

/**
 * Decodes a whole blob in one pass.
 * @throws OutcropError `unsupported` for compressions that layers may not have
 */
export function inflateRegion(reader: RegionReader, compression: Compression, options: InflateOptions): InflatePass {
  if (compression !== 'gzip' && compression !== 'zstd') throw unsupportedLayer(reader.region.file, compression);
  const input = new StoredInput(reader, 0, options.hash, options);
  const drain = () => input.drain();
  if (!hasHandles()) return { chunks: inflateWhole(reader, compression), drain, restart: () => onlyStart(compression) };
  const out = new OutputWindow(OUTPUT_BYTES);
  if (compression === 'zstd') {
    const points = new ZstdPoints(options.onStart);
    return { chunks: inflateZstd(input, out, points), drain, restart: () => points.finish() };
  }
  const points = options.points ? new GzipPoints(options.onStart) : undefined;
  return {
    chunks: inflateGzip(input, out, points),
    drain,
    restart: () => points?.finish() ?? onlyStart(compression),
  };
}

/** For layers in a compression that the image-spec does not allow. */
export function unsupportedLayer(file: string, compression: Compression): OutcropError {
  return new OutcropError(
    'unsupported',
    `A layer of ${file} is compressed with ${compression}, which is no layer format and which container engines refuse; recompress it with gzip or zstd.`,
    { file },
  );
}

function onlyStart(kind: 'gzip' | 'zstd'): RestartPoints {
  const start = sharedColumn(Float64Array, 1);
  if (kind === 'zstd') return { kind, in: start, out: start };
  return {
    kind,
    in: start,
    out: start,
    bits: sharedColumn(Uint8Array, 1),
    windowOffset: sharedColumn(Float64Array, 2),
    windows: sharedColumn(Uint8Array, 0),
  };
}
