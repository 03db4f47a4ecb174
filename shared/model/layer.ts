import type { ChainID, Digest, DiffID } from '../oci/digest.ts';

export type Compression = 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

/** One layer of an image, base first. Counts and sizes that need the layer read are null until it is. */
export interface LayerSummary {
  /** Base 0. */
  readonly index: number;
  /** Of the blob as stored. Null until computed where the source claims none (docker-archive members). */
  readonly digest: Digest | null;
  /** What the config claims; what was computed when it claims none. */
  readonly diffID: DiffID | null;
  /** Of this layer and all below it, from the claimed diffIDs. */
  readonly chainID: ChainID | null;
  readonly mediaType: string | null;
  readonly compression: Compression;
  /** Bytes as stored. */
  readonly blobSize: number;
  /** Bytes of the uncompressed tar, whole stream. */
  readonly tarSize: number | null;
  /** Sum of the sizes of the regular files in the layer's own tree; a hard link adds nothing. */
  readonly contentSize: number | null;
  /** Tar entries, markers included. */
  readonly entries: number | null;
  /** Paths that this layer adds to the tree below it. */
  readonly added: number | null;
  /** Paths that were visible below and have another version here. */
  readonly changed: number | null;
  /** Paths that were visible below and are not any more; a removed folder counts each path in it. */
  readonly removed: number | null;
  /** The instruction, from history; null when history does not match the layers. */
  readonly createdBy: string | null;
  readonly created: string | null;
  /** `claimed`: counts and sizes are as the layer's own table of contents has them; it is not read yet. */
  readonly state: 'waiting' | 'claimed' | 'ready' | 'damaged' | 'absent';
  /** One sentence when `damaged` or `absent`. */
  readonly problem?: string;
}

/** One row of the config's history, base first. */
export interface HistoryRow {
  readonly createdBy: string;
  readonly created: string | null;
  readonly author: string | null;
  readonly comment: string | null;
  /** True for rows that changed only the config (`ENV`, `CMD` …). */
  readonly emptyLayer: boolean;
  /** Index of the layer this row made; null for empty rows, and when the counts do not match. */
  readonly layer: number | null;
}
