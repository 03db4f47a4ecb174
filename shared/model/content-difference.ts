import type { TextEncoding } from '../format/text-encoding.ts';
import type { ArchiveEntry, ArchiveSummary, ContentSummary } from './content-summary.ts';

/** How text is stored. */
export interface TextForm {
  readonly encoding: TextEncoding;
  /** It begins with a byte order mark. */
  readonly bom: boolean;
  readonly lineEnds: 'lf' | 'crlf' | 'cr' | 'mixed' | 'none';
}

/** One fact of an ELF file, a program or certificates that differs. Lists are compared as sets; an order is none. */
export type FactDifference =
  | { readonly kind: 'value'; readonly fact: string; readonly before: string | null; readonly after: string | null }
  | {
      readonly kind: 'list';
      readonly fact: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    };

/** What differs inside two files of one kind. All text is untrusted. */
export type InnerDifference =
  | {
      /** Members by path; `compare.members` has them. */
      readonly kind: 'archive';
      readonly before: ArchiveSummary;
      readonly after: ArchiveSummary;
      readonly added: number;
      readonly removed: number;
      /** Another type, size, mode, link target or content; times are not counted. */
      readonly changed: number;
      readonly same: number;
    }
  /** Names of facts are the keys of the summaries: `needed`, `buildID`, `go.version`. */
  | {
      readonly kind: 'facts';
      readonly of: 'elf' | 'pe' | 'mach-o' | 'certificates';
      readonly facts: readonly FactDifference[];
    }
  /** Files of two kinds. */
  | { readonly kind: 'kinds'; readonly before: ContentSummary['kind']; readonly after: ContentSummary['kind'] }
  /** Nothing that is told of. */
  | { readonly kind: 'none' };

/** Bytes of a text that is decoded to tell what is left of its difference. */
export const MAX_COMPARED_TEXT = 8 << 20;

/** Two files side by side, before anyone reads them. */
export interface ContentDifference {
  readonly sizeBefore: number;
  readonly sizeAfter: number;
  /** Offset of the first byte that differs, base 0; the shorter one's size where it is the beginning of the other; null: none. */
  readonly firstDifference: number | null;
  /** Null of what is no text, larger than MAX_COMPARED_TEXT, or the same. */
  readonly textBefore: TextForm | null;
  readonly textAfter: TextForm | null;
  /**
   * What is left of the difference when text is read as text: `line-ends`: nothing but how lines end; `encoding`: nothing
   * but how characters are stored (and lines end); `content`: more; null: one of the forms is.
   */
  readonly textDiffersIn: 'line-ends' | 'encoding' | 'content' | null;
  readonly inner: InnerDifference;
}

/** A member that differs. */
export interface MemberDifference {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly path: string;
  readonly before: Omit<ArchiveEntry, 'path'> | null;
  readonly after: Omit<ArchiveEntry, 'path'> | null;
}

export interface MemberDifferencePage {
  readonly total: number;
  /** Index of the first row, base 0; by path. */
  readonly start: number;
  readonly members: readonly MemberDifference[];
}
