import type { ChangeReason, EntryType, HiddenHow } from './entry.ts';
import type { IgnorePreset } from './ignore-presets.ts';
import type { PatternKind } from './pattern.ts';

/** Which tree the Files screen shows. Layers are indexes, base 0, inclusive. */
export type ViewMode =
  | { readonly kind: 'merged' }
  | { readonly kind: 'upto'; readonly layer: number }
  | { readonly kind: 'layer'; readonly layer: number }
  /** The net effect of layers `from` … `to`. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

/** The highest layer that a mode names; null for the merged tree, which names none. */
export function highestLayer(mode: ViewMode): number | null {
  if (mode.kind === 'merged') return null;
  return mode.kind === 'range' ? Math.max(mode.from, mode.to) : mode.layer;
}

/** `change`: what was added before what was changed and what was removed, when descending; then folders with such below. */
export const SORT_KEYS = ['name', 'size', 'mtime', 'layer', 'mode', 'owner', 'type', 'change'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** `metadata`: changed, in nothing but mode, owner, mtime or xattr, or rewritten the same, as far as sizes tell. */
export const CHANGE_FILTERS = ['added', 'changed', 'removed', 'metadata'] as const;
export type ChangeFilter = (typeof CHANGE_FILTERS)[number];
export const MODE_FILTERS = ['setuid', 'setgid', 'world-writable'] as const;
/** `world-writable`: no symbolic link, and no folder with the sticky bit. */
export type ModeFilter = (typeof MODE_FILTERS)[number];

/** The chips of the Files screen. What is left out or empty asks for nothing; of a list one must hold. */
export interface ViewWhere {
  readonly changes?: readonly ChangeFilter[];
  /** Only ghosts, or only what is no ghost. */
  readonly hidden?: boolean;
  /** Bytes of a regular file; anything else does not match. */
  readonly sizeAtLeast?: number;
  readonly sizeAtMost?: number;
  readonly types?: readonly EntryType[];
  readonly modes?: readonly ModeFilter[];
  /** Indexes of providing layers, base 0. */
  readonly layers?: readonly number[];
  readonly uids?: readonly number[];
  readonly gids?: readonly number[];
}

export interface ViewSpec {
  readonly mode: ViewMode;
  /** Hidden and deleted versions appear as ghosts. */
  readonly showHidden: boolean;
  /**
   * Read as `pattern` says, ASCII case ignored; empty shows all. Matches keep their ancestors, and bring what is below them.
   * `text`: a substring of the name, or with slashes of the path. `glob`: `*`, `?`, `[a-z]`, `**`; of the name, or with a slash of
   * the path. `regex`: RE2, anywhere in the path, which begins with a slash.
   */
  readonly filter: string;
  /** `text` when left out. A pattern that does not parse is a `bad-request`. */
  readonly pattern?: PatternKind;
  /** All that is given must hold, besides `filter`. A match brings nothing that is below it. */
  readonly where?: ViewWhere;
  readonly sort: SortKey;
  readonly descending: boolean;
}

/** State of a view after a change: what the grid needs before it asks for rows. */
export interface ViewState {
  /** Grows with every change of the rows; a window of another revision is stale. */
  readonly revision: number;
  /** Rows now visible, counting expanded folders. */
  readonly rowCount: number;
  /** Paths that match the mode and the filter, expanded or not. */
  readonly pathCount: number;
  /** Paths that only a list of noise leaves out; of comparisons. */
  readonly ignored?: number;
  /** Paths that each list of noise leaves out, or would; of comparisons. Zeros are left out. */
  readonly noise?: Readonly<Partial<Record<IgnorePreset, number>>>;
}

/** Index of a path in the image's one path table; 0 is the root. Stable while the image is open. */
export type PathID = number;

/** One row of the tree grid. */
export interface FileRow {
  readonly pathID: PathID;
  readonly name: string;
  /** 1 for the children of the root (aria-level). */
  readonly depth: number;
  /** Base 1, among visible siblings (aria-posinset, aria-setsize). */
  readonly position: number;
  readonly siblings: number;
  /** Undefined when the row cannot be expanded. */
  readonly expanded?: boolean;
  readonly type: EntryType;
  /** Of a file its bytes; of a folder the sum of the files below it in this view. */
  readonly size: number;
  /** Four octal digits. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly layer: number;
  readonly implicit: boolean;
  /**
   * What the row's layer did to this path, or in a range the layers of it; `none` when the base layer of the view has it.
   */
  readonly change: 'none' | 'added' | 'changed' | 'removed';
  readonly reasons: readonly ChangeReason[];
  /** Both versions have as many bytes: `image.reasons` compares them. */
  readonly undecided?: true;
  readonly linkTarget?: string;
  readonly hardlink?: boolean;
  /** Set on ghosts: who hides this version and how. */
  readonly hiddenBy?: { readonly layer: number; readonly how: HiddenHow };
  /** How many layers hold a version of this path. */
  readonly versions: number;
  readonly warning?: boolean;
}

/** Most rows a window picks at once: each is read from the engine. */
export const MOST_PICKED = 10_000;

export interface RowWindow {
  readonly revision: number;
  /** Index of the first row, base 0. */
  readonly start: number;
  readonly rows: readonly FileRow[];
}
