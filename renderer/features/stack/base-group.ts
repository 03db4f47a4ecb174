import type { ImageSummary } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { StoredImage } from '../../../shared/model/store.ts';

/** The layers that came with the image this one was built from, and what tells so. */
export interface BaseGroup {
  /** Layers 0 to `count` − 1. */
  readonly count: number;
  readonly reason:
    | {
        /** A stored image consists of just these layers. */
        readonly kind: 'stored';
        readonly image: StoredImage;
      }
    | {
        /** The layer above them was made this many days after the first: another build. A guess. */
        readonly kind: 'older';
        readonly days: number;
        /** Of the base image, as the manifest says; untrusted. */
        readonly claimed: string | null;
      };
}

const DAY = 86_400_000;
/** Before there were images: such a time was set for builds that can be repeated and tells nothing. */
const FIRST_TIME = Date.UTC(2013, 0);

/**
 * A stored image whose whole stack lies below is certain, the one that the manifest names first, then the one with most
 * layers; else the first layer made a
 * day or more after the base layer begins another build. The top layer is never of the base.
 * @param layers base first
 * @param others stored images; this one may be among them
 * @param claimed the base image, as the manifest says; alone it does not tell how many layers are of it
 */
export function baseGroup(
  layers: readonly LayerSummary[],
  others: readonly StoredImage[],
  claimed: Pick<ImageSummary, 'baseName' | 'baseDigest'> = {},
): BaseGroup | null {
  const isNamed = ({ manifestDigest }: StoredImage) =>
    claimed.baseDigest !== undefined && manifestDigest === claimed.baseDigest;
  const below = new Map<unknown, number>(
    layers.slice(0, -1).flatMap(({ chainID, index }) => (chainID ? [[chainID, index + 1]] : [])),
  );
  const stored = others
    .map((image) => ({ image, count: below.get(image.layers.at(-1)?.chainID) ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => Number(isNamed(other.image)) - Number(isNamed(one.image)) || other.count - one.count)[0];
  if (stored) return { count: stored.count, reason: { kind: 'stored', image: stored.image } };
  const base = timeOf(layers[0]);
  if (base === null) return null;
  for (const layer of layers) {
    const days = Math.floor(((timeOf(layer) ?? base) - base) / DAY);
    if (days >= 1) return { count: layer.index, reason: { kind: 'older', days, claimed: claimed.baseName ?? null } };
  }
  return null;
}

/**
 * Which other stored images have a layer, on the same layers below it, too.
 * @param self what tells this image from the others
 * @returns for each layer, base first, the others
 */
export function sharedWith(
  layers: readonly LayerSummary[],
  others: readonly StoredImage[],
): readonly (readonly StoredImage[])[] {
  const chains = others.map((image) => ({ image, chain: new Set(image.layers.map(({ chainID }) => chainID)) }));
  return layers.map(({ chainID }) =>
    chains.flatMap(({ image, chain }) => (chainID !== null && chain.has(chainID) ? [image] : [])),
  );
}

function timeOf(layer: LayerSummary | undefined): number | null {
  const time = Date.parse(layer?.created ?? '');
  return time >= FIRST_TIME ? time : null;
}
