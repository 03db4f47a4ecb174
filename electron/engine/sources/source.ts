import type { ErrorCode } from '../../../shared/errors.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { ImageDocument } from '../../../shared/model/document.ts';
import type { Platform, SourceKind } from '../../../shared/model/image.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import type { Region } from '../bytes/region.ts';

/** A JSON document as it stands, with its place. Its digest was computed from these bytes. */
export interface StoredDocument {
  readonly kind: ImageDocument['kind'];
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  /** What names it and by which digest: a descriptor, a file name. Null when nothing claims one. */
  readonly claimed: { readonly by: string; readonly digest: Digest } | null;
  readonly mediaType: string | null;
  /** One sentence when it is not usable JSON. */
  readonly problem?: string;
}

/** One layer as the source lists it. What the bytes really are is found by reading them. */
export interface StoredLayer {
  /** Null when the blob is not in this archive. */
  readonly region: Region | null;
  /** Sniffed from the first bytes, never from names or media types; `none` when absent. */
  readonly compression: Compression;
  /** Claimed by a descriptor or a blobs/ path; null where the form claims none. */
  readonly digest: Digest | null;
  readonly claimedBy: string;
  readonly mediaType: string | null;
  readonly annotations: Readonly<Record<string, string>>;
  /** Name of the member or file, for messages. */
  readonly member: string;
  /** A table of contents of this layer that lies beside it: a SOCI index in the same archive names it. */
  readonly ztoc?: { readonly region: Region; readonly digest: Digest };
  /** One sentence when it cannot be read though its name is known (absent, unsafe, encrypted, not a tar type). */
  readonly problem?: string;
}

/** Why an image cannot be browsed: what an OutcropError about it says. */
export interface ImageProblem {
  readonly code: ErrorCode;
  /** One sentence that names the file. */
  readonly message: string;
}

/** What a form must find out about one image. All else is derived from this, once, in `image/`. */
export interface StoredImage {
  readonly kind: 'image' | 'attestation' | 'artifact';
  readonly names: readonly string[];
  /** From the index descriptor; the config decides when this is null. */
  readonly platform: Platform | null;
  readonly manifest: StoredDocument | null;
  /** Digest by which an index names the manifest; also when the manifest itself is not in the archive. */
  readonly manifestDigest: Digest | null;
  readonly config: StoredDocument | null;
  /** Base first. */
  readonly layers: readonly StoredLayer[];
  /** Outermost first: index.json, nested indexes, manifest.json entry, manifest, config, legacy JSON. */
  readonly documents: readonly StoredDocument[];
  /** Docker before 1.10: the `json` of each layer, base first, null where it is absent; they stand in for a config. */
  readonly layerJson?: readonly (StoredDocument | null)[];
  readonly attests?: Digest;
  readonly problem?: ImageProblem;
}

/** An opened file or folder. Opening reads outer headers and JSON only. */
export interface Source {
  readonly kind: SourceKind;
  readonly path: string;
  /** Outer compression; when not `none`, regions lie in an unpacked copy in the cache folder. */
  readonly compression: Compression;
  readonly size: number;
  readonly images: readonly StoredImage[];
  readonly warnings: readonly Warning[];
}
