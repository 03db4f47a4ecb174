/** Reads bytes `start` ≤ i < `end`; the answer is exactly that long unless the source is broken. */
export type ReadRange = (start: number, end: number, signal: AbortSignal) => Promise<Uint8Array>;

export const PAGE_BYTES = 64 * 1024;
const MAX_PAGES = 48;

/** What the cache knows of one page. */
export type Page =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Pages of one immutable file. Belongs to one view; `close` ends its reads. */
export interface PageCache {
  /** The page, asked for when it is not there; `onChange` tells when it has come. */
  page(index: number): Page;
  /** Forgets failures, so that the next `page` asks again. */
  retry(): void;
  close(): void;
}

/** Keeps the pages used last, at most 3 MiB, and never asks for one twice at a time. */
export function createPageCache(read: ReadRange, size: number, onChange: () => void): PageCache {
  // A Map iterates in order of insertion: re-inserting on use keeps the oldest first.
  const pages = new Map<number, Page>();
  const stop = new AbortController();

  async function fetchPage(index: number): Promise<void> {
    let page: Page;
    try {
      const start = index * PAGE_BYTES;
      page = { kind: 'ready', bytes: await read(start, Math.min(size, start + PAGE_BYTES), stop.signal) };
    } catch (error) {
      page = { kind: 'failed', error };
    }
    if (stop.signal.aborted || !pages.has(index)) return;
    pages.set(index, page);
    onChange();
  }

  return {
    page(index) {
      const known = pages.get(index);
      const page: Page = known ?? { kind: 'loading' };
      pages.delete(index);
      pages.set(index, page);
      if (!known) {
        for (const oldest of pages.keys()) {
          if (pages.size <= MAX_PAGES) break;
          pages.delete(oldest);
        }
        void fetchPage(index);
      }
      return page;
    },
    retry() {
      for (const [index, page] of pages) if (page.kind === 'failed') pages.delete(index);
      onChange();
    },
    close: () => stop.abort(),
  };
}

/** The byte at `offset`, or undefined when its page is not there. */
export function byteAt(cache: PageCache, offset: number): number | undefined {
  const page = cache.page(Math.floor(offset / PAGE_BYTES));
  return page.kind === 'ready' ? page.bytes[offset % PAGE_BYTES] : undefined;
}
