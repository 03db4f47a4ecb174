import { stat } from 'node:fs/promises';
import { OutcropError } from '../../../shared/errors.ts';
import { canonicalName, familiarName, parseReference } from '../../../shared/oci/reference.ts';
import type { ImageStore, OpenedImage, StoredEntry, WorkOptions } from '../opened.ts';
import type { StoredImage } from '../sources/source.ts';
import { checkStore } from '../store/check-store.ts';
import { collectGarbage } from '../store/collect-garbage.ts';
import { imageParts } from '../store/image-parts.ts';
import { importImage, nameOf, type IncomingImage } from '../store/import-image.ts';
import { addName, takeNames } from '../store/rename-image.ts';
import { storedImages } from '../store/stored-images.ts';
import { blobFile, readEntries, type IndexEntry, type StoreFolders } from '../store/layout.ts';
import { parseDescriptor } from '../oci/manifest.ts';
import type { Region } from '../bytes/region.ts';
import type { Pool } from '../work/pool.ts';
import { contentSize as contentSizeOf } from './layer-facts.ts';
import type { KeptIndexes } from './kept-indexes.ts';

export interface ImageStoreParts {
  readonly folders: StoreFolders;
  readonly pool: Pool;
  /** Those of the limits in force. */
  readonly indexes: () => KeptIndexes;
  /** What an open image was made of. */
  readonly storedOf: (image: OpenedImage) => StoredImage;
}

/** Someone waits for it. */
const PRIORITY = 1;

export function createImageStore({ folders, pool, indexes: indexesNow, storedOf }: ImageStoreParts): ImageStore {
  return {
    folder: folders.root,

    async load(image, options = {}) {
      const incoming = await incomingImage(image, storedOf(image), options);
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
      const indexes = indexesNow();
      const found = await indexes.find(
        incoming.layers.map(({ region }) => region),
        { signal: options.signal ?? new AbortController().signal, priority: PRIORITY },
      );
      await Promise.all(
        imported.layers.map(async ({ blob, hashes: { digest, diffID } }, layer) => {
          const { region, compression } = incoming.layers[layer]!;
          const pass = () => pool.run('indexLayer', { region, compression });
          const { layer: indexed } = await found.layer(layer, pass);
          indexes.copied({ ...indexed, region: blob, digest, ...(diffID !== undefined && { diffID }) });
        }),
      );
      return { names: incoming.names, id: imported.id, manifestDigest: imported.manifestDigest };
    },

    async list() {
      const entries = await readEntries(folders);
      return Promise.all(entries.map(async (entry) => storedEntry(folders, entry)));
    },

    async listing() {
      return { folder: folders.root, ...(await storedImages(folders)) };
    },

    async tag(manifestDigest, name) {
      const reference = parseReference(name);
      if (!reference || reference.digest !== null)
        throw new OutcropError(
          'bad-request',
          `“${name}” is no image name; write it as name or name:tag, in lower case.`,
        );
      await addName(folders, manifestDigest, canonicalName(reference));
    },

    async remove(manifestDigest, name) {
      const { names, isGone } = await takeNames(folders, manifestDigest, name);
      if (!isGone) return { names, images: 0, blobs: 0, bytes: 0, kept: [] };
      const { blobs, bytes, kept } = await collectGarbage(folders);
      return { names, images: 1, blobs, bytes, kept };
    },

    async has(name) {
      const entries = await readEntries(folders).catch(() => []);
      return entries.some((entry) => entry['digest'] === name || isSameName(nameOf(entry) ?? '', name));
    },

    collectGarbage: (options = {}) => collectGarbage(folders, options),

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

/** Whether two spellings are of one name. */
export function isSameName(name: string, text: string): boolean {
  return name === text || canonical(name) === canonical(text);
}

function canonical(name: string): string {
  const reference = parseReference(name);
  return reference === undefined ? name : canonicalName(reference);
}

/** A bare word is the tag of an OCI archive as often as a repository: it stays as it is. */
function fullName(name: string): string {
  return /[:/@]/.test(name) ? canonical(name) : name;
}

async function storedEntry(folders: StoreFolders, entry: IndexEntry): Promise<StoredEntry> {
  const name = nameOf(entry);
  const reference = name === undefined ? undefined : parseReference(name);
  const parts = await imageParts(folders, entry);
  const blobs = [...(parts?.blobs ?? [])];
  const sizes = await Promise.all(
    blobs.map(async (digest) =>
      stat(blobFile(folders, digest)).then(
        ({ size }) => size,
        () => null,
      ),
    ),
  );
  const missing = blobs.filter((_, i) => sizes[i] === null);
  return {
    name: name ?? null,
    shown: reference === undefined ? (name ?? null) : familiarName(reference),
    manifestDigest: parts?.digest ?? null,
    platform: parseDescriptor(entry)?.platform ?? null,
    size: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
    missing,
  };
}

async function incomingImage(
  image: OpenedImage,
  stored: StoredImage,
  options: WorkOptions & { readonly name?: string },
): Promise<IncomingImage> {
  const file = image.source.path;
  if (stored.config === null)
    throw new OutcropError(
      'unsupported',
      `${file} has no image config, so it cannot be stored; save it as an image first.`,
      {
        file,
      },
    );
  const loaded = await image.load(options);
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
    names: options.name === undefined ? names.map(fullName) : [fullName(options.name)],
    platform: image.platform,
    manifest: manifest?.bytes ?? null,
    config: config.bytes,
    layers,
  };
}

async function contentSize(pool: Pool, region: Region, signal: AbortSignal | undefined): Promise<number | undefined> {
  const layer = await pool.run('indexBlob', { region }, { signal }).catch(() => undefined);
  return layer && contentSizeOf(layer.index);
}
