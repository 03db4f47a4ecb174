import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { HIDDEN_HOW } from '../model/entry.ts';
import type { Progress } from '../model/progress.ts';
import {
  HIDDEN_SORT_KEYS,
  type DuplicateGroup,
  type DuplicateSummary,
  type HiddenGroup,
  type HiddenPage,
  type SpaceSummary,
  type SpaceTree,
} from '../model/space.ts';
import { image, layer, method, pathID, returns, row, viewMode } from './method.ts';

/** Reading every file whose size is not its own takes time; `ready` says that the pages can be asked for. */
export type DuplicatesEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'ready'; readonly summary: DuplicateSummary };

/** Most boxes of one treemap answer. */
export const MAX_SPACE_NODES = 20_000;

const window = { start: row, end: row };

const hiddenQuery = z.strictObject({
  hiddenBy: layer.exactOptional(),
  how: z.enum(HIDDEN_HOW).exactOptional(),
  bytesOnly: z.boolean(),
  secretsOnly: z.boolean(),
  filter: z.string().max(4096),
  sort: z.enum(HIDDEN_SORT_KEYS),
});

/** Where the bytes of an image are. All of it waits for the image to be loaded. */
export const spaceContract = {
  summary: method.input(z.strictObject({ image })).output(returns<SpaceSummary>()),
  /** The `limit` largest boxes below a folder. */
  tree: method
    .input(
      z.strictObject({
        image,
        pathID,
        mode: z.discriminatedUnion('kind', [...viewMode.options, z.strictObject({ kind: z.literal('hidden') })]),
        /** Levels below the folder. */
        depth: z.int().min(1).max(256),
        limit: z.int().min(1).max(MAX_SPACE_NODES),
      }),
    )
    .output(returns<SpaceTree>()),
  /** By hiding layer, base first; layers that hide nothing are left out. */
  hiddenGroups: method.input(z.strictObject({ image })).output(returns<readonly HiddenGroup[]>()),
  /** At most MAX_WINDOW_ROWS rows. */
  hidden: method.input(z.strictObject({ image, query: hiddenQuery, ...window })).output(returns<HiddenPage>()),
  /** Hashes files of equal size, once per image; leaving the stream cancels it unless another reads it too. */
  duplicates: method.input(z.strictObject({ image })).output(eventIterator(returns<DuplicatesEvent>())),
  /** Most wasted bytes first. Refused as `stale` before `duplicates` was ready. */
  duplicateGroups: method.input(z.strictObject({ image, ...window })).output(returns<readonly DuplicateGroup[]>()),
};
