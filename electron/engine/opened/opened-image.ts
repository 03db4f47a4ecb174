import { createReadStream } from 'node:fs';
import { OutcropError } from '../../../shared/errors.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import { describeImage } from '../image/describe-image.ts';
import { foldComputed } from '../image/integrity-items.ts';
import { summarizeImage } from '../image/summarize-image.ts';
import type { LoadedImage, OpenedImage } from '../opened.ts';
import type { StoredImage } from '../sources/source.ts';
import { withComputed } from './layer-facts.ts';
import { loadImage } from './load-image.ts';
import { shareWork } from './share-work.ts';
import type { ImageState, OpenedImageParts } from './image-state.ts';
import { verifyImage } from './verify-image.ts';

export function createOpenedImage(parts: OpenedImageParts): OpenedImage {
  const { handle, source, stored, pool, closed } = parts;
  const description = describeImage(stored);
  const state: ImageState = {
    layers: description.layers,
    integrity: description.integrity,
    indexed: stored.layers.map(() => undefined),
    kept: stored.layers.map(() => undefined),
    learn(computed) {
      state.integrity = foldComputed(state.integrity, computed);
      state.layers = withComputed(state.layers, state.integrity, computed);
    },
  };
  let loaded: LoadedImage | undefined;
  const loading = shareWork(async (options) => {
    loaded = await loadImage({ image, stored, state, pool, parts }, options);
    return loaded;
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
    integrity: () => state.integrity,
    verify: (signal) => verifyImage({ stored, state, pool }, anySignal(signal, closed)),
  };
  return image;
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
