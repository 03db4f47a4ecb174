import { useEffect, useState } from 'react';
import type { ImageHandle } from '../../shared/model/image.ts';
import type { Inspection } from '../features/inspector/inspection.ts';
import type { OutcropClient } from '../host/connect.ts';
import type { SelectionStore } from '../stores/selection.ts';
import type { LoadState } from './image-load.ts';

interface ReadAtLast {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
  readonly inspection: Inspection;
}

/**
 * Once the layers are read after their claims were shown, looks the selected path up again and tells its story anew.
 * @returns false while what is selected may be of a claim
 */
export function useReadAtLast(
  { ready, claims }: LoadState,
  { client, image, selection, inspection }: ReadAtLast,
): boolean {
  const [isSettled, setSettled] = useState(false);
  const wasClaimed = ready && claims !== null;
  useEffect(() => {
    if (!wasClaimed || isSettled) return;
    const settle = async () => {
      const { settled, pathID } = selection.getState();
      const found = settled && (await client.image.lookup({ image, path: settled.path }).catch(() => null));
      // Chosen meanwhile: the answer is of another path.
      if (settled && selection.getState().pathID === pathID && found !== settled.pathID) {
        if (found === null) selection.getState().unselect();
        else selection.getState().select(found, settled.path);
      }
      inspection.again();
      setSettled(true);
    };
    void settle();
  }, [wasClaimed, isSettled, client, image, selection, inspection]);
  return ready && (claims === null || isSettled);
}
