import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import type { LayerReport, NewImageReport, PurgedEntry } from '../../../shared/model/container.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import { readBody } from '../container/container.ts';
import type { ImageAccess } from '../container/image-access.ts';
import type { LayerEntry } from '../container/layer-entry.ts';
import { layerTar, type ReadBody } from '../container/layer-tar.ts';
import { changedConfig, changedRuntime, historyOf, historyRow } from '../container/new-config.ts';
import { planPurge } from '../container/purge.ts';
import { squashedEntries } from '../container/squash.ts';
import type { WritableImage, WritableLayer } from '../container/writable-image.ts';
import { writeLayer } from '../container/write-layer.ts';
import { madeManifest } from '../exporters/oci-layout.ts';
import { isRecord, parseJson, type JsonRecord } from '../oci/json.ts';
import type { LoadedImage, OpenedContainer, WorkOptions } from '../opened.ts';
import { accessImage } from './image-access.ts';
import { writableImage } from './writable-image.ts';

/** A new image with the files that hold its new layers; `using` takes them away. */
export interface NewImage extends AsyncDisposable {
  readonly image: WritableImage;
  readonly report: NewImageReport;
}

export interface NewImageOptions extends WorkOptions {
  /** For layers that are not there yet. */
  readonly scratchDir: string;
  /** Canonical; the names of the old image when left out. */
  readonly names?: readonly string[];
  /** RFC 3339. */
  readonly created: string;
}

export interface CommitOptions extends NewImageOptions {
  readonly author?: string;
  readonly comment?: string;
  /** Dockerfile instructions: `ENV A=b`, `CMD ["x"]` … */
  readonly changes?: readonly string[];
  readonly compression?: 'none' | 'gzip';
}

/** The writable layer becomes a layer over those of the image, whose bytes stay as they are. */
export async function commitContainer(opened: OpenedContainer, options: CommitOptions): Promise<NewImage> {
  const { container, image } = opened;
  const base = await writableImage(image, options);
  const config = configOf(base);
  const runtime = changedRuntime(config, options.changes ?? []);
  const scratch = await openScratch(options);
  const layer = await scratch.write(
    container.layerEntries(),
    (body) => container.read(body),
    options.compression ?? 'gzip',
  );
  const layers = [...base.layers, layer];
  const { author, comment, created } = options;
  const createdBy = ['outcrop commit', ...(options.changes ?? [])].join(' # ');
  const history = [...historyOf(config), historyRow({ created, createdBy, author, comment })];
  const next = changedConfig(config, layers, { history, runtime, created, author });
  return scratch.finish(base, { config: next, layers, names: options.names ?? [] }, [
    ...base.layers.map((one, index) => layerReport(index, index, 'kept', one, one)),
    layerReport(null, layers.length - 1, 'new', undefined, layer),
  ]);
}

/** Layers `from` … `to` (inclusive, base 0) become one. */
export async function squashImage(
  image: LoadedImage,
  from: number,
  to: number,
  options: NewImageOptions,
): Promise<NewImage> {
  if (!(from >= 0 && from < to && to < image.layers.length))
    throw new OutcropError(
      'bad-request',
      `There are ${image.layers.length} layers, 0 first; squash a range of at least two of them.`,
    );
  const base = await writableImage(image, options);
  const access = accessImage(image);
  const scratch = await openScratch(options);
  const compression = base.layers[to]!.compression === 'none' ? 'none' : 'gzip';
  const layer = await scratch.write(squashedEntries(access, from, to), bodiesOf(access), compression);
  const layers = [...base.layers.slice(0, from), layer, ...base.layers.slice(to + 1)];
  const config = configOf(base);
  const history = squashedHistory(image, config, from, to, options.created);
  const next = changedConfig(config, layers, { history, created: options.created });
  return scratch.finish(base, { config: next, layers, names: options.names ?? base.names }, [
    ...base.layers.map((one, index) => {
      if (index >= from && index <= to) return layerReport(index, null, 'squashed', one, undefined);
      return layerReport(index, index < from ? index : index - (to - from), 'kept', one, one);
    }),
    layerReport(null, from, 'new', undefined, layer),
  ]);
}

export interface PurgedImage extends NewImage {
  readonly purged: readonly PurgedEntry[];
}

