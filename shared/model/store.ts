import type { ChainID, Digest, DiffID } from '../oci/digest.ts';
import type { Platform } from './image.ts';

/** One image of the store, with all its names. */
export interface StoredImage {
  readonly manifestDigest: Digest;
  /** Digest of its config; null when the manifest cannot be read, or names several images. */
  readonly id: Digest | null;
  /** As the store has them, fully qualified where they are names at all; empty for an image without one. */
  readonly names: readonly string[];
  readonly platform: Platform | null;
  /** RFC 3339, as its config says; untrusted. */
  readonly created: string | null;
  /** Base first. */
  readonly layers: readonly StoredLayer[];
  /** Bytes of its blobs in the store. */
  readonly size: number;
  /** Those of them that no other image uses: what removing it frees. */
  readonly unique: number;
  /** Manifest digests of the images that share a layer with it. */
  readonly sharedWith: readonly Digest[];
  /** Blobs that it names and the store lacks. */
  readonly missing: readonly Digest[];
}

/** One layer of a stored image on those below it. */
export interface StoredLayer {
  readonly digest: Digest;
  readonly diffID: DiffID;
  readonly chainID: ChainID;
  /** Bytes of its blob; null when the store lacks it. */
  readonly size: number | null;
  /** Images of the store that use its blob, this one too. */
  readonly users: number;
}

/** A stack of layers as the store keeps it, named by its top, in Docker's words (formats.md §2). */
export interface LayerRecord {
  readonly chainID: ChainID;
  readonly diffID: DiffID;
  readonly parent: ChainID | null;
  /** Bytes of the regular files of the top layer. */
  readonly size: number;
  /** Where its blob lies: hex of the blob's digest. */
  readonly cacheID: string;
  /** Bytes of the blob; null when it is missing. */
  readonly blobSize: number | null;
  /** The images that stand on it: a name as Docker shows it, or the manifest's digest. */
  readonly usedBy: readonly string[];
}

export interface StoreListing {
  /** Absolute; it may not exist yet. */
  readonly folder: string;
  readonly images: readonly StoredImage[];
  /** Bytes of all blobs that the images use, each once. */
  readonly size: number;
}

/** What removing a name, an image or garbage did. */
export interface StoreRemoval {
  readonly names: readonly string[];
  /** Images that are gone. */
  readonly images: number;
  readonly blobs: number;
  /** Freed. */
  readonly bytes: number;
  /** Sentences: why something was left. */
  readonly kept: readonly string[];
}

export const ARCHIVE_FORMATS = ['docker', 'oci'] as const;
export type ArchiveFormat = (typeof ARCHIVE_FORMATS)[number];
