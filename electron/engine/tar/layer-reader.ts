import { openRegion } from '../bytes/region-reader.ts';
import { inflateRegion } from '../compression/inflate.ts';
import type { IndexedLayer } from './indexed-layer.ts';

/** What reading a layer's uncompressed tar needs. */
export type ReadableLayer = Pick<IndexedLayer, 'region' | 'compression' | 'restart' | 'tarSize'>;

/** What reading one body needs: little enough to be posted to a thread for each read. */
export interface StoredBody extends ReadableLayer {
  /** Bytes from the start of the uncompressed tar. */
  readonly bodyOffset: number;
  readonly size: number;
  readonly sparse?: Float64Array | undefined;
}

/** Placeholder until random access lands: inflates from the start. */
export function readLayer({ region, compression }: ReadableLayer, offset: number, length: number): Uint8Array {
  using reader = openRegion(region);
  const bytes = new Uint8Array(length);
  if (compression === 'none') return bytes.subarray(0, reader.read(bytes, 0, length, offset));
  let at = 0;
  let filled = 0;
  for (const chunk of inflateRegion(reader, compression, {}).chunks) {
    const from = Math.max(0, offset - at);
    const part = chunk.subarray(from, Math.max(from, offset + length - at));
    bytes.set(part, filled);
    filled += part.length;
    at += chunk.length;
    if (filled === length) break;
  }
  return bytes.subarray(0, filled);
}

export function readBody(body: StoredBody, offset: number, length: number): Uint8Array {
  return readLayer(body, body.bodyOffset + offset, Math.max(0, Math.min(length, body.size - offset)));
}
