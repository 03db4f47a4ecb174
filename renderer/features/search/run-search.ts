import type { WireError } from '../../../shared/errors.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { ListFormat } from '../../../shared/model/export.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import type { SearchHit, SearchQuery, SearchState } from '../../../shared/model/search.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { createObservable, type Observable } from '../../stores/observable.ts';
import { readNothing, type RowList } from '../../tree/row-list.ts';
import type { VersionRow } from '../../versions/version-row.tsx';

/** A hit in the list; the engine's own object is kept for its places. */
export interface HitRow extends VersionRow {
  readonly hit: SearchHit;
}

export type SearchRun =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly query: SearchQuery;
      readonly state: SearchState;
      readonly progress: Progress | null;
    }
  /** `stopped`: cancelled before its end; what was found stays. */
  | { readonly kind: 'done'; readonly query: SearchQuery; readonly state: SearchState; readonly stopped: boolean }
  | { readonly kind: 'failed'; readonly query: SearchQuery; readonly error: WireError };

/** One search at a time; the next one replaces it. */
export interface Searcher extends Observable<SearchRun> {
  readonly start: (query: SearchQuery) => void;
  /** Stops looking; what was found stays. */
  readonly cancel: () => void;
  /** What was found so far as the text of a file. */
  readonly text: (format: ListFormat) => Promise<Blob>;
  /** Forgets everything. */
  readonly clear: () => void;
}

const NOTHING: SearchState = { hits: 0, done: false, truncated: false, unread: 0 };

/** @param list shows the hits as they come */
export function createSearcher(client: OutcropClient, image: ImageHandle, list: RowList<HitRow>): Searcher {
  const { current, subscribe, set } = createObservable<SearchRun>({ kind: 'idle' });
  let abort = new AbortController();
  /** The engine keeps the hits of a search until it is closed. */
  let kept: string | null = null;

  function showHits(search: string, hits: number, keep: boolean): void {
    const read = async (start: number, end: number) =>
      (await client.search.hits({ search, start, end })).hits.map(hitRow);
    list.show(read, hits, keep);
  }

  function clear(): void {
    abort.abort();
    if (kept !== null) client.search.close({ search: kept }).catch(() => {});
    kept = null;
    set({ kind: 'idle' });
    list.show(readNothing, 0, false);
  }

  async function run(query: SearchQuery, signal: AbortSignal): Promise<void> {
    let search = '';
    let state = NOTHING;
    let shown = 0;
    set({ kind: 'running', query, state, progress: null });
    try {
      for await (const event of await client.search.start({ image, query }, { signal })) {
        if (event.kind === 'started') {
          search = event.search;
          if (signal.aborted) {
            client.search.close({ search }).catch(() => {});
            return;
          }
          kept = search;
          continue;
        }
        if (signal.aborted) break;
        state = event.state;
        if (state.hits !== shown) showHits(search, state.hits, true);
        shown = state.hits;
        if (event.kind === 'progress') set({ kind: 'running', query, state, progress: event.progress });
        else set({ kind: 'done', query, state, stopped: false });
      }
      if (signal.reason === STOPPED) set({ kind: 'done', query, state, stopped: true });
    } catch (error) {
      if (signal.reason === STOPPED) set({ kind: 'done', query, state, stopped: true });
      else if (!signal.aborted) set({ kind: 'failed', query, error: wireErrorOf(error) });
    }
  }

  return {
    current,
    subscribe,
    start(query) {
      clear();
      abort = new AbortController();
      void run(query, abort.signal);
    },
    cancel: () => abort.abort(STOPPED),
    async text(format) {
      const parts: string[] = [];
      if (kept !== null) for await (const part of await client.search.text({ search: kept, format })) parts.push(part);
      return new Blob(parts);
    },
    clear,
  };
}

/** Why a search that keeps its hits ended. */
const STOPPED = 'stopped';

function hitRow(hit: SearchHit): HitRow {
  const { pathID, path, layer, type, size, hiddenBy, matches, matchCount } = hit;
  return {
    pathID,
    depth: 1,
    path,
    layer,
    type,
    size,
    hit,
    ...(hiddenBy && { hiddenBy }),
    ...(matches && { match: { first: matches[0], count: matchCount ?? matches.length } }),
  };
}
