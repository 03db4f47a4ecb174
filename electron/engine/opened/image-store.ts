import { OutcropError } from '../../../shared/errors.ts';
import type { ImageStore, LoadedImage, OpenedImage, WorkOptions } from '../opened.ts';
import type { StoredImage } from '../sources/source.ts';
import { checkStore } from '../store/check-store.ts';
import { removeImage, tagImage } from '../store/change-names.ts';
import { collectGarbage, type ImagesInUse } from '../store/collect-garbage.ts';
import { chosenName, fullName } from '../store/entry-names.ts';
import { findImages, listRecords, readImages } from '../store/image-entries.ts';
import { importImage, type ImportedLayer, type IncomingImage } from '../store/import-image.ts';
import type { StoreFolders } from '../store/layout.ts';
import { storedImages } from '../store/stored-images.ts';
import { storeChanges } from '../store/watch-store.ts';
import type { Region } from '../bytes/region.ts';
import type { Pool } from '../work/pool.ts';
import { writableImage } from './writable-image.ts';
import { contentSize as contentSizeOf } from './layer-facts.ts';
import type { ImageState } from './image-state.ts';
import type { KeptIndexes } from './kept-indexes.ts';
import { partsOf } from './loaded-image.ts';

export interface ImageStoreParts {
  readonly folders: StoreFolders;
  readonly pool: Pool;
  /** Those of the limits that an open image was read under. */
  readonly indexes: (image: OpenedImage) => KeptIndexes;
  /** What an open image was made of. */
  readonly storedOf: (image: OpenedImage) => StoredImage;
  /** Images of the store that containers stand on. */
  readonly inUse: () => Promise<ImagesInUse>;
}

/** Someone waits for it. */
const PRIORITY = 1;

export function createImageStore({ folders, pool, indexes: indexesOf, storedOf, inUse }: ImageStoreParts): ImageStore {
  return {
    folder: folders.root,

    async load(image, options = {}) {
      const chosen = options.name === undefined ? undefined : chosenName(options.name);
      const loaded = await image.load(options);
      const incoming = await incomingImage(loaded, storedOf(image), chosen, options);
      const total = incoming.layers.reduce((sum, { region }) => sum + region.size, 0);
      const done = incoming.layers.map(() => 0);
      const imported = await importImage(incoming, {
        folders,
        signal: options.signal,
        ingest(layer, target) {
          const { region, compression } = incoming.layers[layer]!;
          const onProgress = (bytes: number) => {
            done[layer] = bytes;
            options.onProgress?.({ stage: 'reading', done: done.reduce((a, b) => a + b, 0), total, layer });
          };
          const work = { signal: options.signal, priority: PRIORITY, onProgress };
          return pool.run('ingestBlob', { region, compression, target }, work);
        },
      });
      keepIndexes(indexesOf(image), partsOf(loaded).state, imported.layers);
      return { names: incoming.names, id: imported.id, manifestDigest: imported.manifestDigest };
    },

    async listing() {
      return { folder: folders.root, ...(await storedImages(folders)) };
    },
    changes: (signal) => storeChanges(folders, signal),
    records: () => listRecords(folders),

    async has(which) {
      const images = await readImages(folders).catch(() => []);
      try {
        return findImages(images, which).length > 0;
      } catch {
        return false;
      }
    },

    tag: (which, name, options = {}) => tagImage(folders, which, name, options),
    remove: async (which, options = {}) => removeImage(folders, which, { ...options, inUse: await inUse() }),
    collectGarbage: async (options = {}) => collectGarbage(folders, { ...options, inUse: await inUse() }),

    check: ({ signal } = {}) =>
      checkStore({
        folders,
        signal,
        digestOf: async (region) => {
          const { digest } = await pool.run('hashLayer', { region, compression: 'none' }, { signal });
          return digest;
        },
        contentSize: async (region) => contentSize(pool, region, signal),
      }),
  };
}

/** What copying hashed was verified where it came from, and the copies have the same indexes. */
function keepIndexes(indexes: KeptIndexes, state: ImageState, layers: readonly ImportedLayer[]): void {
  const before = [...state.kept];
  for (const [layer, { blob, hashes }] of layers.entries()) {
    const known = state.kept[layer];
    if (!known) continue;
    const verified = indexes.verified(known, hashes);
    state.kept[layer] = verified;
    state.learn({ layer, ...hashes });
    indexes.copied(verified, blob, hashes);
  }
  indexes.restacked(before, [...state.kept]);
}

async function incomingImage(
  loaded: LoadedImage,
  stored: StoredImage,
  chosen: string | undefined,
  options: WorkOptions,
): Promise<IncomingImage> {
  const { image } = loaded;
  const file = image.source.path;
  const layers = stored.layers.map(({ region, compression, digest, problem }, layer) => {
    const { problem: found, contentSize: size } = loaded.layers[layer]!;
    const why = problem ?? found;
    if (region === null || why !== undefined)
      throw new OutcropError(
        region === null ? 'layer-absent' : 'layer-damaged',
        `Layer ${layer} of ${file} cannot be stored (${why ?? 'it is not in the file'}); get the whole image first.`,
        { file, layer },
      );
    return { region, compression, digest, contentSize: size ?? 0 };
  });
  const { config, manifest, names } = stored;
  for (const document of [config, manifest]) {
    if (document?.claimed && document.claimed.digest !== document.digest)
      throw new OutcropError(
        'digest-mismatch',
        `${document.title} of ${file} hashes to ${document.digest}, ${document.claimed.by} says ${document.claimed.digest}; nothing was stored, get the image again.`,
        { file },
      );
  }
  return {
    file,
    names: chosen === undefined ? names.map(fullName) : [chosen],
    platform: image.platform,
    manifest: manifest?.bytes ?? null,
    // A root file system, and what Docker wrote before 1.10, come without one.
    config: config?.bytes ?? (await writableImage(loaded, options)).config,
    layers,
  };
}

async function contentSize(pool: Pool, region: Region, signal: AbortSignal | undefined): Promise<number | undefined> {
  const layer = await pool.run('indexBlob', { region }, { signal }).catch(() => undefined);
  return layer && contentSizeOf(layer.index);
}
