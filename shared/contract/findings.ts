import * as z from 'zod';
import { FINDING_KINDS, FINDING_SORT_KEYS, type FindingsPage } from '../model/findings.ts';
import { image, method, returns, row } from './method.ts';

const query = z.strictObject({
  kinds: z.array(z.enum(FINDING_KINDS)).max(FINDING_KINDS.length).readonly(),
  visible: z.boolean().exactOptional(),
  filter: z.string().max(4096),
  sort: z.enum(FINDING_SORT_KEYS),
  descending: z.boolean(),
});

/** What deserves a look, found by names and modes in every version. Waits for the image to be loaded. */
export const findingsContract = {
  /** At most MAX_WINDOW_ROWS rows. */
  list: method.input(z.strictObject({ image, query, start: row, end: row })).output(returns<FindingsPage>()),
};
