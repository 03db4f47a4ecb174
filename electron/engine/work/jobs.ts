import type { Compression } from '../../../shared/model/layer.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';
import { haveSameBlocks } from '../bytes/same-blocks.ts';
import type { Body } from '../analysis/content/body.ts';
import { compareContents } from '../analysis/content/differences/compare-contents.ts';
import { describeContent } from '../analysis/content/describe-content.ts';
import { findAll } from '../analysis/findings/find-all.ts';
import { diveScore } from '../analysis/space/dive-score.ts';
import { measureSpace } from '../analysis/space/measure-space.ts';
import { spaceSums, type SpaceSumsInput } from '../analysis/space/space-sums.ts';
import { spaceTree, type SpaceTreeInput } from '../analysis/space/space-tree.ts';
import { arrangeDifferences, type ArrangeDifferencesInput } from '../compare/arrange-differences.ts';
import { layersAfter, layersBefore, type LayerTable } from '../compare/changed-layers.ts';
import { compareBodies, type BodyPairs } from '../compare/compare-bodies.ts';
import { hashBodies } from '../compare/hash-bodies.ts';
import type { HashedBodies } from '../tar/hashed-bodies.ts';
import { noiseMarks } from '../compare/noise-marks.ts';
import { nameOf } from '../compare/pair-moves.ts';
import { pairSimilar, type SketchedFiles } from '../compare/pair-similar.ts';
import { settleTree, type HashedSide } from '../compare/settle-tree.ts';
import { sizeContributors } from '../compare/size-contributors.ts';
import { sketchLines } from '../compare/sketch-lines.ts';
import type { TreeSide, UnionTree } from '../compare/union-tree.ts';
import { uniteTrees } from '../compare/unite-trees.ts';
import { hashRegion } from '../compression/hash-region.ts';
import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import { requireFewHoles, storedSize } from '../tar/holes.ts';
import { readBodies } from '../tar/read-bodies.ts';
import { searchLayer, type SearchLayerInput } from '../search/search-layer.ts';
import { searchNames, type SearchNamesInput } from '../search/search-names.ts';
import { checkBody } from '../tar/check-body.ts';
import { checkSpans } from '../tar/check-spans.ts';
import { checkZtoc } from '../tar/check-ztoc.ts';
import { layerFromToc, type TocLayerOptions } from '../tar/layer-from-toc.ts';
import { bringsToc } from '../tar/toc-place.ts';
import { indexLayer, type IndexOptions } from '../tar/index-layer.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { ZtocPlace } from '../tar/read-ztoc.ts';
import type { ZtocSpans } from '../tar/ztoc.ts';
import { readBody, streamBody, type BodyLayer } from '../tar/layer-reader.ts';
import type { EntryRow, TarIndex } from '../tar/tar-index.ts';
import { findStored, keepIndex, keepRecord, keepVerified, moveStack, readIndex } from '../store/index-cache.ts';
import { markUsed, type IndexFolders } from '../store/index-folders.ts';
import { ingestBlob } from '../store/ingest-blob.ts';
import { readElsewhere } from '../store/read-elsewhere.ts';
import type { StoredLayerFacts } from '../store/stored-layer-file.ts';
import { mergeLayers } from '../union/merge.ts';
import type { PathTable } from '../union/path-table.ts';
import { plainTable } from '../union/plain-layer.ts';
import { arrange, type ArrangeInput } from '../view/arrange.ts';
import { orderChildren, type ChildOrder } from '../view/child-order.ts';
import { lowerNames } from '../view/filter.ts';
import { readOrder, writeOrder } from '../view/order-file.ts';
import { readStack, writeStack } from '../view/stack-file.ts';
import { unpackLayer } from './unpack-layer.ts';

/** What every job can ask and tell while it runs. They poll: most are synchronous. */
export interface JobContext {
  readonly cancelled: () => boolean;
  /** Units done so far: bytes of stored input for jobs that read. */
  readonly onProgress: (done: number) => void;
}

/** Where a regular file lies. */
interface StoredBody {
  readonly layer: BodyLayer;
  readonly row: EntryRow;
}

export interface BodyRange extends StoredBody {
  /** Bytes into the content. */
  readonly offset: number;
  readonly length: number;
}

type StoredLayer = { readonly region: Region; readonly compression: Compression };

interface FoundIndex {
  readonly folders: IndexFolders;
  readonly region: Region;
  readonly stored: StoredLayerFacts;
}

interface KeptIndex {
  readonly folders: IndexFolders;
  readonly layer: IndexedLayer;
  /** Of the region before it was read. */
  readonly identity: string;
}

