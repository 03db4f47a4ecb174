import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import {
  DELTA_KEYS,
  DIFFERENCE_KINDS,
  DIFFERENCE_LAYOUTS,
  DIFFERENCE_SORT_KEYS,
  type Comparison,
  type DifferenceWindow,
  type PathComparison,
  type ReviewProgress,
  type SimilarMoves,
} from '../model/compare.ts';
import type { SizeComparison } from '../model/compare-sizes.ts';
import type { ContentDifference, MemberDifferencePage } from '../model/content-difference.ts';
import { IGNORE_PRESET_NAMES } from '../model/ignore-presets.ts';
import type { PackageComparison } from '../model/packages.ts';
import type { Progress } from '../model/progress.ts';
import type { ViewState } from '../model/view.ts';
import { image, layer, method, path, pathID, returns, row, view } from './method.ts';

/** What comparing tells while it runs; `compare` names the result in this connection until it is closed. */
export type CompareEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | {
      readonly kind: 'ready';
      readonly compare: string;
      readonly comparison: Comparison;
      readonly reviewed: ReviewProgress;
    };

export type SimilarEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'ready'; readonly found: SimilarMoves };

export const REPORT_FORMATS = ['json', 'md', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

const compare = z.string().min(1).max(64);

const side = z.strictObject({
  image,
  layers: z.strictObject({ from: layer, to: layer }).exactOptional(),
});

/** Of the user's own; a preset has five. */
const MAX_IGNORE_GLOBS = 64;

const spec = z.strictObject({
  layout: z.enum(DIFFERENCE_LAYOUTS).exactOptional(),
  joinFolders: z.boolean().exactOptional(),
  kinds: z.array(z.enum(DIFFERENCE_KINDS)).max(DIFFERENCE_KINDS.length),
  movedOnly: z.boolean().exactOptional(),
  keys: z.array(z.enum(DELTA_KEYS)).max(DELTA_KEYS.length).readonly().exactOptional(),
  filter: z.string().max(4096),
  ignore: z.array(z.enum(IGNORE_PRESET_NAMES)).max(IGNORE_PRESET_NAMES.length).exactOptional(),
  ignoreGlobs: z.array(z.string().min(1).max(1024)).max(MAX_IGNORE_GLOBS).readonly().exactOptional(),
  package: z.string().max(4096).nullable(),
  unowned: z.boolean().exactOptional(),
  layer: z
    .strictObject({ side: z.enum(['before', 'after']), index: layer })
    .nullable()
    .exactOptional(),
  sort: z.enum(DIFFERENCE_SORT_KEYS),
  descending: z.boolean(),
  hideReviewed: z.boolean().exactOptional(),
});

/** Two images, or two stretches of layers, side by side. */
export const compareContract = {
  /** Loads both images, reads what only bytes can tell and compares the trees. */
  open: method
    .input(
      z.strictObject({
        before: side,
        after: side,
      }),
    )
    .output(eventIterator(returns<CompareEvent>())),
  /** Reads the package databases of both sides the first time; rows know their package from then on. */
  packages: method.input(z.strictObject({ compare })).output(returns<PackageComparison>()),
  /** Pairs removed and added text files that are mostly the same, the first time; rows know it from then on. */
  similar: method.input(z.strictObject({ compare })).output(eventIterator(returns<SimilarEvent>())),
  /** Where the change in size comes from; made when it is first asked for. */
  sizes: method.input(z.strictObject({ compare })).output(returns<SizeComparison>()),
  path: method.input(z.strictObject({ compare, pathID })).output(returns<PathComparison>()),
  /**
   * What differs inside a file that both sides have, or that moved. Refused as `not-a-file` where a side has no regular
   * file. Reads both files to their end.
   */
  content: method.input(z.strictObject({ compare, pathID })).output(returns<ContentDifference>()),
  /** The differing members of two archives; at most MAX_WINDOW_ROWS rows. */
  members: method
    .input(z.strictObject({ compare, pathID, start: row, end: row }))
    .output(returns<MemberDifferencePage>()),
  /**
   * Marks a path and all that differs below it as reviewed, or takes the marks away. Kept for this pair of images, whichever
   * side they are on. Refused as `too-large` above MAX_REVIEWED marks.
   */
  review: method.input(z.strictObject({ compare, pathID, reviewed: z.boolean() })).output(returns<ReviewProgress>()),
  /** Null when neither tree has it. */
  lookup: method.input(z.strictObject({ compare, path })).output(returns<number | null>()),
  /** The whole report as text, for saving. Refused as `too-large` above MAX_REPORT_CHARS: use the command line. */
  report: method.input(z.strictObject({ compare, format: z.enum(REPORT_FORMATS) })).output(returns<string>()),
  close: method.input(z.strictObject({ compare })).output(returns<null>()),
  /** The same calls as `view`, over the union of both trees. */
  view: {
    open: method.input(z.strictObject({ compare, spec })).output(returns<{ view: string; state: ViewState }>()),
    change: method.input(z.strictObject({ view, spec })).output(returns<ViewState>()),
    rows: method.input(z.strictObject({ view, start: row, end: row })).output(returns<DifferenceWindow>()),
    toggle: method.input(z.strictObject({ view, pathID, expanded: z.boolean() })).output(returns<ViewState>()),
    /** Leaves wholly added or removed folders closed. */
    expandAll: method.input(z.strictObject({ view })).output(returns<ViewState>()),
    collapseAll: method.input(z.strictObject({ view })).output(returns<ViewState>()),
    reveal: method.input(z.strictObject({ view, pathID })).output(returns<{ state: ViewState; row: number }>()),
    findName: method.input(z.strictObject({ view, text: z.string().max(255), from: row })).output(returns<number>()),
    /** The next differing path after (before) row `from`, its folders opened; row -1 when there is none. From -1: the first. */
    next: method
      .input(z.strictObject({ view, from: z.int().min(-1), backward: z.boolean() }))
      .output(returns<{ state: ViewState; row: number }>()),
    close: method.input(z.strictObject({ view })).output(returns<null>()),
  },
};

/** Most marks that are kept of one pair; one on a folder is for all that is in it. */
export const MAX_REVIEWED = 10_000;

/** Most characters `compare.report` answers with. */
export const MAX_REPORT_CHARS = 32 << 20;
