import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { ImageColumns } from './image-tree.ts';

/** The content of a regular file, from its start. */
export interface RowContent {
  readonly size: number;
  stream(offset: number, length: number): AsyncIterable<Uint8Array>;
}

/** An image with its layers read, as far as containers and rewriting need it. */
export interface ImageAccess extends ImageColumns {
  /** Base first; undefined for a layer that is absent or could not be read. */
  readonly layers: readonly (IndexedLayer | undefined)[];
  /** The content of a row of a layer, visible or not. */
  content(layer: number, row: number): RowContent;
}
