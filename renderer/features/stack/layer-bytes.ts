import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { LayerSpace } from '../../../shared/model/space.ts';
import type { LayerSize } from '../../stores/settings.ts';

/**
 * Bytes of a layer by one of the three ways to count them.
 * @param space of all layers, base first; null until it is measured
 * @returns null while it is not known
 */
export function layerBytes(layer: LayerSummary, size: LayerSize, space: readonly LayerSpace[] | null): number | null {
  if (size === 'stored') return layer.blobSize;
  if (size === 'content') return layer.contentSize;
  return space?.[layer.index]?.visibleSize ?? null;
}
