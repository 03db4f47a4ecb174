import { OutcropError } from '../../../shared/errors.ts';
import type { SearchQuery } from '../../../shared/model/search.ts';
import { ForwardReader, isOfBody, type PassContext } from '../tar/forward-reader.ts';
import type { BodyLayer } from '../tar/layer-reader.ts';
import { contentFinder } from './content-finder.ts';
import { searchBody, type BodyMatches } from './search-body.ts';

export interface SearchLayerInput {
  readonly layer: BodyLayer;
  /** Rows of regular files, ascending. */
  readonly rows: Int32Array;
  readonly query: Pick<SearchQuery, 'text' | 'pattern' | 'ignoreCase'>;
}

export interface LayerMatches {
  readonly found: readonly (BodyMatches & { readonly row: number })[];
  /** Bodies that could not be read. */
  readonly unread: number;
}

/** Searches bodies of one layer in the order in which they lie there, decoding it once. */
export function searchLayer({ layer, rows, query }: SearchLayerInput, context: PassContext): LayerMatches {
  const finder = contentFinder(query.text, query.pattern, query.ignoreCase);
  const forward = new ForwardReader(layer, context);
  const found: (BodyMatches & { readonly row: number })[] = [];
  let unread = 0;
  try {
    for (const row of rows) {
      if (context.cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
      const size = layer.index.size[row]!;
      try {
        const matches = searchBody(forward.body(row), size, finder);
        if (matches) found.push({ row, ...matches });
      } catch (error) {
        if (!isOfBody(error)) throw error;
        unread++;
      }
    }
  } finally {
    forward.close();
  }
  return { found, unread };
}
