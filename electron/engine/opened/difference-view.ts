import type { DifferenceRow, DifferenceViewSpec } from '../../../shared/model/compare.ts';
import type { DifferenceArrangement } from '../compare/arrange-differences.ts';
import type { DifferenceView } from '../opened.ts';
import { Grid } from '../view/grid.ts';
import type { ComparisonParts } from './compared-side.ts';
import type { ComparedPackages } from './compare-packages.ts';
import { describeRow, wholeOf } from './difference-row.ts';

/** Someone waits for the first rows. */
const PRIORITY = 3;
/** A tree of this many differences is shown open at once. */
const OPEN_AT_START = 200;

/** A grid of rows over the union of both trees. */
export async function openDifferenceView(
  parts: ComparisonParts,
  packages: ComparedPackages,
  spec: DifferenceViewSpec,
  signal?: AbortSignal,
): Promise<DifferenceView> {
  const { tree, order, lowered, noise, changedLayers, pool } = parts;
  let opened = false;
  const grid = new Grid<DifferenceViewSpec, DifferenceArrangement, DifferenceRow>({
    table: tree,
    // One more for what no package owns.
    capacity: () => tree.length + packages.count() + 1,
    arrange: async (wanted, abort) => {
      if (wanted.unowned || wanted.package !== null || wanted.layout === 'packages')
        await packages.read(abort ? { signal: abort } : {});
      return pool.run(
        'arrangeDifferences',
        {
          tree,
          order,
          lowered,
          noise: await noise.get(),
          spec: wanted,
          byLayer: await byLayer(wanted),
          packageCount: packages.count(),
          reviewed: parts.reviewed.marks,
          ...packages.filter(wanted.package),
        },
        { signal: abort, priority: PRIORITY },
      );
    },
    describe: (laid, at, wanted, expanded) => describeRow(parts, packages, laid, at, wanted, expanded),
    staysClosed: (row) => row < tree.length && wholeOf(parts, row) !== undefined,
    opensAll(laid) {
      const first = !opened;
      opened = true;
      return first && laid.matches <= OPEN_AT_START;
    },
  });
  await grid.change(spec, signal);
  return grid;

  async function byLayer({ layer }: DifferenceViewSpec) {
    if (!layer) return undefined;
    const { [layer.side]: layers } = await changedLayers.get();
    return { layers, wanted: layer.index - parts[layer.side].from };
  }
}
