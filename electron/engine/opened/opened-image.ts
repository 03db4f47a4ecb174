import { createReadStream } from 'node:fs';
import { OutcropError } from '../../../shared/errors.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import { describeImage } from '../image/describe-image.ts';
import { foldComputed } from '../image/integrity-items.ts';
import { summarizeImage } from '../image/summarize-image.ts';
import type { LoadedImage, OpenedImage, WorkOptions } from '../opened.ts';
import type { StoredImage } from '../sources/source.ts';
import { withComputed, withIndexed } from './layer-facts.ts';
import { loadImage } from './load-image.ts';
import { claimsHeld, isClaimed, isSoonerByTables } from './preview-image.ts';
import { findSharedLayers, type SharedLayers } from './shared-layers.ts';
import { shareWork } from './share-work.ts';
import type { ImageState, OpenedImageParts } from './image-state.ts';
import { verifyImage } from './verify-image.ts';

export function createOpenedImage(parts: OpenedImageParts): OpenedImage {
  const { handle, source, stored, pool, closed } = parts;
  const description = describeImage(stored);
  const unread = () =>
    createState({
      layers: description.layers,
      integrity: description.integrity,
      indexed: stored.layers.map(() => undefined),
      kept: stored.layers.map(() => undefined),
    });
  const state = unread();
  let loaded: LoadedImage | undefined;
  let preview: LoadedImage | undefined;
  let claims: OpenedImage['claims'];
  let hashed: ReadonlySet<number> | undefined;
  const loading = shareWork(async (options) => {
    loaded = await loadImage({ image, stored, state, pool, parts, hashed }, options);
    if (preview) claims = claimsHeld(preview, loaded) ? 'held' : 'differed';
    preview = undefined;
    return loaded;
  }, closed);
  const previewing = shareWork(async (options) => {
    const { signal } = options;
    if (!(await isSoonerByTables({ stored, pool, indexes: parts.indexes, signal }))) return undefined;
    const own = ownState(state);
    const made = await loadImage({ image, stored, state: own, pool, parts, isLazy: true }, options);
    takeRead(state, own);
    // What was really read needs no preview: reading is done in a moment.
    if (!loaded && isClaimed(made)) preview = made;
    return preview;
  }, closed);

  const image: OpenedImage = {
    summary: summarizeImage(handle, stored, description),
    source,
    platform: description.platform,
    config: description.config,
    history: description.history,
    documents: description.documents,
    get layers() {
      return state.layers;
    },
    blob: (digest) => blobBytes(stored, digest, source.path),
    load: async (options = {}) => loaded ?? loading(options),
    // What tables claim must not mix with what is known.
    loadLazy: async ({ signal, onProgress = () => {} } = {}) =>
      loadImage(
        { image, stored, state: unread(), pool, parts, isLazy: true },
        { signal: anySignal(signal, closed), onProgress },
      ),
    preview: async (options = {}) => (loaded ? undefined : (preview ?? previewing(options))),
    shown: async (options = {}) => loaded ?? preview ?? loading(options),
    get claims() {
      return claims;
    },
    integrity: () => state.integrity,
    verify: (signal) => verifyImage({ stored, state, pool, indexes: parts.indexes }, anySignal(signal, closed)),
  };

  sharers.set(image, {
    isLoaded: () => loaded !== undefined,
    loadSharing,
    hashOnLoading(layers) {
      hashed = layers;
    },
  });
  return image;

  async function loadSharing(other: ImageState, options: WorkOptions): Promise<LoadedImage> {
    if (loaded) return loaded;
    const signal = anySignal(options.signal, closed);
    const shared = await findSharedLayers({ stored: stored.layers, state }, other, { pool, signal });
    if (shared.size === 0) return loading(options);
    const own = ownState(state);
    const { onProgress = () => {} } = options;
    const sharing = await loadImage({ image, stored, state: own, pool, parts, shared, hashed }, { signal, onProgress });
    takeRead(state, own, shared);
    return sharing;
  }
}

interface Sharer {
  readonly hashOnLoading: (layers: ReadonlySet<number>) => void;
  readonly isLoaded: () => boolean;
  readonly loadSharing: (other: ImageState, options: WorkOptions) => Promise<LoadedImage>;
}

const sharers = new WeakMap<OpenedImage, Sharer>();

/** Whether its layers are read: loading it costs nothing. */
export function isLoaded(image: OpenedImage): boolean {
  return sharers.get(image)?.isLoaded() ?? false;
}

/** Has the bodies of what an image does not share with another hashed when it is read: comparing needs most of them. */
export function hashUnshared(image: OpenedImage, other: OpenedImage): void {
  const claims = new Set(other.layers.flatMap(({ digest, diffID }) => [digest, diffID]));
  const isShared = (claim: string | null) => claim !== null && claims.has(claim as Digest);
  const unshared = image.layers.filter(({ digest, diffID }) => !isShared(digest) && !isShared(diffID));
  sharers.get(image)?.hashOnLoading(new Set(unshared.map(({ index }) => index)));
}

/**
 * Loads an image for a comparison with one that is loaded: layers that both claim are not read again. What is only
 * assumed stays with the answer; the image itself, when it is loaded for its own sake, reads those layers.
 */
export async function loadSharing(image: OpenedImage, other: ImageState, options: WorkOptions): Promise<LoadedImage> {
  const sharer = sharers.get(image);
  if (!sharer) throw new Error('not an image of this engine');
  return sharer.loadSharing(other, options);
}

/** The same, to be read on without changing the other. */
function ownState(state: ImageState): ImageState {
  return createState({ ...state, indexed: [...state.indexed], kept: [...state.kept] });
}

function createState(start: Omit<ImageState, 'learn'>): ImageState {
  const state: ImageState = {
    ...start,
    learn(computed) {
      state.integrity = foldComputed(state.integrity, computed);
      state.layers = withComputed(state.layers, state.integrity, computed);
    },
  };
  return state;
}

/** What was really read is not read a second time. */
function takeRead(state: ImageState, own: ImageState, shared?: SharedLayers): void {
  for (const [layer, kept] of own.kept.entries()) {
    if (!kept || kept.layer.claimed || state.kept[layer] || shared?.get(layer)?.isAssumed) continue;
    const { layer: indexed } = kept;
    state.kept[layer] = kept;
    state.indexed[layer] = indexed;
    state.layers = state.layers.map((summary) => (summary.index === layer ? withIndexed(summary, indexed) : summary));
    const { digest, diffID, tarSize, compression, damage } = indexed;
    state.learn({ layer, digest, diffID, tarSize, damage: compression === 'none' ? undefined : damage });
  }
}

async function* blobBytes(stored: StoredImage, digest: Digest, file: string): AsyncIterable<Uint8Array> {
  const document = stored.documents.find((candidate) => candidate.digest === digest);
  if (document) {
    yield document.bytes;
    return;
  }
  const region = stored.layers.find((layer) => layer.digest === digest)?.region;
  if (!region)
    throw new OutcropError(
      'no-such-path',
      `${file} holds no blob ${digest} for this image; see its documents for those it has.`,
      { file },
    );
  if (region.size === 0) return;
  yield* createReadStream(region.file, { start: region.offset, end: region.offset + region.size - 1 });
}

function anySignal(one: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return one ? AbortSignal.any([one, other]) : other;
}
