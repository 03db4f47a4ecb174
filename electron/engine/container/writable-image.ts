import type { Compression } from '../../../shared/model/layer.ts';
import type { Digest, DiffID } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';

/** A layer that can be written out as it is. Both digests were computed from its bytes. */
export interface WritableLayer {
  readonly digest: Digest;
  readonly diffID: DiffID;
  readonly compression: Compression;
  /** Bytes of the uncompressed tar. */
  readonly tarSize: number;
  /** The stored bytes. */
  readonly region: Region;
}

/** An image that can be written out. */
export interface WritableImage {
  /** The bytes whose digest is the image ID. */
  readonly config: Uint8Array;
  /** The manifest as it stood in the source; null when it must be made. */
  readonly manifest: Uint8Array | null;
  /** Canonical, with tags. */
  readonly names: readonly string[];
  /** Base first. */
  readonly layers: readonly WritableLayer[];
}
