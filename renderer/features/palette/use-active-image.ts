import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { ImageHandle } from '../../../shared/model/image.ts';
import { useApp } from '../../app-context.ts';
import type { SelectionStore } from '../../stores/selection.ts';

export interface ActiveImage {
  readonly image: ImageHandle;
  readonly layerCount: number;
  readonly selection: SelectionStore;
}

/** The image in front; null when there is none, such as in the library. */
export function useActiveImage(): ActiveImage | null {
  const { session } = useApp();
  const tab = useStore(session, (state) => state.tabs.find((other) => other.key === state.active));
  const selectionOf = useStore(session, (state) => state.selectionOf);
  return useMemo(() => {
    if (tab?.kind !== 'image') return null;
    const image = tab.opened.images.find((other) => other.handle === tab.image);
    return image ? { image: image.handle, layerCount: image.layerCount, selection: selectionOf(image.handle) } : null;
  }, [tab, selectionOf]);
}
