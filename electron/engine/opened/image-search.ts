import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { ENTRY_TYPES } from '../../../shared/model/entry.ts';
import type { SearchHit, SearchQuery, SearchState } from '../../../shared/model/search.ts';
import { inodeBytes, inodeHiders } from '../analysis/space/inodes.ts';
import type { Search, WorkOptions } from '../opened.ts';
import { contentFinder } from '../search/content-finder.ts';
import type { BodyMatches } from '../search/search-body.ts';
import { pathText } from '../union/path-text.ts';
import { compileRegex, globSource } from '../view/safe-regex.ts';
import type { Pool } from '../work/pool.ts';
import { describeVersion } from './describe-version.ts';
import type { ImageState } from './image-state.ts';
import { searchText } from './search-text.ts';
import type { Stack } from './stack.ts';
import { hiddenByOf } from './tell-story.ts';

/** Someone waits for it, but does not look at it all the time. */
const PRIORITY = 1;
/** Bodies searched in one job: so often hits come in. */
const BATCH_BYTES = 16 << 20;

export interface SearchParts {
  readonly stack: Stack;
  readonly state: ImageState;
  readonly pool: Pool;
  /** The default ones when left out. */
  readonly limits?: Limits | undefined;
}

interface Hit {
  readonly version: number;
  readonly found?: BodyMatches;
}

/** @throws OutcropError `bad-request` for a query that cannot be run */
export function imageSearch(parts: SearchParts, query: SearchQuery): Search {
  checkQuery(query);
  const { stack, limits = DEFAULT_LIMITS } = parts;
  const mostHits = limits['search-hits'];
  const hits: Hit[] = [];
  let done = false;
  let truncated = false;
  let unread = 0;
  const state = (): SearchState => ({ hits: hits.length, done, truncated, unread });
  const add = (found: readonly Hit[]) => {
    const room = mostHits - hits.length;
    for (const hit of found.slice(0, room)) hits.push(hit);
    if (found.length > room) truncated = true;
  };

  const page = (start: number, end: number) =>
    hits.slice(start, Math.max(start, end)).map((hit) => describeHit(stack, hit));

  return {
    get state() {
      return state();
    },
    hits: page,
    text: (format) => searchText(page, format),
    async run(options = {}) {
      if (query.in === 'names') {
        const { table } = stack;
        const lowered = await stack.lowered.get();
        const versions = await parts.pool.run(
          'searchNames',
          { table: { ...table, warnings: [] }, lowered, query },
          { signal: options.signal, priority: PRIORITY },
        );
        add([...versions.subarray(0, mostHits + 1)].map((version) => ({ version })));
      } else
        await searchContents(parts, query, options, (found, missed) => {
          add(found);
          unread += missed;
          return !truncated;
        });
      done = true;
      return state();
    },
  };
}

function checkQuery({ text, in: place, pattern, ignoreCase }: SearchQuery): void {
  if (text === '')
    throw new OutcropError('bad-request', 'There is nothing to search for; type at least one character.');
  if (place === 'names') {
    if (pattern !== 'text') compileRegex(pattern === 'glob' ? globSource(text) : text, ignoreCase);
    return;
  }
  if (pattern === 'glob')
    throw new OutcropError('bad-request', 'A glob is for names; use a regular expression for content.');
  contentFinder(text, pattern, ignoreCase);
}

/** @param take told what each batch found and how many files it could not read; @returns whether to go on */
async function searchContents(
  { stack: { table, indexes }, state, pool, limits }: SearchParts,
  query: SearchQuery,
  { signal, onProgress }: WorkOptions,
  take: (found: readonly Hit[], unread: number) => boolean,
): Promise<void> {
  const wanted = holders(table, indexes, query);
  const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  for (const { layer, versions } of wanted) {
    const indexed = state.indexed[layer];
    if (!indexed) continue;
    const { region, restart, tarSize, index } = indexed;
    const sparse = [...index.rare].filter(([, rare]) => rare.sparse !== undefined);
    const body = { region, restart, tarSize, index: { ...index, rare: new Map(sparse) }, limits };
    const byRow = new Map(versions.map((version) => [table.row[version]!, version]));
    for (const { rows, bytes } of batches(
      [...byRow.keys()].toSorted((a, b) => a - b),
      index.size,
    )) {
      const { found, unread } = await pool.run(
        'searchLayer',
        { layer: body, rows, query },
        {
          signal,
          priority: PRIORITY,
          onProgress: (done) => onProgress?.({ stage: 'searching', done: before + done, total, layer }),
        },
      );
      before += bytes;
      const hits = found.map(({ row, matches, count }) => ({ version: byRow.get(row)!, found: { matches, count } }));
      if (!take(hits, unread)) return;
      onProgress?.({ stage: 'searching', done: before, total, layer });
    }
  }
}

/** Each inode once, by layer: the version that holds it, in the layer whose tar has the bytes. */
function holders(table: Stack['table'], indexes: Stack['indexes'], { hidden, layer }: SearchQuery) {
  const hiders = inodeHiders(table);
  const byLayer = indexes.map((_, at) => ({ layer: at, versions: [] as number[], bytes: 0 }));
  for (let version = 0; version < table.versionCount; version++) {
    const bytes = inodeBytes(table, indexes, version);
    if (bytes === 0 || (!hidden && hiders[version] !== -1)) continue;
    const own = byLayer[table.layer[version]!]!;
    if (layer !== undefined && own.layer !== layer) continue;
    own.versions.push(version);
    own.bytes += bytes;
  }
  return byLayer;
}

function* batches(rows: readonly number[], size: ArrayLike<number>) {
  for (let from = 0; from < rows.length;) {
    let to = from;
    let bytes = 0;
    do bytes += size[rows[to++]!]!;
    while (to < rows.length && bytes < BATCH_BYTES);
    yield { rows: Int32Array.from(rows.slice(from, to)), bytes };
    from = to;
  }
}

function describeHit(stack: Stack, { version, found }: Hit): SearchHit {
  const { table } = stack;
  const path = table.versionPath[version]!;
  const hiddenBy = hiddenByOf(stack, version);
  return {
    pathID: path,
    ...pathText(table, path),
    layer: table.layer[version]!,
    type: ENTRY_TYPES[table.type[version]!] ?? 'file',
    size: describeVersion(stack, version).size,
    visible: hiddenBy === undefined,
    ...(hiddenBy && { hiddenBy }),
    ...(found && { matches: found.matches, matchCount: found.count }),
  };
}
