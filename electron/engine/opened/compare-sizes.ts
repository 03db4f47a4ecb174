import type { LayerShare, SizeComparison, SizeContributor } from '../../../shared/model/compare-sizes.ts';
import { ENTRY_TYPES } from '../../../shared/model/entry.ts';
import type { LayerSpace } from '../../../shared/model/space.ts';
import { kindCode } from '../compare/compare-rows.ts';
import type { FoundContributor } from '../compare/size-contributors.ts';
import type { WorkOptions } from '../opened.ts';
import { pathText } from '../union/path-text.ts';
import { kindOf, type ComparisonParts, type HashedLoadedSide } from './compared-side.ts';
import type { ComparedPackages } from './compare-packages.ts';

/** A person looks at it; rows come first. */
const PRIORITY = 2;
const QUIET = [kindCode('identical'), kindCode('mtimeOnly')];

/** Where the change in size comes from, and what each layer has to do with it. */
export async function compareSizes(
  parts: ComparisonParts,
  packages: ComparedPackages,
  { signal }: WorkOptions = {},
): Promise<SizeComparison> {
  const { tree, before, after, comparison, changedLayers, pool } = parts;
  const { parent, end, length, type, partner, totalBefore, totalAfter } = tree;
  const columns = {
    length,
    parent,
    end,
    type,
    before: tree.before,
    after: tree.after,
    partner,
    totalBefore,
    totalAfter,
  };
  const [found, a, b, made] = await Promise.all([
    pool.run('sizeContributors', { tree: columns }, { signal, priority: PRIORITY }),
    spaceOf(before, parts, signal),
    spaceOf(after, parts, signal),
    changedLayers.get(),
  ]);
  const shares = {
    before: sharesOf(before, a.layers, countDiffering(parts, made.before, a.layers.length)),
    after: sharesOf(after, b.layers, countDiffering(parts, made.after, b.layers.length)),
  };
  return {
    contributors: found.contributors.map((one) => contributor(parts, packages, one)),
    rest: found.rest,
    before: totals(a),
    after: totals(b),
    rungs: comparison.ladder.map((rung, at) => ({
      rung: at,
      before: rung.before === null ? null : (shares.before[rung.before - before.from] ?? null),
      after: rung.after === null ? null : (shares.after[rung.after - after.from] ?? null),
    })),
  };
}

function spaceOf({ stack }: HashedLoadedSide, { pool }: ComparisonParts, signal: AbortSignal | undefined) {
  const indexes = stack.indexes.map((index) => index && { ...index, rare: new Map() });
  return pool.run('measureSpace', { table: { ...stack.table, warnings: [] }, indexes }, { signal, priority: PRIORITY });
}

function totals({
  contentSize,
  visibleSize,
  hiddenSize,
  hiddenCount,
  efficiency,
}: Awaited<ReturnType<typeof spaceOf>>) {
  return { contentSize, visibleSize, hiddenSize, hiddenCount, efficiency };
}

function countDiffering({ tree }: ComparisonParts, layers: Int32Array, count: number): Float64Array {
  const differing = new Float64Array(count);
  for (let row = 1; row < tree.length; row++)
    if (layers[row] !== -1 && !QUIET.includes(tree.kind[row]!)) differing[layers[row]!]!++;
  return differing;
}

function sharesOf(
  { from }: HashedLoadedSide,
  layers: readonly LayerSpace[],
  differing: Float64Array,
): readonly LayerShare[] {
  return layers.map((space, at) => ({ ...space, layer: from + at, differing: differing[at]! }));
}

function contributor(
  parts: ComparisonParts,
  packages: ComparedPackages,
  { row, isRest, delta, files }: FoundContributor,
): SizeContributor {
  const { tree } = parts;
  const owner = packages.ownerOf(row);
  return {
    pathID: row,
    ...pathText(tree, row),
    type: ENTRY_TYPES[tree.type[row]!] ?? 'file',
    kind: kindOf(tree, row),
    isRest,
    delta,
    files,
    ...(owner !== undefined && { package: owner }),
  };
}
