import { END_BLOCKS, padding, writeHeader } from '../tar/write-entry.ts';
import type { LayerEntry } from './layer-entry.ts';
import type { Body } from './tree.ts';

/** Yields the bytes of a body; `size` of them in all. */
export type ReadBody = (body: Body) => AsyncIterable<Uint8Array>;

/** The tar of a layer, chunk by chunk; the same entries give the same bytes. */
export async function* layerTar(entries: Iterable<LayerEntry>, read: ReadBody): AsyncIterable<Uint8Array> {
  for (const entry of entries) {
    yield writeHeader(entry);
    if (!entry.body) continue;
    yield* read(entry.body);
    yield padding(entry.size);
  }
  yield END_BLOCKS;
}
