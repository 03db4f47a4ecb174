import type { HiddenRow, SpaceMode, SpaceSummary } from '../../../shared/model/space.ts';
import type { ViewMode } from '../../../shared/model/view.ts';
import { listHidden, type HiddenList } from '../analysis/space/hidden-list.ts';
import { spaceSums, type SpaceSums } from '../analysis/space/space-sums.ts';
import type { Duplicates, Space } from '../image-answers.ts';
import { pathText } from '../union/path-text.ts';
import { derived, type Derived } from './derived.ts';
import { describeVersion } from './describe-version.ts';
import { findDuplicates } from './find-duplicates.ts';
import type { ImageState } from './image-state.ts';
import { shareWork } from './share-work.ts';
import type { Stack } from './stack.ts';
import { hiddenByOf } from './tell-story.ts';
import { sizedLayers } from './view-parts.ts';
import type { Pool } from '../work/pool.ts';

/** Someone waits for it. */
const PRIORITY = 2;
/** Modes whose sums are kept: 24 bytes for every path. */
const MOST_SUMS = 3;

export interface SpaceParts {
  readonly stack: Stack;
  readonly state: ImageState;
  readonly pool: Pool;
  /** @throws OutcropError `no-such-layer` */
  readonly requireMode: (mode: ViewMode) => void;
  /** @throws OutcropError `no-such-path` */
  readonly requirePath: (path: number) => number;
}

/** What the Space and Hidden screens ask; each answer is made once, when it is first asked for. */
export function imageSpace({ stack, state, pool, requireMode, requirePath }: SpaceParts): Space {
  const { table, indexes, lowered } = stack;
  const bare = { ...table, warnings: [] };
  let summary: SpaceSummary | undefined;
  let hidden: HiddenList | undefined;
  let duplicates: Duplicates | undefined;
  // Closing the source ends the pool's jobs of it; there is no other signal here.
  const finding = shareWork(async (options) => {
    duplicates = await findDuplicates({ stack, state, pool }, options);
    return duplicates;
  }, new AbortController().signal);
  const sums = new Map<string, Derived<SpaceSums>>();
  const { length, parent, names, nameOffset, nameLength, layer, type } = table;
  const paths = { length, parent, names, nameOffset, nameLength, layer, type };
  const hiddenList = () => (hidden ??= listHidden(table, indexes, () => lowered.now()));

  return {
    async summary({ signal, onProgress } = {}) {
      const entries = indexes.reduce((sum, index) => sum + (index?.length ?? 0), 0);
      summary ??= await pool.run(
        'measureSpace',
        { table: bare, indexes: indexes.map((index) => index && { ...index, rare: new Map() }) },
        {
          signal,
          priority: PRIORITY,
          onProgress: (rows) => onProgress?.({ stage: 'merging', done: rows, total: entries }),
        },
      );
      return summary;
    },
    async tree({ path, mode, depth, limit }, signal) {
      requirePath(path);
      if (mode.kind !== 'hidden') requireMode(mode);
      const sums = await sumsOf(mode);
      return pool.run('spaceTree', { table: paths, sums, path, depth, limit }, { signal, priority: PRIORITY });
    },
    hiddenGroups: () => hiddenList().groups,
    hidden(query, start, end) {
      const { versions, bytes } = hiddenList().find(query);
      const rows = [...versions.subarray(start, Math.max(start, end))].map(hiddenRow);
      return { total: versions.length, bytes, start, rows };
    },
    duplicates: async (options = {}) => duplicates ?? finding(options),
    get knownDuplicates() {
      return duplicates;
    },
  };

  /** Zooming asks for the same mode again and again: the last few are kept. */
  function sumsOf(mode: SpaceMode): Promise<SpaceSums> {
    const key = JSON.stringify(mode);
    const input = { table: bare, layers: sizedLayers(indexes), mode };
    const known =
      sums.get(key) ??
      derived(
        () => spaceSums(input),
        () => pool.run('spaceSums', input, { priority: PRIORITY }),
      );
    sums.delete(key);
    sums.set(key, known);
    for (const oldest of sums.keys()) if (sums.size > MOST_SUMS) sums.delete(oldest);
    return known.get();
  }

  function hiddenRow(version: number): HiddenRow {
    const { layer, type, size, hardlink } = describeVersion(stack, version);
    const secret = hiddenList().secret(version);
    return {
      pathID: table.versionPath[version]!,
      ...pathText(table, table.versionPath[version]!),
      layer,
      type,
      size,
      ...(hardlink !== undefined && { hardlink }),
      hiddenBy: hiddenByOf(stack, version) ?? { layer: 0, how: 'replaced', via: '/' },
      ...(secret !== undefined && { secret }),
    };
  }
}