/** Takes a path out of the bytes of every layer; layers without it stay as they are. */
export async function purgeImage(image: LoadedImage, path: string, options: NewImageOptions): Promise<PurgedImage> {
  const row = image.lookup(path);
  if (row === undefined)
    throw new OutcropError('no-such-path', `${path} is in no layer of this image; “explain” tells of paths.`, { path });
  if (row === 0) throw new OutcropError('bad-request', 'The root cannot be purged; name a file or a folder.');
  const base = await writableImage(image, options);
  const access = accessImage(image);
  const plan = planPurge(access, row);
  const scratch = await openScratch(options);
  const layers = [...base.layers];
  const reports: LayerReport[] = [];
  for (const [index, old] of base.layers.entries()) {
    const entries = plan.layers.get(index);
    if (entries) {
      const compression = old.compression === 'none' ? 'none' : 'gzip';
      // One after the other: each may be large.
      // oxlint-disable-next-line no-await-in-loop
      layers[index] = await scratch.write(entries, bodiesOf(access), compression);
    }
    reports.push(layerReport(index, index, entries ? 'rewritten' : 'kept', old, layers[index]));
  }
  const next = changedConfig(configOf(base), layers, { created: options.created });
  const made = await scratch.finish(base, { config: next, layers, names: options.names ?? base.names }, reports);
  return { ...made, purged: plan.purged };
}

function bodiesOf(access: ImageAccess): ReadBody {
  return (body) => readBody(body, { read: () => [] as never }, access);
}

function configOf({ config }: WritableImage): JsonRecord {
  const json = parseJson(config);
  return json.kind === 'json' && isRecord(json.value) ? json.value : {};
}

/** The rows of squashed layers stay as rows without a layer; the new layer's row follows them. */
function squashedHistory(
  { image }: LoadedImage,
  config: JsonRecord,
  from: number,
  to: number,
  created: string,
): readonly unknown[] {
  const rows = historyOf(config);
  const layerOf = (row: number) => image.history[row]?.layer ?? null;
  const isAligned = rows.length === image.history.length && rows.some((_, row) => layerOf(row) === to);
  if (!isAligned) return rows;
  return rows.flatMap((row, at) => {
    const layer = layerOf(at);
    if (layer === null || layer < from || layer > to) return [row];
    const empty = isRecord(row) ? { ...row, empty_layer: true } : row;
    if (layer !== to) return [empty];
    const comment = `layers ${from} to ${to} in one`;
    return [empty, historyRow({ created, createdBy: 'outcrop squash', comment })];
  });
}

function layerReport(
  was: number | null,
  index: number | null,
  state: LayerReport['state'],
  before: WritableLayer | undefined,
  after: WritableLayer | undefined,
): LayerReport {
  return {
    index,
    was,
    state,
    digestBefore: before?.digest ?? null,
    digestAfter: after?.digest ?? null,
    bytesBefore: before?.region.size ?? 0,
    bytesAfter: after?.region.size ?? 0,
  };
}

async function openScratch({ scratchDir, signal }: NewImageOptions) {
  const folder = join(scratchDir, `new-image-${randomBytes(6).toString('hex')}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const discard = () => rm(folder, { recursive: true, force: true });
  let count = 0;
  return {
    async write(entries: Iterable<LayerEntry>, read: ReadBody, compression: 'none' | 'gzip'): Promise<WritableLayer> {
      try {
        return await writeLayer(layerTar(entries, read), compression, join(folder, String(count++)), signal);
      } catch (error) {
        await discard();
        throw error;
      }
    },
    async finish(
      base: WritableImage,
      parts: Omit<WritableImage, 'manifest'>,
      layers: readonly LayerReport[],
    ): Promise<NewImage> {
      const manifest = madeManifest(parts);
      const report: NewImageReport = {
        idBefore: digestOf(base.config),
        id: digestOf(parts.config),
        manifestDigest: digestOf(manifest),
        layers,
        bytesBefore: bytesOf(base.layers),
        bytesAfter: bytesOf(parts.layers),
      };
      return { image: { ...parts, manifest }, report, [Symbol.asyncDispose]: discard };
    },
  };
}

function bytesOf(layers: readonly WritableLayer[]): number {
  const sizes = new Map(layers.map(({ digest, region }) => [digest, region.size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}
