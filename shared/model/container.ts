import type { EntryType } from './entry.ts';
import type { DiffID, Digest } from '../oci/digest.ts';

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

/** A path of what a container shows, or one that was deleted in it. */
export interface ContainerRow {
  /** Stands for the path as long as the host runs. */
  readonly pathID: number;
  readonly path: string;
  readonly name: string;
  readonly type: EntryType;
  /** 1 for the children of the root. */
  readonly depth: number;
  /** Base 1, among `siblings`. */
  readonly position: number;
  readonly siblings: number;
  /** Folders that are there only. */
  readonly expanded?: boolean;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly linkTarget?: string;
  /** As `docker diff` has it; null for what is as the image has it. */
  readonly change: ContainerChange['kind'] | null;
  /** The layer that holds a file's bytes; null when the container does, and for what has none. */
  readonly layer: number | null;
  /** Lies in a volume, so no part of the layer. */
  readonly volume: boolean;
}

export interface ContainerRows {
  readonly rowCount: number;
  /** More match the filter than are shown. */
  readonly isCut: boolean;
  readonly rows: readonly ContainerRow[];
}

/** What copy-on-write made of an edit, in the writable layer. */
export interface ContainerEffect {
  /** `rewritten`: it lay in the writable layer already. `dropped`: it lies there no longer. */
  readonly kind: 'copy-up' | 'new' | 'whiteout' | 'opaque' | 'rewritten' | 'dropped';
  readonly path: string;
  readonly type: EntryType;
  readonly size: number;
  /** Of a copied-up file: the layer that its bytes came from. */
  readonly layer: number | null;
}

/** A container as its screen draws it. */
export interface ContainerState {
  readonly summary: ContainerSummary;
  /** Paths of the init layer. */
  readonly init: readonly string[];
  readonly counts: Readonly<Record<ContainerChange['kind'], number>>;
  /** Entries of the upper directory, and the bytes of its files. */
  readonly upperEntries: number;
  readonly upperBytes: number;
}

export interface ContainerEdited {
  readonly state: ContainerState;
  /** The first ones, parents first. */
  readonly effects: readonly ContainerEffect[];
  readonly effectCount: number;
}

/** A part of one of the three ways to see the writable layer. */
export interface ContainerLayerPage {
  readonly total: number;
  readonly rows:
    | { readonly as: 'docker'; readonly rows: readonly ContainerChange[] }
    | { readonly as: 'overlay'; readonly rows: readonly UpperEntry[] }
    | { readonly as: 'oci'; readonly rows: readonly LayerTarEntry[] };
}

/** A new image in the store, and how it came to be. */
export interface MadeImage {
  readonly report: NewImageReport;
  /** Fully qualified. */
  readonly names: readonly string[];
  readonly manifestDigest: Digest;
  /** diffID of each layer, base first. */
  readonly diffIDs: readonly DiffID[];
  /** What a purge took out. */
  readonly purged: readonly PurgedEntry[];
}
