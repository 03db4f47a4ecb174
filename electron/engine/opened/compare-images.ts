import type {
  ComparedSide,
  Comparison,
  ConfigDifference,
  ComparisonSummary,
  LadderRung,
  Verdict,
} from '../../../shared/model/compare.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { alignLayers, sharedBase, type AlignedLayer } from '../compare/align-layers.ts';
import { configDifferences, historyPairs, withoutConversion } from '../compare/config-differences.ts';
import type { CompareOptions, OpenedComparison, OpenedImage } from '../opened.ts';
import { createStack } from './stack.ts';
import type { Pool } from '../work/pool.ts';
import { hashWanted } from './compare-contents.ts';
import type { LoadedSide } from './compared-side.ts';
import { createComparison } from './comparison.ts';
import { partsOf } from './loaded-image.ts';

export interface SideRequest {
  readonly image: OpenedImage;
  readonly layers?: { readonly from: number; readonly to: number } | undefined;
}

interface CompareParts extends CompareOptions {
  readonly pool: Pool;
}

/** A person waits for it. */
const PRIORITY = 1;

/** Loads both images and compares them. Bodies are read only where layers are not shared and sizes agree. */
export async function compareImages(
  before: SideRequest,
  after: SideRequest,
  options: CompareParts,
): Promise<OpenedComparison> {
  const { pool, signal } = options;
  const a = await loadSide(before, options);
  const b = await loadSide(after, options);
  const keys = [await layerKeys(a, options), await layerKeys(b, options)] as const;
  const ids = new Map<string, number>();
  const sides = [a, b].map((side, i): LoadedSide => ({ ...side, layerIDs: numbered(keys[i]!, ids) }));
  const [sideA, sideB] = sides as [LoadedSide, LoadedSide];

  options.onProgress?.({ stage: 'comparing', done: 0, total: 0 });
  const job = { signal, priority: PRIORITY };
  const { tree, order, lowered, ...wanted } = await pool.run(
    'uniteTrees',
    { before: await treeSide(sideA), after: await treeSide(sideB) },
    job,
  );
  const contents = await hashWanted([sideA, sideB], [wanted.before, wanted.after], options);
  const hashedA = { ...bare(sideA), digests: contents.digests[0] };
  const hashedB = { ...bare(sideB), digests: contents.digests[1] };
  const summary = await pool.run('settleTree', { tree, before: hashedA, after: hashedB }, job);

  const ladder = ladderOf(sideA, keys[0], sideB, keys[1]);
  const comparison = describe(sideA, sideB, { summary, ladder, warnings: contents.warnings });
  return createComparison({
    comparison,
    tree,
    order,
    lowered,
    before: { ...sideA, digests: contents.digests[0] },
    after: { ...sideB, digests: contents.digests[1] },
    pool,
  });
}

async function loadSide({ image, layers }: SideRequest, options: CompareParts): Promise<Omit<LoadedSide, 'layerIDs'>> {
  const { signal, onProgress } = options;
  if (image.summary.kind !== 'image')
    throw new OutcropError(
      'not-an-image',
      `${image.source.path} holds an ${image.summary.kind} there, which has no tree to compare.`,
    );
  const loaded = await image.load({ ...(signal && { signal }), ...(onProgress && { onProgress }) });
  const parts = partsOf(loaded);
  const top = loaded.layers.length - 1;
  const { from, to } = layers ?? { from: 0, to: top };
  if (layers && !(from <= to && to <= top))
    throw new OutcropError(
      from > to ? 'bad-request' : 'no-such-layer',
      `${image.source.path} has no layers ${from} to ${to}; ${top < 0 ? 'it has none' : `they are 0 to ${top}`}, base first.`,
      { layer: to },
    );
  const indexed = parts.state.indexed.slice(from, to + 1);
  if (from === 0 && to === top) return { parts, from, to, stack: parts.stack, indexed };
  const indexes = indexed.map((layer) => layer?.index);
  const input = { indexes: indexes.map((index) => index && { ...index, rare: new Map() }) };
  const table = await options.pool.run('merge', input, { signal, priority: PRIORITY });
  return { parts, from, to, stack: createStack(table, indexes, options.pool), indexed };
}

/** What tells layers of one content: the diffID, recomputed where reading did so, else as claimed; else computed now. */
async function layerKeys(side: Omit<LoadedSide, 'layerIDs'>, { pool, signal }: CompareParts) {
  const { state } = side.parts;
  return Promise.all(
    side.indexed.map(async (layer, at): Promise<string | undefined> => {
      if (!layer) return undefined;
      const index = side.from + at;
      const claimed = state.layers[index]?.diffID;
      let diffID: string | null | undefined = layer.diffID ?? claimed;
      if (!diffID && layer.damage === undefined) {
        const { region, compression } = layer;
        const hashes = await pool.run('hashLayer', { region, compression }, { signal, priority: PRIORITY });
        state.learn({ layer: index, ...hashes });
        diffID = hashes.diffID;
      }
      // A claim that nobody has checked must not make different tars equal: their sizes and entries would differ.
      return diffID ? `${diffID} ${layer.tarSize} ${layer.index.length}` : undefined;
    }),
  );
}

