import type { ImageHandle } from '../../../shared/model/image.ts';
import { MAX_OFFERS, type PathOffer } from '../../../shared/model/entry.ts';
import type { SearchHit, SearchQuery } from '../../../shared/model/search.ts';
import type { OutcropClient } from '../../host/connect.ts';

/** Hits looked at: several versions of a path are one offer. */
const MOST_HITS = 400;

/** A part of a path is looked for anywhere; hidden versions too. */
export function pathQuery(text: string): SearchQuery {
  return { text, in: 'names', pattern: 'text', ignoreCase: true, hidden: true };
}

/**
 * Paths that what was typed may mean: each once, as its visible version where it has one; short ones first.
 * The search ends when enough were found.
 */
export async function findPaths(
  client: OutcropClient,
  image: ImageHandle,
  typed: string,
  signal: AbortSignal,
): Promise<readonly PathOffer[]> {
  // A path from the root is completed folder by folder, without a look at all others.
  if (typed.startsWith('/')) return client.image.complete({ image, path: typed }, { signal });
  const enough = new AbortController();
  const stream = await client.search.start(
    { image, query: pathQuery(typed) },
    { signal: AbortSignal.any([signal, enough.signal]) },
  );
  let search: string | undefined;
  try {
    for await (const event of stream) {
      if (event.kind === 'started') search = event.search;
      else if (event.kind === 'done' || event.state.hits >= MOST_HITS) break;
    }
    if (search === undefined) return [];
    const { hits } = await client.search.hits({ search, start: 0, end: MOST_HITS }, { signal });
    return offers(hits, typed);
  } finally {
    enough.abort();
    if (search !== undefined) client.search.close({ search }).catch(() => {});
  }
}

/** Each path once: those whose name begins with what was typed, then by length. */
export function offers(hits: readonly SearchHit[], typed: string): readonly SearchHit[] {
  const byPath = new Map<number, SearchHit>();
  for (const hit of hits) if (hit.visible || !byPath.has(hit.pathID)) byPath.set(hit.pathID, hit);
  const wanted = typed.toLowerCase();
  const cost = ({ path }: SearchHit) => {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    return (name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2) * 100_000 + path.length;
  };
  return [...byPath.values()].toSorted((a, b) => cost(a) - cost(b)).slice(0, MAX_OFFERS);
}
