import { availableParallelism, loadavg } from 'node:os';
import { OutcropError } from '../../../shared/errors.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import type { LoadedImage, OpenedImage, WorkOptions } from '../opened.ts';
import { statedCompression } from '../../../shared/oci/media-type.ts';
import type { StoredImage, StoredLayer } from '../sources/source.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { Region } from '../bytes/region.ts';
import { DEFAULT_LIMITS } from '../limits/limits.ts';
import type { TarIndex } from '../tar/tar-index.ts';
import { countChanges } from '../union/layer-counts.ts';
import type { Pool } from '../work/pool.ts';
import type { SharedLayers } from './shared-layers.ts';
import { createStack } from './stack.ts';
import { withIndexed } from './layer-facts.ts';
import { needsCopy } from './spool.ts';
import type { FoundStack, KeptIndex } from './kept-indexes.ts';
import { createLoadedImage } from './loaded-image.ts';
import type { ImageState, OpenedImageParts } from './image-state.ts';

export interface LoadParts {
  readonly image: OpenedImage;
  readonly stored: StoredImage;
  readonly state: ImageState;
  readonly pool: Pool;
  readonly parts: OpenedImageParts;
  /** Believe the tables of contents that layers bring, so that those are not read. */
  readonly isLazy?: boolean;
  /** Layers that are taken from another image instead of being read. */
  readonly shared?: SharedLayers;
  /** Layers whose bodies are hashed when they are decoded. */
  readonly hashed?: ReadonlySet<number> | undefined;
}

/** A layer that is read for the most part after all others are; below this a thread more is not worth its start. */
const ALONE_BYTES = 16 << 20;

/** By the load of the last minute, which Windows does not tell: two threads that share a core are slower than one. */
const hasFreeCore = (): boolean => availableParallelism() > 1 && (loadavg()[0] ?? 0) < availableParallelism() - 0.5;

/** A person waits for it. */
const PRIORITY = 1;

/** Indexes every layer, a worker each, and merges them. */
export async function loadImage(load: LoadParts, options: Required<WorkOptions>): Promise<LoadedImage> {
  const { image, stored, state, pool, parts } = load;
  const work = { signal: options.signal, priority: PRIORITY };
  const layers = stored.layers.map(({ region, problem, digest }) =>
    region && problem === undefined ? { region, digest } : null,
  );
  const found = await parts.indexes.find(layers, work);
  await indexLayers(load, found, options);

  const indexes = state.indexed.map((layer) => layer?.index);
  const entries = indexes.reduce((sum, index) => sum + (index?.length ?? 0), 0);
  const bytes = stored.layers.reduce((sum, { region }) => sum + (region?.size ?? 0), 0);
  const tellMerged = (rows: number) =>
    options.onProgress({ stage: 'merging', done: Math.round((bytes * rows) / Math.max(1, entries)), total: bytes });
  tellMerged(0);
  const merge = () =>
    pool.run('merge', { indexes: indexes.map(withoutRare), limits: parts.limits }, { ...work, onProgress: tellMerged });
  const { table, order } = await found.stack(state.kept, merge);
  const stack = createStack(table, indexes, pool, order);
  const counts = countChanges(table, stored.layers.length);
  state.layers = state.layers.map((layer) => (layer.state === 'absent' ? layer : { ...layer, ...counts[layer.index] }));

  const warnings: readonly Warning[] = [
    ...parts.sourceWarnings,
    ...stored.layers.flatMap(mediaTypeWarnings),
    ...state.indexed.flatMap((layer, index) =>
      (layer?.warnings ?? []).map((warning) => ({ ...warning, layer: index })),
    ),
    ...table.warnings,
  ];
  return createLoadedImage({
    image,
    state,
    pool,
    stack,
    warnings: warnings.map(withTreePath),
    cacheDir: parts.cacheDir,
    limits: parts.limits,
  });
}

