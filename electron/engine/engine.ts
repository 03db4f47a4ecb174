import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OutcropError } from '../../shared/errors.ts';
import type { ContainerSummary } from '../../shared/model/container.ts';
import type { ImageHandle } from '../../shared/model/image.ts';
import type { Digest } from '../../shared/oci/digest.ts';
import { makeFolder } from './bytes/write-whole.ts';
import type { Limits } from './limits/limits.ts';
import type { Engine, OpenedImage, OpenedSource, WorkOptions } from './opened.ts';
import { compareImages } from './opened/compare-images.ts';
import { createContainers } from './opened/containers.ts';
import { createImageMaker } from './opened/image-maker.ts';
import { exportArchive } from './opened/export-archive.ts';
import { createImageStore } from './opened/image-store.ts';
import { createKeptIndexes, type KeptIndexes } from './opened/kept-indexes.ts';
import { createKeptSettings, LEAST_CACHE_BYTES, MOST_CACHE_BYTES } from './opened/kept-settings.ts';
import { createOpenedSource } from './opened/opened-source.ts';
import { sampleFile } from './sample/sample-file.ts';
import { openSource } from './sources/open-source.ts';
import type { Source, StoredImage } from './sources/source.ts';
import { cacheUse, DEFAULT_CACHE_BYTES, limitCaches } from './store/cache-limit.ts';
import type { ImagesInUse } from './store/collect-garbage.ts';
import { isSameName } from './store/entry-names.ts';
import { indexFolders } from './store/index-folders.ts';
import { storeFolders } from './store/layout.ts';
import { createPool, type PoolOptions } from './work/pool.ts';

export interface EngineOptions extends PoolOptions {
  /** The only folder Outcrop writes to; made when missing. */
  readonly dataDir: string;
  /** Most bytes of indexes, spooled layers and unpacked archives together; wins over the settings. */
  readonly cacheBytes?: number;
  /** Others than the settings and the default ones (limits/limits.ts) say. */
  readonly limits?: Partial<Limits>;
}

