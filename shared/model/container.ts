import type { EntryType } from './entry.ts';
import type { Digest } from '../oci/digest.ts';

/** A writable layer over an image, kept in the data folder. */
export interface ContainerSummary {
  /** 12 hex digits. */
  readonly id: string;
  /** Given by a person; may be empty. */
  readonly name: string;
  readonly image: {
    /** Absolute path of the file or folder that the image was opened from. */
    readonly path: string;
    readonly id: Digest | null;
    readonly names: readonly string[];
  };
  /** RFC 3339. */
  readonly created: string;
  /** Edits that count, and those that were undone and can be made again. */
  readonly edits: number;
  readonly undone: number;
  /** Paths where the config mounts volumes. */
  readonly volumes: readonly string[];
}

/** A line of `docker diff`. */
export interface ContainerChange {
  readonly kind: 'A' | 'C' | 'D';
  readonly path: string;
}

/** What lies in the upper directory of overlayfs. */
export interface UpperEntry {
  readonly path: string;
  readonly type: EntryType;
  /** A character device 0:0, which deletes the path. */
  readonly whiteout: boolean;
  /** `trusted.overlay.opaque=y`: nothing below shows through. */
  readonly opaque: boolean;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly linkTarget?: string;
  /** An earlier path with the same inode. */
  readonly hardlink?: string;
}

/** An entry of the tar that the writable layer becomes; `name` as it stands there. */
export interface LayerTarEntry {
  readonly name: string;
  readonly type: EntryType | 'hardlink';
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly link?: string;
}

/** What became of one layer in a new image. */
export interface LayerReport {
  /** Index in the new image, base 0; null for a layer that went into another. */
  readonly index: number | null;
  /** Index in the old image; null for a new layer. */
  readonly was: number | null;
  readonly state: 'kept' | 'new' | 'rewritten' | 'squashed';
  readonly digestBefore: Digest | null;
  readonly digestAfter: Digest | null;
  /** Bytes as stored. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** What a new image has in common with the one it was made from. */
export interface NewImageReport {
  readonly idBefore: Digest | null;
  readonly id: Digest;
  readonly manifestDigest: Digest;
  readonly layers: readonly LayerReport[];
  /** Sum over distinct layers. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

export interface PurgedEntry {
  readonly path: string;
  /** Index of the layer it lay in. */
  readonly layer: number;
  readonly type: EntryType;
  readonly size: number;
}
