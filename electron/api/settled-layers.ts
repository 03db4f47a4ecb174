import type { LoadEvent } from '../../shared/contract/contract.ts';
import type { OpenedImage } from '../engine/opened.ts';

/** @returns a function that tells each layer once, when it is no longer waiting */
export function settledLayers(image: OpenedImage): () => Iterable<LoadEvent> {
  const told = new Set<number>();
  return function* () {
    for (const layer of image.layers) {
      if (layer.state === 'waiting' || told.has(layer.index)) continue;
      told.add(layer.index);
      yield { kind: 'layer', layer };
    }
  };
}