/** The path as the tree has it: layers tell names as their archive writes them, which may lack the slash or climb. */
function withTreePath(warning: Warning): Warning {
  if (warning.path === undefined) return warning;
  const parts: string[] = [];
  for (const part of warning.path.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return { ...warning, path: `/${parts.join('/')}` };
}

async function indexLayers(
  { stored, state, pool, parts, shared, hashed, isLazy }: LoadParts,
  onDisk: FoundStack,
  { signal, onProgress }: Required<WorkOptions>,
): Promise<void> {
  const total = stored.layers.reduce((sum, { region }) => sum + (region?.size ?? 0), 0);
  const done = stored.layers.map(() => 0);
  const tell = (layer: number, bytes: number) => {
    done[layer] = bytes;
    onProgress({ stage: 'indexing', done: done.reduce((a, b) => a + b, 0), total, layer });
  };
  const unread = stored.layers.map(({ region }, layer) =>
    region && !state.kept[layer] && !onDisk.has(layer) ? region.size : 0,
  );
  const isAlone = ({ size }: Region) =>
    hasFreeCore() && size >= ALONE_BYTES && size * 2 > unread.reduce((a, b) => a + b, 0);
  // An image may list one layer many times (kaniko); it is read once.
  const running = new Map<string, Promise<KeptIndex>>();
  await Promise.all(
    stored.layers.map(async ({ region, compression, annotations, ztoc, problem }, layer) => {
      if (region === null || problem !== undefined || state.kept[layer]) return;
      const key = `${region.file}\n${region.offset}\n${region.size}`;
      const pass = () =>
        pool.run(
          'indexLayer',
          { region, compression, limits: parts.limits, withBodies: hashed?.has(layer), isAlone: isAlone(region) },
          { signal, priority: PRIORITY, onProgress: (bytes) => tell(layer, bytes) },
        );
      const known = shared?.get(layer)?.layer;
      const read = async (): Promise<KeptIndex> => {
        const onHashed = (bytes: number) => tell(layer, bytes);
        if (!isLazy || onDisk.has(layer)) return onDisk.layer(layer, pass, onHashed);
        const input = { region, compression, annotations, ztoc, limits: parts.limits };
        const claim = await pool.run('layerFromToc', input, { signal, priority: PRIORITY });
        return claim && !needsCopy(claim) ? unkept(claim) : onDisk.layer(layer, pass, onHashed);
      };
      const job = running.get(key) ?? (known ? unkept(known) : read());
      running.set(key, job);
      const found = await job.catch(refusedLayer);
      if (typeof found === 'string') {
        state.layers = state.layers.map((summary) =>
          summary.index === layer ? { ...summary, state: 'damaged', problem: found } : summary,
        );
        state.learn({ layer, damage: found });
        return;
      }
      const indexed = await withTableLies(found.layer, ztoc);
      state.kept[layer] = found;
      state.indexed[layer] = indexed;
      state.layers = state.layers.map((summary) => (summary.index === layer ? withIndexed(summary, indexed) : summary));
      state.learn({
        layer,
        digest: indexed.digest,
        diffID: indexed.diffID,
        tarSize: indexed.claimed ? undefined : indexed.tarSize,
        damage: indexed.compression === 'none' ? undefined : indexed.damage,
      });
      tell(layer, region.size);
    }),
  );

  /** What a table beside the layer says otherwise is of this archive: it is not kept with the layer's index. */
  async function withTableLies(layer: IndexedLayer, place: StoredLayer['ztoc']): Promise<IndexedLayer> {
    if (!place || layer.claimed || layer.damage !== undefined) return layer;
    const maxEntries = (parts.limits ?? DEFAULT_LIMITS)['layer-entries'];
    const { region, index } = layer;
    const input = { place, layer: { region, index: { ...index, rare: new Map() } }, maxEntries };
    const lies = await pool.run('checkZtoc', input, { signal, priority: PRIORITY });
    return lies.length === 0 ? layer : { ...layer, warnings: [...layer.warnings, ...lies] };
  }
}

/** An index of another layer says nothing that may be kept of this one's file. */
async function unkept(layer: IndexedLayer): Promise<KeptIndex> {
  return { layer, tarKey: Promise.resolve(undefined), isFound: false };
}

/** Bytes decide what a layer is; engines that trust the media type fail on such a layer. */
function mediaTypeWarnings({ region, mediaType, compression }: StoredLayer, layer: number): readonly Warning[] {
  const stated = statedCompression(mediaType);
  if (region === null || region.size === 0 || stated === undefined || stated === compression) return [];
  const [claim, fact] = [stated, compression].map((name) => (name === 'none' ? 'no compression' : name));
  const message = `Layer ${layer} has ${fact}, but its media type ${mediaType} says ${claim}; some engines refuse it.`;
  return [{ code: 'media-type-mismatch', message, layer }];
}

const LAYER_CODES: ReadonlySet<string> = new Set([
  'unsupported',
  'too-large',
  'layer-damaged',
  'unreadable',
  'not-found',
]);

/** What is wrong with one layer is a fact about that layer: the others are still shown. */
function refusedLayer(error: unknown): string {
  if (error instanceof OutcropError && LAYER_CODES.has(error.code)) return error.message;
  throw error;
}

/** Of rare fields merging needs the raw names, for its warnings; posting a million xattrs would cost more than the merge. */
function withoutRare(index: TarIndex | undefined): TarIndex | undefined {
  if (!index) return undefined;
  const names = [...index.rare].flatMap(([row, { rawName }]) => (rawName ? [[row, { rawName }] as const] : []));
  return { ...index, rare: new Map(names) };
}
