import type { ImageHandle } from '../../../shared/model/image.ts';
import type { SearchQuery } from '../../../shared/model/search.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { Lasting } from '../../stores/kept.ts';
import { createObservable, type Observable } from '../../stores/observable.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { createRowList, type RowList } from '../../tree/row-list.ts';
import { createSearcher, type HitRow, type Searcher } from './run-search.ts';

/** The search of one image: it goes on while another image or another screen is in front. */
export interface SearchSession extends Lasting {
  readonly list: RowList<HitRow>;
  readonly searcher: Searcher;
  readonly chosen: Observable<HitRow | null> & { readonly set: (row: HitRow | null) => void };
  /** What the form says; an empty text is no search. */
  readonly form: Observable<SearchQuery> & { readonly set: (form: SearchQuery) => void };
}

const EMPTY: SearchQuery = { text: '', in: 'names', pattern: 'text', ignoreCase: true, hidden: true };

export function createSearchSession(
  client: OutcropClient,
  image: ImageHandle,
  selection: SelectionStore,
): SearchSession {
  const chosen = createObservable<HitRow | null>(null);
  const list = createRowList<HitRow>({
    select: (row) => {
      chosen.set(row);
      selection.getState().select(row.pathID, row.path, row.layer, row.hit.matches?.[0]);
    },
  });
  const searcher = createSearcher(client, image, list);
  return { list, searcher, chosen, form: createObservable(EMPTY), end: searcher.clear };
}
