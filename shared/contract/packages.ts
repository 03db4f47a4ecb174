import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import {
  ECOSYSTEMS,
  PACKAGE_SORT_KEYS,
  type OwnedFile,
  type PackagePage,
  type PackageSummary,
} from '../model/packages.ts';
import type { Progress } from '../model/progress.ts';
import { image, layer, method, returns, row } from './method.ts';

/** Reading the databases takes time; `ready` says that the pages can be asked for. */
export type PackagesEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'ready'; readonly summary: PackageSummary };

const query = z.strictObject({
  ecosystem: z.enum(ECOSYSTEMS).exactOptional(),
  layer: layer.exactOptional(),
  filter: z.string().max(4096),
  sort: z.enum(PACKAGE_SORT_KEYS),
  descending: z.boolean(),
});
const window = { start: row, end: row };

/** What is installed in an image. Waits for it to be loaded. */
export const packagesContract = {
  /** Once per image; leaving the stream cancels it unless another reads it too. */
  read: method.input(z.strictObject({ image })).output(eventIterator(returns<PackagesEvent>())),
  /** At most MAX_WINDOW_ROWS rows. Refused as `stale` before `read` was ready; so is `files`. */
  list: method.input(z.strictObject({ image, query, ...window })).output(returns<PackagePage>()),
  /** Files of one package, by its `id`. */
  files: method.input(z.strictObject({ image, id: row, ...window })).output(returns<readonly OwnedFile[]>()),
};
