import { createStore, type StoreApi } from 'zustand/vanilla';

/** What lies over the window for a moment. */
export type Overlay = 'commands' | 'paths' | 'shortcuts' | 'settings';

export interface Overlays {
  readonly shown: Overlay | null;
  readonly show: (overlay: Overlay | null) => void;
}
export type OverlaysStore = StoreApi<Overlays>;

/** One at a time; the next takes the place of the one before. */
export function createOverlaysStore(): OverlaysStore {
  return createStore<Overlays>((set) => ({ shown: null, show: (shown) => set({ shown }) }));
}