/** The composition root: the only place where the parts of the engine meet. */
export function createEngine({ dataDir, threads, mayBlock, isWarm, cacheBytes, ...options }: EngineOptions): Engine {
  const settings = createKeptSettings(dataDir, { limits: options.limits, cacheBytes });
  const pool = createPool({ threads, mayBlock, isWarm });
  const sources = new Map<
    string,
    {
      readonly source: OpenedSource;
      readonly stored: Source;
      readonly identity: string | undefined;
      readonly limits: Limits;
    }
  >();
  const cacheDir = join(dataDir, 'cache');
  const { indexDir } = indexFolders(dataDir, settings.limits());
  const cacheFolders = [indexDir, join(cacheDir, 'spool'), join(cacheDir, 'unpacked')];
  const trim = (bytes: number, graceMs?: number) =>
    limitCaches({
      folders: cacheFolders,
      bytes,
      inUse: filesInUse(),
      now: Date.now(),
      ...(graceMs !== undefined && { graceMs }),
    });
  /** Indexes made under other limits are other indexes. */
  const indexesByLimits = new Map<Limits, KeptIndexes>();
  const indexesFor = (limits: Limits): KeptIndexes => {
    const made =
      indexesByLimits.get(limits) ??
      createKeptIndexes(pool, indexFolders(dataDir, limits), () => trim(settings.cacheBytes()));
    indexesByLimits.set(limits, made);
    return made;
  };
  const settled = () => Promise.all([...indexesByLimits.values()].map((indexes) => indexes.settled()));

  const folders = storeFolders(dataDir);
  const store = createImageStore({
    folders,
    pool,
    indexes: (image) => indexesFor(sourceOf(image).limits),
    storedOf: (image) => sourceOf(image).stored,
    inUse: async () => imagesInUse(await containers.list(), folders.root),
  });

  const openStored = async (which: string, options: OpenOptions): Promise<Source> => {
    const { images, ...source } = await openSource(store.folder, { cacheDir, ...options });
    const found = images.filter((stored) => isMeant(stored, which));
    if (found.length > 0) return { ...source, images: found };
    throw new OutcropError('no-such-image', `The store has no image ${which}; "outcrop images" lists what it has.`);
  };

  /** A file or folder; where there is none, an image of the store. */
  const openNamed = async (path: string, file: string, options: OpenOptions): Promise<Source> => {
    try {
      return await openSource(file, { cacheDir, ...options });
    } catch (error) {
      if (!(error instanceof OutcropError && error.code === 'not-found') || !(await store.has(path))) throw error;
      return openStored(path, options);
    }
  };

  const open: Engine['open'] = async (path, { stored: isStored = false, ...options } = {}) => {
    const file = isStored ? `${store.folder}:${path}` : resolve(path);
    const id = sourceID(file);
    const identity = await identityOf(file);
    const limits = settings.limits();
    const known = sources.get(id);
    // The same file again (a window was reloaded) is not read again; a changed one is.
    if (known && identity !== undefined && known.identity === identity && known.limits === limits) return known.source;
    await makeDataFolder(cacheDir);
    const work = { limits, ...options };
    const stored = isStored ? await openStored(path, work) : await openNamed(path, file, work);
    const source = createOpenedSource({
      id,
      source: stored,
      pool,
      indexes: indexesFor(limits),
      cacheDir,
      limits,
      onClose: () => sources.delete(id),
    });
    await sources.get(id)?.source.close();
    sources.set(id, { source, stored, identity, limits });
    return source;
  };

  const image = (handle: ImageHandle): OpenedImage => {
    for (const { source } of sources.values()) {
      const found = source.images.find((candidate) => candidate.summary.handle === handle);
      if (found) return found;
    }
    throw new OutcropError('stale', 'This image is not open any more; open its file again.');
  };

  /** An unpacked archive is read in place while it is open. */
  function filesInUse(): ReadonlySet<string> {
    const layers = [...sources.values()].flatMap(({ stored }) => stored.images.flatMap((one) => one.layers));
    return new Set(layers.flatMap(({ region }) => region?.file ?? []));
  }

  function sourceOf(wanted: OpenedImage): { readonly stored: StoredImage; readonly limits: Limits } {
    for (const { source, stored, limits } of sources.values()) {
      const number = source.images.indexOf(wanted);
      if (number !== -1) return { stored: stored.images[number]!, limits };
    }
    throw new OutcropError('stale', 'This image is not open any more; open its file again.');
  }

  const containers = createContainers({ dataDir, open, image });

  return {
    dataDir,
    store,
    exportArchive: (loaded, format, options) => exportArchive(loaded, format, { scratchDir: cacheDir, ...options }),
    containers,
    images: createImageMaker({ dataDir, open, store, containers }),
    get limits() {
      return settings.limits();
    },
    settings: {
      async read() {
        return {
          limits: settings.rows(),
          cache: {
            limit: settings.cacheBytes(),
            default: DEFAULT_CACHE_BYTES,
            least: LEAST_CACHE_BYTES,
            most: MOST_CACHE_BYTES,
            used: await cacheUse(cacheFolders),
          },
          places: [
            { kind: 'data', path: dataDir },
            { kind: 'store', path: folders.root },
            { kind: 'indexes', path: indexDir },
            { kind: 'cache', path: cacheDir },
            { kind: 'containers', path: join(dataDir, 'containers') },
            { kind: 'settings', path: settings.file },
          ],
        };
      },
      async change(change) {
        await settings.change(change);
        await trim(settings.cacheBytes());
        return this.read();
      },
      async clearCaches() {
        await settled();
        return trim(0, 0);
      },
    },
    open,
    openSample: async (options) => open(await sampleFile(dataDir), options),
    image,
    compare: (before, after, options = {}) =>
      compareImages(
        { image: image(before.image), layers: before.layers },
        { image: image(after.image), layers: after.layers },
        { pool, ...options },
      ),
    async close() {
      await Promise.all(sources.values().map(({ source }) => source.close()));
      await settled();
      await pool.close();
    },
  };
}

type OpenOptions = WorkOptions & { readonly limits: Limits };

/** @param which a name in any spelling, or the first digits of an image ID or manifest digest */
function isMeant({ names, config, manifestDigest }: StoredImage, which: string): boolean {
  if (names.some((name) => isSameName(name, which))) return true;
  const digits = which.replace(/^sha256:/, '');
  const begins = (digest: string | null | undefined) => digest?.startsWith(`sha256:${digits}`) === true;
  return /^[0-9a-f]+$/.test(digits) && (begins(config?.digest) || begins(manifestDigest));
}

/** @param storeRoot containers on images of other folders and files do not count */
function imagesInUse(containers: readonly ContainerSummary[], storeRoot: string): ImagesInUse {
  const users = new Map<Digest, string[]>();
  for (const { id, name, image } of containers) {
    if (image.id === null || image.path !== storeRoot) continue;
    users.set(image.id, [...(users.get(image.id) ?? []), name === '' ? id : name]);
  }
  return users;
}

async function makeDataFolder(folder: string): Promise<void> {
  await makeFolder(folder).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new OutcropError(
      'unwritable',
      `The data folder ${folder} cannot be made (${code ?? 'unknown error'}); set another with OUTCROP_HOME.`,
      { file: folder },
      error,
    );
  });
}

/** Short, stable for a path, and says nothing about it to a page. */
function sourceID(file: string): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 12);
}

/** Changes when the file does; undefined for folders, whose blobs may change unseen, and for what is not there. */
async function identityOf(file: string): Promise<string | undefined> {
  const status = await stat(file, { bigint: true }).catch(() => undefined);
  return status?.isFile() ? [status.dev, status.ino, status.size, status.mtimeNs].join(':') : undefined;
}
