import { useEffect, useState } from 'react';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSpace } from '../../../shared/model/space.ts';
import type { OutcropClient } from '../../host/connect.ts';

/**
 * What each layer adds to the rootfs, base first; null until it is measured, which takes a moment at a million files.
 * @param image null while it is not wanted or not read
 */
export function useLayerSpace(client: OutcropClient, image: ImageHandle | null): readonly LayerSpace[] | null {
  const [space, setSpace] = useState<readonly LayerSpace[] | null>(null);
  useEffect(() => {
    if (image === null) return undefined;
    const abort = new AbortController();
    client.space
      .summary({ image }, { signal: abort.signal })
      .then(({ layers }) => setSpace(layers))
      // The Space tab says why it cannot be measured.
      .catch(() => {});
    return () => abort.abort();
  }, [client, image]);
  return space;
}