/** Layers without a key get a number of their own. */
function numbered(keys: readonly (string | undefined)[], ids: Map<string, number>): Int32Array {
  const column = new Int32Array(new SharedArrayBuffer(4 * keys.length));
  for (const [layer, key] of keys.entries()) {
    const name = key ?? `${ids.size} unknown`;
    const id = ids.get(name) ?? ids.size;
    ids.set(name, id);
    column[layer] = id;
  }
  return column;
}

function ladderOf(
  a: LoadedSide,
  keysA: readonly (string | undefined)[],
  b: LoadedSide,
  keysB: readonly (string | undefined)[],
): readonly LadderRung[] {
  return alignLayers(aligned(a, keysA), aligned(b, keysB)).map((rung) => ({
    ...rung,
    before: rung.before === null ? null : rung.before + a.from,
    after: rung.after === null ? null : rung.after + b.from,
  }));
}

async function treeSide({ stack, layerIDs }: LoadedSide) {
  return { table: { ...stack.table, warnings: [] }, order: await stack.order.get(), indexes: stack.indexes, layerIDs };
}

/** Without xattrs, which only the first pass looks at. */
function bare({ stack }: LoadedSide) {
  const indexes = stack.indexes.map((index) => index && { ...index, rare: new Map() });
  return { table: { ...stack.table, warnings: [] }, indexes };
}

interface Found {
  readonly summary: ComparisonSummary;
  readonly ladder: readonly LadderRung[];
  readonly warnings: readonly Warning[];
}

function describe(a: LoadedSide, b: LoadedSide, { summary, ladder, warnings }: Found): Comparison {
  const imageA = a.parts.image;
  const imageB = b.parts.image;
  const converted = isOCI(imageA) !== isOCI(imageB);
  const { config, lost } = withoutConversion(configDifferences(imageA.config, imageB.config), converted);
  return {
    before: comparedSide(a),
    after: comparedSide(b),
    verdict: verdictOf(a, b, summary, ladder),
    summary,
    ladder,
    sharedBase: sharedBase(ladder),
    config,
    history: historyPairs(imageA.history, imageB.history),
    warnings: [
      ...platformWarning(a, b),
      ...layerWarnings(a, 'before'),
      ...layerWarnings(b, 'after'),
      ...conversionWarning(lost),
      ...warnings,
    ],
  };
}

function comparedSide({ parts, from, to }: LoadedSide): ComparedSide {
  const { image, state } = parts;
  return { image: image.summary, source: image.source.path, from, to, layers: state.layers.slice(from, to + 1) };
}

function verdictOf(a: LoadedSide, b: LoadedSide, summary: ComparisonSummary, ladder: readonly LadderRung[]): Verdict {
  const [one, other] = [a.parts.image.summary, b.parts.image.summary];
  if (isWhole(a) && isWhole(b) && ladder.every(({ kind }) => kind === 'same')) {
    if (one.manifestDigest !== null && one.manifestDigest === other.manifestDigest) return 'same-manifest';
    if (one.id !== null && one.id === other.id) return 'same-image';
  }
  const { added, removed, content, type, metadata } = summary;
  return added + removed + content + type + metadata === 0 ? 'same-tree' : 'different';
}

function platformWarning(a: LoadedSide, b: LoadedSide): Warning[] {
  if (text(a) === text(b)) return [];
  const message = `The images are for different platforms, ${text(a)} and ${text(b)}: nearly every program differs for that reason alone.`;
  return [{ code: 'platforms-differ', message }];
}

/** By the manifest: Docker's archives without one hold Docker's own config. */
function isOCI({ documents }: OpenedImage): boolean {
  return documents.some(({ kind, mediaType }) => kind === 'manifest' && mediaType?.includes('vnd.oci.image.manifest'));
}

function conversionWarning(lost: readonly ConfigDifference[]): Warning[] {
  if (lost.length === 0) return [];
  const message = `One image has an OCI config, which has no place for ${lost.map(({ field }) => field).join(', ')}; that is not counted as a difference.`;
  return [{ code: 'docker-only-config', message }];
}

/** Without these a difference that only comes of a missing layer would look real. */
function layerWarnings({ parts, from, to }: LoadedSide, side: string): Warning[] {
  return parts.state.layers.slice(from, to + 1).flatMap(({ state, problem, index }) => {
    if (state !== 'damaged' && state !== 'absent') return [];
    const message = `The image ${side} is not whole, so some differences may not be real: ${problem ?? `layer ${index} is ${state}.`}`;
    return [{ code: `layer-${state}`, message, layer: index }];
  });
}

const aligned = (side: LoadedSide, keys: readonly (string | undefined)[]) =>
  keys.map((key, at): AlignedLayer => {
    const layer = side.parts.state.layers[side.from + at];
    const { compression, blobSize, digest } = layer ?? {};
    const blob = digest ?? undefined;
    return {
      key,
      blob: compression === undefined ? blob : `${compression} ${blobSize}`,
      createdBy: layer?.createdBy ?? null,
    };
  });

const isWhole = ({ parts, from, to }: LoadedSide) => from === 0 && to === parts.state.layers.length - 1;

const text = ({ parts: { image } }: LoadedSide) => {
  const platform = image.platform;
  return platform
    ? [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/')
    : 'an unknown platform';
};
