import type { EntryType, HiddenBy } from './entry.ts';
import type { PathID } from './view.ts';

export const FINDING_KINDS = [
  'secret-name', // a name that usually holds a key, a password or a token
  'setuid',
  'setgid',
  'capability', // a program that is given powers of root (security.capability)
  'world-writable',
  'device',
  'odd-name', // a name that is not what it looks like in a listing
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing that deserves a look. Made from names and modes; no content was read. */
export interface Finding {
  readonly kind: FindingKind;
  /** The rule of a `secret-name` (`private-key`, `dotenv` …) or an `odd-name` (`not-utf8` …); else the same as `kind`. */
  readonly rule: string;
  readonly pathID: PathID;
  readonly path: string;
  readonly rawPath?: string;
  readonly type: EntryType;
  readonly layer: number;
  /** Four octal digits. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly visible: boolean;
  /** Who hides it: deleted from the rootfs, still recoverable from the image. */
  readonly hiddenBy?: HiddenBy;
}

export interface FindingCount {
  readonly kind: FindingKind;
  readonly visible: number;
  readonly hidden: number;
}

export const FINDING_SORT_KEYS = ['kind', 'path', 'layer', 'size'] as const;
export type FindingSortKey = (typeof FINDING_SORT_KEYS)[number];

export interface FindingsQuery {
  /** None: all. */
  readonly kinds: readonly FindingKind[];
  /** Only visible ones, or only hidden ones. */
  readonly visible?: boolean;
  /** Case-insensitive part of the path or the rule; empty: all. */
  readonly filter: string;
  /** `kind`: in the order of FINDING_KINDS, visible ones first; ties by path. */
  readonly sort: FindingSortKey;
  readonly descending: boolean;
}

export interface FindingsPage {
  /** Of the whole image. */
  readonly counts: readonly FindingCount[];
  /** All that the query finds. */
  readonly total: number;
  /** Index of the first row, base 0. */
  readonly start: number;
  readonly rows: readonly Finding[];
}
