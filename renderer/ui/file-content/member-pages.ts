import { useEffect, useReducer, useState } from 'react';

const PAGE = 200;
const MAX_PAGES = 40;

/** Reads members from `start` up to `end`, exclusive; fewer where they end. */
export type ReadMembers<Member> = (start: number, end: number, signal: AbortSignal) => Promise<readonly Member[]>;

/** Members of an archive, page by page as they come on the screen; the pages used last are kept. */
export interface MemberPages<Member> {
  /** Undefined while it is on its way; the page is asked for. */
  readonly at: (index: number) => Member | undefined;
  readonly failed: unknown;
  readonly retry: () => void;
}

/** @param read the first one given is kept */
export function useMemberPages<Member>(read: ReadMembers<Member>): MemberPages<Member> {
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const [cache] = useState(() => createCache(read, changed));
  useEffect(() => () => cache.close(), [cache]);
  return { at: cache.at, failed: cache.failed(), retry: cache.retry };
}

function createCache<Member>(read: ReadMembers<Member>, onChange: () => void) {
  const pages = new Map<number, readonly Member[] | 'asked'>();
  let stop = new AbortController();
  let failed: unknown;
  const ask = async (page: number) => {
    const { signal } = stop;
    try {
      pages.set(page, await read(page * PAGE, (page + 1) * PAGE, signal));
    } catch (error) {
      if (signal.aborted) return;
      failed = error;
    }
    onChange();
  };
  return {
    at: (index: number): Member | undefined => {
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
