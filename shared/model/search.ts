import type { EntryType, HiddenBy } from './entry.ts';
import type { PatternKind } from './pattern.ts';
import type { PathID } from './view.ts';

export interface SearchQuery {
  readonly text: string;
  /** `names`: paths; `content`: bytes of regular files, where `glob` is not allowed. */
  readonly in: 'names' | 'content';
  readonly pattern: PatternKind;
  readonly ignoreCase: boolean;
  /** Hidden versions too; else the merged tree only. */
  readonly hidden: boolean;
  /** Only versions of this layer. */
  readonly layer?: number;
}

/** A place in a content. */
export interface ContentMatch {
  /** Bytes into the content. */
  readonly offset: number;
  /** Base 1. Counted in line feeds. */
  readonly line: number;
  /** The text round the match on its line; bytes that are not UTF-8 are replaced. Untrusted. */
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** One version that matches. */
export interface SearchHit {
  readonly pathID: PathID;
  readonly path: string;
  readonly rawPath?: string;
  readonly layer: number;
  readonly type: EntryType;
  readonly size: number;
  readonly visible: boolean;
  readonly hiddenBy?: HiddenBy;
  /** Of a content search: the first places, at most MATCHES_PER_FILE. */
  readonly matches?: readonly ContentMatch[];
  /** Of a content search: all places, counted up to MAX_COUNTED. */
  readonly matchCount?: number;
}

export const MATCHES_PER_FILE = 20;
export const MAX_COUNTED = 10_000;

export interface SearchState {
  readonly hits: number;
  readonly done: boolean;
  /** It ended at the limit `search-hits`. */
  readonly truncated: boolean;
  /** Files whose layer could not be read. */
  readonly unread: number;
}

export interface SearchPage {
  readonly state: SearchState;
  /** Index of the first hit, base 0. Hits keep their place while the search goes on. */
  readonly start: number;
  readonly hits: readonly SearchHit[];
}