/** A layer as it lies in a file, and the digest that it is said to have. */
export interface ClaimedBlob {
  readonly region: Region;
  readonly digest?: Digest | null;
}

/** The keys of one stack of layers, base first; undefined where one takes no part. */
interface MovedStack {
  readonly before: readonly (string | undefined)[];
  readonly now: readonly (string | undefined)[];
}

interface ChangedLayers {
  readonly tree: UnionTree;
  readonly before: LayerTable;
  readonly after: LayerTable;
}

export interface MergedLayers {
  readonly table: PathTable;
  /** Made of one plain layer, so quickly that reading it from disk would take as long. */
  readonly isPlain: boolean;
}

interface LimitedJob {
  /** The default ones when left out. */
  readonly limits?: Limits | undefined;
}

interface MergeInput extends LimitedJob {
  readonly indexes: readonly (TarIndex | undefined)[];
}

/** All that runs off the main thread. Inputs and outputs are plain data; big columns are shared memory. */
export const jobs = {
  indexLayer: (
    { region, ...options }: StoredLayer & Pick<IndexOptions, 'limits' | 'withBodies' | 'isAlone'>,
    context: JobContext,
  ): IndexedLayer => indexLayer(region, { ...options, ...context }),

  layerFromToc: ({ region, ...options }: { readonly region: Region } & TocLayerOptions) =>
    layerFromToc(region, options),

  checkZtoc: ({
    place,
    layer,
    maxEntries,
  }: {
    readonly place: ZtocPlace;
    readonly layer: Pick<IndexedLayer, 'region' | 'index'>;
    readonly maxEntries: number;
  }) => checkZtoc(place, layer, maxEntries),

  checkSpans: (
    { layer, row, spans }: { readonly layer: BodyLayer; readonly row: EntryRow; readonly spans: ZtocSpans },
    { cancelled }: JobContext,
  ) => checkSpans(layer, row, spans, { cancelled }),

  bringsToc: ({ region, compression }: StoredLayer) => bringsToc(region, compression),

  checkBody: (
    { layer, row, digest }: { readonly layer: BodyLayer; readonly row: EntryRow; readonly digest: string },
    { cancelled }: JobContext,
  ) => checkBody(layer, row, digest, { cancelled }),

  hashLayer: ({ region, compression }: StoredLayer, context: JobContext) => hashRegion(region, compression, context),

  haveSameBlocks: ({ one, other }: { readonly one: Region; readonly other: Region }) => haveSameBlocks(one, other),

  describeContent: ({ limits, ...file }: StoredBody & LimitedJob, { cancelled }: JobContext) =>
    describeContent(bodyOf(file, cancelled), cancelled, { limits }),

  compareContents: (
    { before, after, limits }: { readonly before: StoredBody; readonly after: StoredBody } & LimitedJob,
    { cancelled }: JobContext,
  ) => compareContents(bodyOf(before, cancelled), bodyOf(after, cancelled), cancelled, limits),

  readBody: ({ layer, row, offset, length }: BodyRange, context: JobContext) =>
    readBody(layer, row, offset, length, { cancelled: context.cancelled }),

  unpackLayer: ({ region, compression, target }: StoredLayer & { readonly target: string }, context: JobContext) =>
    unpackLayer(region, compression, target, context),

  merge: ({ indexes, limits }: MergeInput, { cancelled, onProgress }: JobContext): MergedLayers => {
    const plain = plainTable(indexes, cancelled);
    return { table: plain ?? mergeLayers(indexes, { cancelled, onProgress, limits }), isPlain: plain !== undefined };
  },

  orderChildren: ({ paths }: { readonly paths: Parameters<typeof orderChildren>[0] }) => orderChildren(paths),

  lowerNames: ({ names }: { readonly names: Uint8Array }) => lowerNames(names),

  findOrder: ({ file, paths }: { readonly file: string; readonly paths: number }) => {
    const order = readOrder(file, paths);
    if (order) markUsed(file);
    return order;
  },

  keepOrder: ({ file, order }: { readonly file: string; readonly order: ChildOrder }) => writeOrder(file, order),

  findStored: ({
    folders,
    layers,
  }: {
    readonly folders: IndexFolders;
    readonly layers: readonly (ClaimedBlob | null)[];
  }) => layers.map((layer) => layer && findStored(folders, layer.region, layer.digest)),

  readIndex: ({ folders, region, stored }: FoundIndex) => readIndex(folders, region, stored),

  readElsewhere: ({ folders, region, stored }: FoundIndex, context: JobContext) =>
    readElsewhere(folders, region, stored, context),

  keepIndex: ({ folders, layer, identity }: KeptIndex) => keepIndex(folders, layer, identity),

  keepRecord: ({ folders, layer, identity, tarKey }: KeptIndex & { readonly tarKey: string }) =>
    keepRecord(folders, layer, identity, tarKey),

  keepVerified: ({ folders, layer }: Pick<KeptIndex, 'folders' | 'layer'>) => keepVerified(folders, layer),

  moveStack: ({ folders, before, now }: { readonly folders: IndexFolders } & MovedStack) =>
    moveStack(folders, before, now),

  findStack: ({ file, rows }: { readonly file: string; readonly rows: readonly number[] }) => {
    const stack = readStack(file, rows);
    if (stack) markUsed(file);
    return stack;
  },

  keepStack: ({ file, table }: { readonly file: string; readonly table: PathTable }) => writeStack(file, table),

  findAll: ({ table, indexes }: { readonly table: PathTable; readonly indexes: readonly (TarIndex | undefined)[] }) => [
    ...findAll(table, indexes),
  ],

  /** Of a blob whose compression nothing has told yet. */
  indexBlob: ({ region }: { readonly region: Region }, context: JobContext) => indexLayer(region, context),

  ingestBlob: ({ region, compression, target }: StoredLayer & { readonly target: string }, context: JobContext) =>
    ingestBlob(region, compression, target, context),

  arrange: (input: ArrangeInput, { cancelled }: JobContext) => arrange(input, cancelled),

  uniteTrees: ({ before, after }: { readonly before: TreeSide; readonly after: TreeSide }) => {
    const united = uniteTrees(before, after);
    return { ...united, order: orderChildren(united.tree), lowered: lowerNames(united.tree.names) };
  },

  compareBodies: (pairs: BodyPairs, context: JobContext) => compareBodies(pairs, context),

  hashBodies: (
    { layer, rows, digests }: { readonly layer: BodyLayer; readonly rows: Int32Array; readonly digests: HashedBodies },
    context: JobContext,
  ) => hashBodies(layer, rows, digests, context),

  readBodies: ({ layer, rows }: { readonly layer: BodyLayer; readonly rows: Int32Array }, context: JobContext) =>
    readBodies(layer, rows, context),

  settleTree: ({ tree, before, after }: { tree: UnionTree; before: HashedSide; after: HashedSide }) =>
    settleTree(tree, before, after),

  sketchLines: ({ layer, rows }: { readonly layer: BodyLayer; readonly rows: Int32Array }, context: JobContext) =>
    sketchLines(layer, rows, context),

  pairSimilar: ({
    names,
    removed,
    added,
  }: {
    readonly names: Pick<UnionTree, 'names' | 'nameOffset' | 'nameLength'>;
    readonly removed: readonly SketchedFiles[];
    readonly added: readonly SketchedFiles[];
  }) => pairSimilar(removed, added, (row) => nameOf(names, row)),

  changedLayers: ({ tree, before, after }: ChangedLayers) => ({
    before: layersBefore(tree, before),
    after: layersAfter(tree, after),
  }),

  /** Progress counts entries. */
  measureSpace: (
    { table, indexes }: { readonly table: PathTable; readonly indexes: readonly (TarIndex | undefined)[] },
    context: JobContext,
  ) => ({ ...measureSpace(table, indexes), dive: diveScore(indexes, context) }),

  spaceSums: (input: SpaceSumsInput) => spaceSums(input),

  spaceTree: (input: SpaceTreeInput) => spaceTree(input),

  searchNames: (input: SearchNamesInput, { cancelled }: JobContext) => searchNames(input, cancelled),

  searchLayer: (input: SearchLayerInput, context: JobContext) => searchLayer(input, context),

  sizeContributors: ({ tree }: { readonly tree: Parameters<typeof sizeContributors>[0] }) => sizeContributors(tree),

  noiseMarks: ({ tree, lowered }: { readonly tree: Parameters<typeof noiseMarks>[0]; readonly lowered: Uint8Array }) =>
    noiseMarks(tree, lowered),

  arrangeDifferences: (input: ArrangeDifferencesInput) => arrangeDifferences(input),
};

export type JobName = keyof typeof jobs;
export type JobInput<N extends JobName> = Parameters<(typeof jobs)[N]>[0];
export type JobOutput<N extends JobName> = Awaited<ReturnType<(typeof jobs)[N]>>;

function bodyOf({ layer, row }: StoredBody, cancelled: () => boolean): Body {
  const size = layer.index.size[row]!;
  return {
    size,
    read: (offset, length) => readBody(layer, row, offset, length, { cancelled }),
    stream(offset) {
      requireFewHoles(size - offset, size, storedSize(layer.index, row), layer.limits ?? DEFAULT_LIMITS);
      return streamBody(layer, row, offset, size, { cancelled });
    },
  };
}
