import type {
  ComparedSide,
  Comparison,
  ConfigDifference,
  ComparisonSummary,
  LadderRung,
  Verdict,
} from '../../../shared/model/compare.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { alignLayers, sharedBase, type AlignedLayer } from '../compare/align-layers.ts';
import { annotationDifferences, configDifferences, withoutConversion } from '../compare/config-differences.ts';
import { historyPairs } from '../compare/history-pairs.ts';
import { layersAfter, layersBefore, layerTable } from '../compare/changed-layers.ts';
import { noiseMarks } from '../compare/noise-marks.ts';
import { createReviewedRows } from '../compare/reviewed-rows.ts';
import type { CompareOptions, OpenedComparison, OpenedImage } from '../opened.ts';
import type { Pool } from '../work/pool.ts';
import type { WantedRows } from '../compare/union-tree.ts';
import { compareRawBodies } from './compare-raw-bodies.ts';
import { isRecord, parseJson, type JsonRecord } from '../oci/json.ts';
import { hashWanted } from './compare-contents.ts';
import type { LoadedSide } from './compared-side.ts';
import { createComparison } from './comparison.ts';
import { derived } from './derived.ts';
import { layerKeys } from './layer-keys.ts';
import { loadSides, type SideRequest } from './load-sides.ts';
import { isVerified } from './shared-layers.ts';

/** A person waits for it. */
const PRIORITY = 1;

/** Loads both images and compares them. Bodies are read only where layers are not shared and sizes agree. */
export async function compareImages(
  before: SideRequest,
  after: SideRequest,
  options: CompareOptions & { readonly pool: Pool },
): Promise<OpenedComparison> {
  const { pool, signal } = options;
  const [a, b] = await loadSides(before, after, options);
  const keys = await layerKeys(a, b, options);
  const ids = new Map<string, number>();
  const sides = [a, b].map((side, i): LoadedSide => ({ ...side, layerIDs: numbered(keys[i]!, ids) }));
  const [sideA, sideB] = sides as [LoadedSide, LoadedSide];

  options.onProgress?.({ stage: 'comparing', done: 0, total: 0 });
  const job = { signal, priority: PRIORITY };
  const { tree, order, lowered, rawPairs, ...wanted } = await pool.run(
    'uniteTrees',
    { before: await treeSide(sideA), after: await treeSide(sideB) },
    job,
  );
  const differing = await compareRawBodies(tree, rawPairs, [sideA, sideB], options);
  const toHash = [both(wanted.before, differing[0]), both(wanted.after, differing[1])] as const;
  const contents = await hashWanted([sideA, sideB], toHash, options);
  const hashedA = { ...bare(sideA), digests: contents.digests[0] };
  const hashedB = { ...bare(sideB), digests: contents.digests[1] };
  const summary = await pool.run('settleTree', { tree, before: hashedA, after: hashedB }, job);

  const ladder = ladderOf(sideA, keys[0], sideB, keys[1]);
  const comparison = describe(sideA, sideB, { summary, ladder, warnings: contents.warnings });
  const made = { tree, before: layerTable(sideA.stack.table), after: layerTable(sideB.stack.table) };
  const paths = {
    length: tree.length,
    parent: tree.parent,
    names: tree.names,
    nameOffset: tree.nameOffset,
    nameLength: tree.nameLength,
  };
  return createComparison({
    comparison,
    tree,
    order,
    lowered,
    noise: derived(
      () => noiseMarks(paths, lowered),
      () => pool.run('noiseMarks', { tree: paths, lowered }, { priority: PRIORITY }),
    ),
    changedLayers: derived(
      () => ({ before: layersBefore(tree, made.before), after: layersAfter(tree, made.after) }),
      () => pool.run('changedLayers', made, { priority: PRIORITY }),
    ),
    reviewed: createReviewedRows(tree),
    before: { ...sideA, digests: contents.digests[0] },
    after: { ...sideB, digests: contents.digests[1] },
    pool,
  });
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
  return alignLayers(aligned(a, keysA), aligned(b, keysB)).map((rung) => {
    const before = rung.before === null ? null : rung.before + a.from;
    const after = rung.after === null ? null : rung.after + b.from;
    const verified =
      before !== null && after !== null && isVerified(a.parts.state, before) && isVerified(b.parts.state, after);
    return { ...rung, before, after, verified };
  });
}

async function treeSide({ stack, indexed, layerIDs }: LoadedSide) {
  const isRaw = Uint8Array.from(indexed, (layer) => (layer?.restart.kind === 'raw' ? 1 : 0));
  const table = { ...stack.table, warnings: [] };
  return { table, order: await stack.order.get(), indexes: stack.indexes, layerIDs, isRaw };
}

/** Of two lists of rows of each layer one; a row may be in both. */
function both(one: WantedRows, other: WantedRows): WantedRows {
  return one.map((rows, layer) => {
    const more = other[layer]!;
    if (more.length === 0) return rows;
    const all = new Int32Array(rows.length + more.length);
    all.set(rows);
    all.set(more, rows.length);
    return all.toSorted();
  });
}

/** Without xattrs, which only the first pass looks at. */
function bare({ stack, layerIDs }: LoadedSide) {
  const indexes = stack.indexes.map((index) => index && { ...index, rare: new Map() });
  return { table: { ...stack.table, warnings: [] }, indexes, layerIDs };
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
    annotations: annotationDifferences(manifestOf(imageA), manifestOf(imageB)),
    history: historyPairs(imageA.history, imageB.history, ladder),
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

function manifestOf({ documents }: OpenedImage): JsonRecord | null {
  const text = documents.find(({ kind }) => kind === 'manifest')?.text;
  const json = text ? parseJson(Buffer.from(text)) : undefined;
  return json?.kind === 'json' && isRecord(json.value) ? json.value : null;
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
