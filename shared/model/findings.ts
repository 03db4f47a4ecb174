import type { HiddenBy } from './entry.ts';
import type { PathID } from './view.ts';

export const FINDING_KINDS = ['secret-name', 'setuid', 'setgid', 'world-writable', 'device'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing that deserves a look. Made from names and modes; no content was read. */
export interface Finding {
  readonly kind: FindingKind;
  /** The rule of a `secret-name`: `private-key`, `dotenv` …; else the same as `kind`. */
  readonly rule: string;
  readonly pathID: PathID;
  readonly path: string;
  readonly rawPath?: string;
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

export interface FindingsPage {
  readonly counts: readonly FindingCount[];
  /** Findings of the kinds asked for. */
  readonly total: number;
  /** Index of the first row, base 0. */
  readonly start: number;
  readonly rows: readonly Finding[];
}
