import * as z from 'zod';
import type { ArchivePage, ContentSummary } from '../model/content-summary.ts';
import type { Digest } from '../oci/digest.ts';
import { image, layer, method, pathID, returns, row } from './method.ts';

const version = { image, pathID, layer };

/** Most files that one call reads whole. */
export const MOST_AT_ONCE = 200;

/** What the bytes of one version are; the bytes themselves go by `dataURL.content`. */
export const contentContract = {
  /** An archive, a program, certificates; told by the bytes alone, and bounded. */
  describe: method.input(z.strictObject(version)).output(returns<ContentSummary>()),
  /** Digests of whole files, in the same order. */
  digests: method
    .input(z.strictObject({ image, files: z.array(z.strictObject({ pathID, layer })).max(MOST_AT_ONCE) }))
    .output(returns<readonly Digest[]>()),
  /** Members of an archive, at most MAX_WINDOW_ROWS; none of another file. */
  archive: method.input(z.strictObject({ ...version, start: row, end: row })).output(returns<ArchivePage>()),
};
