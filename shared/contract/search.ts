import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import type { Progress } from '../model/progress.ts';
import { LIST_FORMATS } from '../model/export.ts';
import { PATTERN_KINDS } from '../model/pattern.ts';
import type { SearchPage, SearchState } from '../model/search.ts';
import { image, layer, method, returns, row } from './method.ts';

/** `started` comes first; hits are asked for page by page from then on. The stream ends with `done`. */
export type SearchEvent =
  | { readonly kind: 'started'; readonly search: string }
  | { readonly kind: 'progress'; readonly progress: Progress; readonly state: SearchState }
  | { readonly kind: 'done'; readonly state: SearchState };

const search = z.string().min(1).max(64);

/** Across all layers, hidden versions included. */
export const searchContract = {
  /** Leaving the stream stops the search; what was found stays until `close`. A bad pattern is a `bad-request`. */
  start: method
    .input(
      z.strictObject({
        image,
        query: z.strictObject({
          text: z.string().min(1).max(4096),
          in: z.enum(['names', 'content']),
          pattern: z.enum(PATTERN_KINDS),
          ignoreCase: z.boolean(),
          hidden: z.boolean(),
          layer: layer.exactOptional(),
        }),
      }),
    )
    .output(eventIterator(returns<SearchEvent>())),
  /** At most MAX_WINDOW_ROWS hits. */
  hits: method.input(z.strictObject({ search, start: row, end: row })).output(returns<SearchPage>()),
  /** What was found so far as the text of a file, part by part; CSV as `dataURL.list` makes it. */
  text: method.input(z.strictObject({ search, format: z.enum(LIST_FORMATS) })).output(eventIterator(returns<string>())),
  close: method.input(z.strictObject({ search })).output(returns<null>()),
};
