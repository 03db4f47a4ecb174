import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { MAX_REVIEWED } from '../../shared/contract/compare.ts';
import { OutcropError } from '../../shared/errors.ts';
import type { ComparedSide, Comparison } from '../../shared/model/compare.ts';
import { createKeptList } from './kept-list.ts';
import type { Log } from './log.ts';

/** How many pairs of images are kept, those marked last. */
export const MAX_PAIRS = 50;
const SAVED = z.array(z.object({ pair: z.string(), paths: z.array(z.string()) }));

/** What was marked as reviewed, by pair of images, kept in `reviewed.json` of the data folder. */
export interface ReviewedPaths {
  of(comparison: Comparison): Promise<readonly string[]>;
  /** @throws OutcropError `too-large` above MAX_REVIEWED paths; then nothing is kept */
  keep(comparison: Comparison, paths: readonly string[]): Promise<void>;
}

export function createReviewed(dataDir: string, log: Log): ReviewedPaths {
  const list = createKeptList(join(dataDir, 'reviewed.json'), SAVED, log);
  return {
    async of(comparison) {
      const pair = pairKey(comparison);
      return (await list.read()).find((one) => one.pair === pair)?.paths ?? [];
    },
    async keep(comparison, paths) {
      if (paths.length > MAX_REVIEWED)
        throw new OutcropError(
          'too-large',
          `These would be more than ${MAX_REVIEWED} reviewed paths, which is the limit; mark their folders instead.`,
        );
      const pair = pairKey(comparison);
      await list.change((known) => {
        const others = known.filter((one) => one.pair !== pair);
        return (paths.length === 0 ? others : [{ pair, paths: [...paths] }, ...others]).slice(0, MAX_PAIRS);
      });
    },
  };
}

/** The same for the same two contents, whatever the files are called and whichever comes first. */
function pairKey({ before, after }: Comparison): string {
  const names = [sideKey(before), sideKey(after)].toSorted();
  return createHash('sha256').update(JSON.stringify(names)).digest('hex');
}

function sideKey({ image, source, from, to }: ComparedSide): string {
  return `${image.id ?? image.manifestDigest ?? source} ${from}-${to}`;
}
