import { useEffect, useReducer, useState } from 'react';
import type { ArchiveEntry } from '../../../shared/model/content-summary.ts';
import type { ContentTeller } from './content-teller.ts';

const PAGE = 200;
const MAX_PAGES = 40;

/** Members of an archive, page by page as they come on the screen; the pages used last are kept. */
export interface MemberPages {
  /** Undefined while it is on its way; the page is asked for. */
  readonly at: (index: number) => ArchiveEntry | undefined;
  readonly failed: unknown;
  readonly retry: () => void;
}

export function useMemberPages(teller: ContentTeller): MemberPages {
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const [cache] = useState(() => createCache(teller, changed));
  useEffect(() => () => cache.close(), [cache]);
  return { at: cache.at, failed: cache.failed(), retry: cache.retry };
}

function createCache(teller: ContentTeller, onChange: () => void) {
  const pages = new Map<number, readonly ArchiveEntry[] | 'asked'>();
  let stop = new AbortController();
  let failed: unknown;
  const ask = async (page: number) => {
    const { signal } = stop;
    try {
      const { entries } = await teller.members(page * PAGE, (page + 1) * PAGE, signal);
      pages.set(page, entries);
    } catch (error) {
      if (signal.aborted) return;
      failed = error;
    }
    onChange();
  };
  return {
    at: (index: number): ArchiveEntry | undefined => {
      const page = Math.floor(index / PAGE);
      const known = pages.get(page);
      if (known !== undefined && known !== 'asked') return known[index % PAGE];
      if (known === undefined && failed === undefined) {
        pages.set(page, 'asked');
        const oldest = pages.keys().next().value;
        if (pages.size > MAX_PAGES && oldest !== undefined) pages.delete(oldest);
        void ask(page);
      }
      return undefined;
    },
    failed: () => failed,
    retry: () => {
      failed = undefined;
      for (const [page, known] of pages) if (known === 'asked') pages.delete(page);
      onChange();
    },
    close: () => {
      stop.abort();
      stop = new AbortController();
      for (const [page, known] of pages) if (known === 'asked') pages.delete(page);
    },
  };
}
