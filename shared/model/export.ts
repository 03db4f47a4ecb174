/** Why an entry was not written. */
export const SKIP_REASONS = [
  'device', // char, block and fifo: only when asked
  'exists', // something is there: only with force, and never a folder by a file
  'unsafe-name', // a name that this system cannot hold, or that would leave the folder
  'unsafe-parent', // a link or a file stands where its folder would be
  'unreadable', // its layer is damaged or absent
  'link-refused', // the system refused the link
  'hidden', // no visible version, and no layer was named
  'too-many', // a limit of this export was hit
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export interface Skipped {
  readonly path: string;
  readonly rawPath?: string;
  readonly reason: SkipReason;
  /** One sentence. */
  readonly detail: string;
}

export interface ExportReport {
  /** Entries written; folders count. */
  readonly written: number;
  /** Bytes of content written. */
  readonly bytes: number;
  readonly skipped: readonly Skipped[];
}

/** What is exported. */
export interface ExportSelection {
  /** Paths; a folder stands for all below it. Empty: the whole tree. */
  readonly paths: readonly (string | number)[];
  /** Versions of this layer, visible or not; else the merged tree. */
  readonly layer?: number;
}

export const LIST_NAMES = ['files', 'hidden', 'duplicates', 'findings', 'packages', 'changes'] as const;
/** Lists that can be saved as CSV or JSON. */
export type ListName = (typeof LIST_NAMES)[number];
/** What layers from…to (inclusive, base 0) did is a list of its own; the others are of the whole image. */
export type ListChoice =
  | { readonly name: Exclude<ListName, 'changes'> }
  | { readonly name: 'changes'; readonly from: number; readonly to: number };
export const LIST_FORMATS = ['csv', 'json'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];
