import type { ListFormat } from '../../../shared/model/export.ts';
import type { SearchHit } from '../../../shared/model/search.ts';
import { listText, type ListRow } from '../exporters/list-text.ts';

/** Of a content search the first place in each file. */
const COLUMNS = [
  'path',
  'layer',
  'type',
  'size',
  'visible',
  'hiddenByLayer',
  'how',
  'matchCount',
  'line',
  'offset',
  'match',
] as const;
const AT_ONCE = 500;

/** What a search found as the text of a file. @param hits the search's own, asked for page by page */
export function searchText(
  hits: (start: number, end: number) => readonly SearchHit[],
  format: ListFormat,
): AsyncIterable<string> {
  return listText(COLUMNS, rowsOf(hits), format);
}

function* rowsOf(hits: (start: number, end: number) => readonly SearchHit[]): Iterable<ListRow> {
  for (let start = 0; ; start += AT_ONCE) {
    const page = hits(start, start + AT_ONCE);
    for (const { path, layer, type, size, visible, hiddenBy, matches, matchCount } of page) {
      const first = matches?.[0];
      yield {
        path,
        layer,
        type,
        size,
        visible,
        hiddenByLayer: hiddenBy?.layer,
        how: hiddenBy?.how,
        matchCount,
        line: first?.line,
        offset: first?.offset,
        match: first?.match,
      };
    }
    if (page.length < AT_ONCE) return;
  }
}
