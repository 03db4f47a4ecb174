import { useCallback } from 'react';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { LayerRecord } from '../../../shared/model/store.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { useLoaded } from '../../ui/use-loaded.ts';

/**
 * What the store has on record of each layer, base first; null where it has nothing. Asked again when a layer's chainID
 * becomes known.
 */
export function useStoreRecords(
  client: OutcropClient,
  image: ImageHandle,
  layers: readonly LayerSummary[],
): ReturnType<typeof useLoaded<readonly (LayerRecord | null)[]>> {
  const known = layers.filter(({ chainID }) => chainID !== null).length;
  const load = useCallback(
    (signal: AbortSignal) => (known === 0 ? Promise.resolve([]) : client.store.layers({ image }, { signal })),
    [client, image, known],
  );
  return useLoaded(load);
}
