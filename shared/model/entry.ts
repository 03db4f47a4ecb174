/** Type of an inode. A hard link has the type of the inode it names. */
export const ENTRY_TYPES = ['file', 'dir', 'symlink', 'char', 'block', 'fifo'] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/** How an upper layer hides a version (union-cases.md). */
export const HIDDEN_HOW = ['whiteout', 'opaque', 'replaced', 'type-change', 'ancestor-replaced'] as const;
export type HiddenHow = (typeof HIDDEN_HOW)[number];

/** What differs between a version and the one that was visible below it. `identical`: rewritten with the same everything. */
export const CHANGE_REASONS = ['type', 'content', 'mode', 'owner', 'mtime', 'xattr', 'link', 'identical'] as const;
export type ChangeReason = (typeof CHANGE_REASONS)[number];

/**
 * One version of one path. `path` begins with `/` and is UTF-8; bytes that are not are written `\xNN`,
 * and then `rawPath` has the true bytes in base64.
 */
export interface Entry {
  readonly path: string;
  readonly rawPath?: string;
  readonly type: EntryType;
  /** Four octal digits. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; 0 for anything but a regular file. */
  readonly size: number;
  /** Seconds since the epoch, with a fraction where the archive gives one. */
  readonly mtime: number;
  readonly linkTarget?: string;
  /** The path it was linked to, in its own or a lower layer. */
  readonly hardlink?: string;
  readonly major?: number;
  readonly minor?: number;
  /** Values in base64. */
  readonly xattrs?: Readonly<Record<string, string>>;
  /** Index of the providing layer, base 0; of a directory the topmost layer with an entry for it. */
  readonly layer: number;
  /** True for a directory that no layer has an entry for. */
  readonly implicit: boolean;
}

export interface HiddenBy {
  /** The first layer that hid it. */
  readonly layer: number;
  readonly how: HiddenHow;
  /** The path where the hiding happened: itself, or an ancestor. */
  readonly via: string;
}

/** One version in a path's story, base layer first. */
export interface PathVersion extends Omit<Entry, 'path' | 'rawPath'> {
  readonly visible: boolean;
  /** Against the version that was visible below; empty for the first. */
  readonly change: readonly ChangeReason[];
  /** `change` lacks whether the content differs, too: nobody has read the bytes yet. */
  readonly undecided?: true;
  readonly hiddenBy?: HiddenBy;
}

/** The whole story of one path. */
export interface PathStory {
  readonly path: string;
  readonly rawPath?: string;
  readonly state: 'visible' | 'hidden' | 'absent';
  readonly versions: readonly PathVersion[];
}

/** One hidden version. */
export interface HiddenVersion {
  readonly path: string;
  readonly rawPath?: string;
  readonly layer: number;
  readonly type: EntryType;
  readonly size: number;
  /** The path it was linked to: its bytes are that path's too, so a sum of sizes leaves it out. */
  readonly hardlink?: string;
  readonly hiddenBy: HiddenBy;
}

/** What a layer, or a range of layers, did to one path of the tree below it. */
export interface Change {
  readonly path: string;
  readonly rawPath?: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly change: readonly ChangeReason[];
  readonly before?: Omit<Entry, 'path' | 'rawPath'>;
  readonly after?: Omit<Entry, 'path' | 'rawPath'>;
}

/** A path that completes what was typed. */
export interface PathOffer {
  readonly pathID: number;
  readonly path: string;
  readonly type: EntryType;
  readonly layer: number;
  readonly visible: boolean;
}

/** Where a symbolic link leads in the merged tree, links on the way followed. */
export type LinkTarget =
  | { readonly kind: 'found'; readonly path: string }
  /** Nothing visible is at `path`. */
  | { readonly kind: 'absent'; readonly path: string }
  /** It leads back to itself, or through more links than a kernel follows. */
  | { readonly kind: 'loop' };

/** Offers one completion gives at most. */
export const MAX_OFFERS = 60;
