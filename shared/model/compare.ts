import type { Entry, EntryType, PathStory } from './entry.ts';
import type { ImageHandle, ImageSummary } from './image.ts';
import type { HistoryRow, LayerSummary } from './layer.ts';
import type { IgnorePreset } from './ignore-presets.ts';
import type { Ecosystem, PackageChange } from './packages.ts';
import type { Warning } from './warning.ts';

/**
 * What happened to a path between two merged trees, the first that fits. A moved path is `added` where it is now and
 * `removed` where it was, and both rows say so in `moved`.
 */
export const DIFFERENCE_KINDS = ['added', 'removed', 'type', 'content', 'metadata', 'mtimeOnly', 'identical'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** Attributes that can differ. Of each, old and new values are kept; `xattr` stands for all of them in `keys`. */
export const DELTA_KEYS = [
  'type',
  'content',
  'size',
  'mode',
  'uid',
  'gid',
  'linkTarget',
  'device',
  'xattr',
  'mtime',
] as const;
export type DeltaKey = (typeof DELTA_KEYS)[number];

/** One side: a whole image, or a stretch of its layers merged on their own (base 0, inclusive). */
export interface CompareSide {
  readonly image: ImageHandle;
  readonly layers?: { readonly from: number; readonly to: number };
}

/** Base 0 and inclusive, like `CompareSide.layers`, but always there. */
export interface ComparedSide {
  readonly image: ImageSummary;
  /** Absolute path of the file or folder it came from. */
  readonly source: string;
  readonly from: number;
  readonly to: number;
  /** Of the stretch that was compared, base first. */
  readonly layers: readonly LayerSummary[];
}

/** Counts of paths in the merged trees, the root left out. */
export interface ComparisonSummary {
  readonly added: number;
  readonly removed: number;
  readonly content: number;
  readonly type: number;
  readonly metadata: number;
  readonly mtimeOnly: number;
  /** Pairs of a removed and an added path with the same content; both are also counted there. */
  readonly moved: number;
  readonly identical: number;
  /** Paths of both trees by the attributes that differ; one that differs in two counts in both. Zeros are left out. */
  readonly keys: Readonly<Partial<Record<DeltaKey, number>>>;
  /** `added` and `content` by inode: hard links of one inode count once. */
  readonly distinctContents: number;
  /** Bytes of regular files in the merged tree, each inode once. */
  readonly sizeBefore: number;
  readonly sizeAfter: number;
}

/**
 * How far two images are the same, strongest first: one manifest; one config and one list of diffIDs; no differing
 * path in the merged trees (apart from the ignored kinds); or different.
 */
export type Verdict = 'same-manifest' | 'same-image' | 'same-tree' | 'different';

/**
 * One rung of the layer ladder, base first. `same`: one diffID on both sides. `changed`: another layer in the same
 * place, made by the same instruction or between the same neighbours. `moved`: one diffID at another height.
 */
export interface LadderRung {
  readonly kind: 'same' | 'changed' | 'added' | 'removed' | 'moved';
  /** Index of the layer in the image, base 0; null when that side has none. */
  readonly before: number | null;
  readonly after: number | null;
  /** One diffID, but the blobs differ: only the compression does. */
  readonly recompressed: boolean;
  /** `same` and `moved`: the diffID was computed of both layers. Else at least one is believed to be what it claims. */
  readonly verified: boolean;
}

/** One field of the config that differs. Null, empty and absent are equal. */
export interface ConfigDifference {
  /** As the config names it: `Env`, `Labels`, `Entrypoint`, `architecture`. */
  readonly field: string;
  /** Of fields with named parts: the variable, label, port or volume. */
  readonly key?: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** JSON values; null when the side has none. Untrusted. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Rows of both histories side by side, base first. */
export interface HistoryPair {
  /** `changed`: another instruction in the same place. */
  readonly kind: 'same' | 'changed' | 'added' | 'removed';
  /** Position in `Comparison.ladder` of the layer that the row made (after first); null where neither made one. */
  readonly rung: number | null;
  readonly before: HistoryRow | null;
  readonly after: HistoryRow | null;
}

/** What comparing two images gives before anyone asks for rows. */
export interface Comparison {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly verdict: Verdict;
  readonly summary: ComparisonSummary;
  readonly ladder: readonly LadderRung[];
  /** The shared base: how many layers from the bottom are the same on both sides. */
  readonly sharedBase: number;
  readonly config: readonly ConfigDifference[];
  /** Of the manifests; `key` is the annotation. When it was made is left out, as of the config. */
  readonly annotations: readonly ConfigDifference[];
  readonly history: readonly HistoryPair[];
  readonly warnings: readonly Warning[];
}

export interface Delta {
  /** A DELTA_KEYS value but `content` and `xattr`; `sha256`; or `xattr:NAME` with values in base64. */
  readonly key: string;
  /** Null when that side has none. */
  readonly before: string | number | null;
  readonly after: string | number | null;
}

/** One path that differs, as JSON and reports have it. */
export interface FileDifference {
  readonly path: string;
  readonly rawPath?: string;
  readonly kind: DifferenceKind;
  readonly delta: readonly Delta[];
  /** The type after, or before where it is removed. */
  readonly type: EntryType;
  /** Bytes of its own; 0 for anything but a regular file, and where that side has none. */
  readonly sizeBefore: number;
  readonly sizeAfter: number;
  /** Index of the providing layer in the image. */
  readonly layerBefore?: number;
  readonly layerAfter?: number;
  readonly movedFrom?: string;
  readonly movedTo?: string;
  /** Percent; 100 when what moved was not changed. */
  readonly likeness?: number;
  /** Name of the package that owns it, on the side that has it (after first). */
  readonly package?: string;
}

export const DIFFERENCE_SORT_KEYS = ['name', 'delta', 'size', 'kind'] as const;
export type DifferenceSortKey = (typeof DIFFERENCE_SORT_KEYS)[number];

/**
 * `tree`: folders and what is in them. `flat`: every matching path is a row, its folders in `DifferenceRow.folder`; sorted
 * as one list. `packages`: a row for each package that owns a matching path and one for what none owns, the paths in it.
 */
export const DIFFERENCE_LAYOUTS = ['tree', 'flat', 'packages'] as const;
export type DifferenceLayout = (typeof DIFFERENCE_LAYOUTS)[number];

export interface DifferenceViewSpec {
  /** `tree` when left out. */
  readonly layout?: DifferenceLayout;
  /** In a tree: folders that hold one folder and nothing else are one row with it. */
  readonly joinFolders?: boolean;
  /** Kinds that are shown, and that folder badges count. Folders above them are always there. */
  readonly kinds: readonly DifferenceKind[];
  /** Of `added` and `removed` only what moved. */
  readonly movedOnly?: boolean;
  /** Only what differs in one of these; nothing that is added or removed. Left out or empty: all. */
  readonly keys?: readonly DeltaKey[];
  /** Case-insensitive part of the path, or with `*`, `?` or `[` in it a glob; empty shows all. */
  readonly filter: string;
  /** Kinds of noise that are left out. */
  readonly ignore?: readonly IgnorePreset[];
  /** The user's own, left out as well: globs that are read as those of a preset. */
  readonly ignoreGlobs?: readonly string[];
  /** Key of one package (`PackageDifference.key`): only the files it owns; null all. */
  readonly package: string | null;
  /** Only paths that no package owns; folders have no owner of their own and are left out. */
  readonly unowned?: boolean;
  /**
   * Only what one layer made as it is. Of `before`: what it holds that differs now. Of `after`: what it holds, and what
   * it hides of what was removed.
   */
  readonly layer?: { readonly side: 'before' | 'after'; readonly index: number } | null;
  /** `delta`: by the size of the change, whichever way; `size`: by bytes after, or before where removed. */
  readonly sort: DifferenceSortKey;
  readonly descending: boolean;
  /** Leaves out what is marked as reviewed. */
  readonly hideReviewed?: boolean;
}

/** Differing paths (`mtimeOnly` not counted), and how many of them are marked as reviewed. */
export interface ReviewProgress {
  readonly done: number;
  readonly total: number;
}

/** What a fresh Compare screen shows: everything but timestamps and what is equal. */
export const DEFAULT_DIFFERENCE_VIEW: DifferenceViewSpec = {
  kinds: ['added', 'removed', 'type', 'content', 'metadata'],
  filter: '',
  package: null,
  sort: 'name',
  descending: false,
};

/** Index of a path in the union of both trees; 0 is the root. Stable while the comparison is open. */
export type UnionID = number;

/** Where a removed path is now, or where an added one was. */
export interface Moved {
  readonly pathID: UnionID;
  readonly path: string;
  /** Percent of the bytes that are the same, rounded down; 100 only when the content is. */
  readonly likeness: number;
}

/** What looking for text files that moved and were changed found. */
export interface SimilarMoves {
  /** Pairs beside those of `ComparisonSummary.moved`. */
  readonly pairs: number;
  /** Files that were not looked at, because they are too large or too many. */
  readonly skipped: number;
}

/** The files of one package, or of none, as a row above them. */
export interface DifferenceGroup {
  /** `PackageDifference.key`; null for what no package owns. */
  readonly package: string | null;
  readonly ecosystem: Ecosystem | null;
  readonly kind: PackageChange | null;
}

/** One row of the difference grid. */
export interface DifferenceRow {
  /** Of a group a number beyond those of paths: good for `toggle` only. */
  readonly pathID: UnionID;
  readonly name: string;
  /** Folders that lie between the row above and this one and have no row of their own: `usr/share/`; `/usr/share/` in a list. */
  readonly folder?: string;
  /** The row above it, which holds it; undefined at the top. */
  readonly above?: UnionID;
  /** Set on rows that stand for a package; the name is the package's, `kind` is `identical`. */
  readonly group?: DifferenceGroup;
  /** 1 for the children of the root. */
  readonly depth: number;
  /** Base 1, among visible siblings. */
  readonly position: number;
  readonly siblings: number;
  /** Undefined when the row cannot be expanded. */
  readonly expanded?: boolean;
  readonly type: EntryType;
  /** Of the path itself; a folder in which something differs may be `identical`. */
  readonly kind: DifferenceKind;
  /** Which attributes differ; empty for added and removed. */
  readonly keys: readonly DeltaKey[];
  /** Everything at and below it is added, or removed: one row says it all. */
  readonly whole?: 'added' | 'removed';
  /** Paths below it by kind, of the kinds that are shown; undefined for what is no folder. */
  readonly counts?: Readonly<Partial<Record<DifferenceKind, number>>>;
  /** Bytes; of a folder the sum below it, each inode once, whatever is shown; 0 in a list. Of a group, of what is shown. */
  readonly sizeBefore: number;
  readonly sizeAfter: number;
  readonly layerBefore?: number;
  readonly layerAfter?: number;
  /** The path it moved from (of an added row) or to (of a removed one). */
  readonly moved?: Moved;
  /** Name of the owning package, once `compare.packages` was answered. */
  readonly package?: string;
  /** Whether all or some of what differs at and below it is marked as reviewed. */
  readonly reviewed?: 'all' | 'some';
}

export interface DifferenceWindow {
  readonly revision: number;
  /** Index of the first row, base 0. */
  readonly start: number;
  readonly rows: readonly DifferenceRow[];
}

/** One side of one path. */
export interface PathSide {
  readonly image: ImageHandle;
  /** In the image's own path table, for `dataURL.content` and `image.explain`. */
  readonly pathID: number;
  /** What is there; null when the path is hidden or absent on this side. */
  readonly entry: Omit<Entry, 'path' | 'rawPath'> | null;
  /** Of a regular file that had to be read. */
  readonly sha256?: string;
  readonly story: PathStory;
}

/** Everything about one path on both sides. */
export interface PathComparison {
  readonly pathID: UnionID;
  readonly path: string;
  readonly rawPath?: string;
  readonly kind: DifferenceKind;
  readonly delta: readonly Delta[];
  /** Null where no layer of that side ever held the path. */
  readonly before: PathSide | null;
  readonly after: PathSide | null;
  readonly moved?: Moved & {
    /** The path on the other side, for comparing what moved and changed. */
    readonly side: PathSide | null;
  };
  readonly package?: string;
}
