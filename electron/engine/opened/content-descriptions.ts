import type { Limits } from '../limits/limits.ts';
import type { ArchivePage } from '../../../shared/model/content-summary.ts';
import { memberAt, type ArchiveListing } from '../analysis/content/archive/listing.ts';
import type { Described } from '../analysis/content/describe-content.ts';
import type { Pool } from '../work/pool.ts';
import type { VersionReader } from './read-version.ts';

/** Archives whose members are kept: what a window shows, and what was shown just before. */
const KEPT = 4;
/** Someone looks at it; after the bytes, which show first. */
const PRIORITY = 1;

/** Descriptions of versions, made in worker threads; the last few are kept for their pages. */
export interface Descriptions {
  of(path: number, layer: number | undefined, signal?: AbortSignal): Promise<Described>;
}

export function createDescriptions(reader: VersionReader, pool: Pool, limits: Limits | undefined): Descriptions {
  const kept = new Map<string, Described>();
  return {
    async of(path, layer, signal) {
      const key = `${path} ${layer ?? ''}`;
      const known = kept.get(key);
      if (known) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const body = await reader.body(path, layer, signal);
      const described = await pool.run('describeContent', { ...body, limits }, { signal, priority: PRIORITY });
      kept.set(key, described);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
      return described;
    },
  };
}

/** @param listing undefined of a file that is no archive */
export function archivePage(listing: ArchiveListing | undefined, start: number, end: number): ArchivePage {
  const total = listing?.length ?? 0;
  const from = Math.min(start, total);
  const to = Math.min(end, total);
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  return { total, start: from, entries: listing ? rows.map((row) => memberAt(listing, row)) : [] };
}
