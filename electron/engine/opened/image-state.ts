import type { ImageHandle, SourceSummary } from '../../../shared/model/image.ts';
import type { IntegrityItem } from '../../../shared/model/integrity.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import type { ComputedDigests } from '../image/integrity-items.ts';
import type { Limits } from '../limits/limits.ts';
import type { StoredImage } from '../sources/source.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { KeptIndex, KeptIndexes } from './kept-indexes.ts';
import type { Pool } from '../work/pool.ts';

export interface OpenedImageParts {
  readonly handle: ImageHandle;
  readonly source: SourceSummary;
  readonly stored: StoredImage;
  readonly sourceWarnings: readonly Warning[];
  readonly pool: Pool;
  readonly indexes: KeptIndexes;
  readonly cacheDir: string;
  readonly limits?: Limits | undefined;
  /** Aborts when the source is closed. */
  readonly closed: AbortSignal;
}

/** What grows while an image is open: layers as they are read, digests as they are computed. */
export interface ImageState {
  layers: readonly LayerSummary[];
  integrity: readonly IntegrityItem[];
  /** Base first; undefined until read, and for absent layers. */
  readonly indexed: (IndexedLayer | undefined)[];
  /** The same with their keys on disk. */
  readonly kept: (KeptIndex | undefined)[];
  /** Takes in what hashing a layer found out. */
  learn(computed: ComputedDigests): void;
}
