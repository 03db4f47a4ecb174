import type { Digest } from '../oci/digest.ts';
import type { Warning } from './warning.ts';

/** The form an image came in (formats.md §1.1). */
export type SourceKind =
  | 'docker-archive' // manifest.json array, since Docker 1.10
  | 'docker-archive-v1' // repositories + <id>/json, before Docker 1.10
  | 'oci-archive' // tar with index.json
  | 'oci-layout' // folder with index.json
  | 'docker-folder' // an unpacked docker-archive
  | 'containers-dir' // skopeo's dir: transport
  | 'rootfs-archive'; // a plain tar: one layer, no config

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Where an image was opened from. */
export interface SourceSummary {
  readonly kind: SourceKind;
  /** Absolute path on the machine of the engine. */
  readonly path: string;
  /** Outer compression of the whole file, unpacked to Outcrop's cache. */
  readonly compression: 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2';
  /** Bytes of the file as stored; for a folder the sum of the blobs that images use. */
  readonly size: number;
}

/** Stands for one opened image of one opened source, in one engine. */
export type ImageHandle = string & { readonly __image?: never };

/** One choice of the picker: enough to name an image before its layers are read. */
export interface ImageSummary {
  readonly handle: ImageHandle;
  /** `image` has a root file system; `attestation` and `artifact` are shown as documents only. */
  readonly kind: 'image' | 'attestation' | 'artifact';
  /** Digest of the config as stored: Docker's image ID with graph drivers. Null when there is no config. */
  readonly id: Digest | null;
  /** Digest of the OCI or schema-2 manifest as stored. Null for a docker-archive without one. */
  readonly manifestDigest: Digest | null;
  /** Every name, fully qualified where the archive gives one; may be empty. */
  readonly names: readonly string[];
  readonly platform: Platform | null;
  /** RFC 3339, as the config says. */
  readonly created: string | null;
  readonly layerCount: number;
  /** Layers whose blob is not in this archive. */
  readonly absentLayers: number;
  /** Bytes of all layer blobs that are present, as stored. */
  readonly blobSize: number;
  /** What it was built from, as its manifest says (`org.opencontainers.image.base.name`); untrusted. */
  readonly baseName?: string;
  /** Digest of that image's manifest, as its manifest says (`org.opencontainers.image.base.digest`); untrusted. */
  readonly baseDigest?: Digest;
  /** For an attestation: the digest of the manifest it speaks of. */
  readonly attests?: Digest;
  /** Why this image cannot be browsed, though others of the file can. */
  readonly problem?: string;
}

export interface OpenedSourceSummary {
  /** What opens it again: its path, or the name of a stored image. */
  readonly openedAs: string;
  readonly source: SourceSummary;
  readonly images: readonly ImageSummary[];
  readonly warnings: readonly Warning[];
}
