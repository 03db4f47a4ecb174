import type { EntryType, HiddenHow, HiddenVersion } from './entry.ts';
import type { PathID, ViewMode } from './view.ts';

/** What one layer puts into the image. Bytes of regular files, each inode once. */
export interface LayerSpace {
  /** Base 0. */
  readonly layer: number;
  /** All that the layer holds. */
  readonly contentSize: number;
  /** Of that, what the merged tree still shows: the layer's contribution to the rootfs. */
  readonly visibleSize: number;
  /** Of that, what upper layers hide. `contentSize` = `visibleSize` + `hiddenSize`. */
  readonly hiddenSize: number;
  /** Bytes of lower layers that this layer was the first to hide. */
  readonly hidesSize: number;
  /** Versions behind `hidesSize`, files of no bytes and anything but files included. */
  readonly hidesCount: number;
}

/**
 * What dive 0.13 would show, quirks included: a deleted folder costs nothing, every copy of a file counts as waste, the
 * live one too. For people who compare; `SpaceSummary.efficiency` is the true figure.
 */
export interface DiveScore {
  /** 0 to 1. */
  readonly efficiency: number;
  readonly wastedBytes: number;
  /** Bytes of all entries above the base layer. */
  readonly userBytes: number;
  /** A ratio, as in dive: `wastedBytes / userBytes`. Null when there are no user bytes: dive shows NaN, or +Inf where there is waste. */
  readonly userWastedPercent: number | null;
}

/** Bytes of regular files, each inode once. */
export interface SpaceSummary {
  /** Of all layers. */
  readonly contentSize: number;
  /** Of the merged tree. */
  readonly visibleSize: number;
  readonly hiddenSize: number;
  /** Hidden versions of any type. */
  readonly hiddenCount: number;
  /** `visibleSize / contentSize`; 1 for an image without bytes. */
  readonly efficiency: number;
  /** Base first. */
  readonly layers: readonly LayerSpace[];
  readonly dive: DiveScore;
}

/** One hidden version in a list. */
export interface HiddenRow extends HiddenVersion {
  readonly pathID: PathID;
  /** Names the rule when the name looks like a secret that can still be read. */
  readonly secret?: string;
}

export const HIDDEN_SORT_KEYS = ['size', 'path', 'layer'] as const;
export type HiddenSortKey = (typeof HIDDEN_SORT_KEYS)[number];

export interface HiddenQuery {
  /** Only what this layer hides. */
  readonly hiddenBy?: number;
  readonly how?: HiddenHow;
  /** Only versions with bytes of their own: no folders, links and empty files. */
  readonly bytesOnly: boolean;
  /** Only names that look like secrets. */
  readonly secretsOnly: boolean;
  /** Case-insensitive substring of the path; empty: all. */
  readonly filter: string;
  /** `size`: largest first; `path`: table order; `layer`: by the hiding layer, then largest first. */
  readonly sort: HiddenSortKey;
}

export interface HiddenPage {
  /** All that the query finds. */
  readonly total: number;
  /** Their bytes, each inode once. */
  readonly bytes: number;
  /** Index of the first row, base 0. */
  readonly start: number;
  readonly rows: readonly HiddenRow[];
}

/** What one hiding layer hides: a heading of the Hidden screen. */
export interface HiddenGroup {
  readonly layer: number;
  readonly count: number;
  readonly bytes: number;
  /** Names among them that look like secrets. */
  readonly secrets: number;
}

/** One file of a group of duplicates. */
export interface DuplicateCopy {
  readonly pathID: PathID;
  readonly path: string;
  readonly rawPath?: string;
  readonly layer: number;
  readonly visible: boolean;
}

/** Inodes with the same bytes, wherever they lie. Hard links of one inode are one. */
export interface DuplicateGroup {
  /** `sha256:<hex>` of the content. */
  readonly digest: string;
  /** Bytes of one. */
  readonly size: number;
  readonly count: number;
  /** `size × (count − 1)`. */
  readonly wastedSize: number;
  /** At most MAX_COPIES of them, visible ones first. */
  readonly copies: readonly DuplicateCopy[];
}

/** Copies listed for one group. */
export const MAX_COPIES = 200;

export interface DuplicateSummary {
  readonly groups: number;
  readonly wastedSize: number;
  /** Files that could not be read, in damaged layers. */
  readonly unread: number;
}

/** What a treemap shows: a tree as the Files screen has it, or the hidden bytes of every path. */
export type SpaceMode = ViewMode | { readonly kind: 'hidden' };

/** One box of a treemap. */
export interface SpaceNode {
  readonly pathID: PathID;
  readonly name: string;
  /** Bytes; of a folder the sum below it. */
  readonly size: number;
  /** Index of the layer that gives it; in mode `hidden` the layer of the largest hidden version. */
  readonly layer: number;
  readonly type: EntryType;
  /** Index in the list of the folder it lies in; −1 for the first, which is the folder asked for. */
  readonly parent: number;
  /** Children with bytes that it has, in the list or not. */
  readonly children: number;
  /** Of those, how many are left out because they are too small, and their bytes: one box. */
  readonly restCount: number;
  readonly restSize: number;
}

/** The largest boxes below one folder, parents before children, siblings by size, largest first. */
export interface SpaceTree {
  readonly nodes: readonly SpaceNode[];
}
