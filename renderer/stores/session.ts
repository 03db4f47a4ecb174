import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ImageHandle, OpenedSourceSummary } from '../../shared/model/image.ts';
import { createSelectionStore, type SelectionStore } from './selection.ts';

/** One opened file or folder. */
export interface SessionTab {
  readonly key: string;
  /** As the engine answered it; never edited here. */
  readonly opened: OpenedSourceSummary;
  /** Null while the picker asks which. */
  readonly image: ImageHandle | null;
}

export interface Session {
  readonly tabs: readonly SessionTab[];
  /** Key of the tab in front; null is the library. */
  readonly active: string | null;
  /** Puts it in front; a file that holds one image goes straight to it. */
  readonly add: (opened: OpenedSourceSummary) => void;
  readonly activate: (key: string | null) => void;
  readonly choose: (key: string, image: ImageHandle | null) => void;
  readonly remove: (key: string) => void;
  readonly selectionOf: (image: ImageHandle) => SelectionStore;
}
export type SessionStore = StoreApi<Session>;

/** The opened sources, in the order of their tabs. */
export function createSessionStore(): SessionStore {
  const selections = new Map<ImageHandle, SelectionStore>();
  let count = 0;
  return createStore<Session>((set) => ({
    tabs: [],
    active: null,
    add: (opened) =>
      set((state) => {
        count += 1;
        const tab = { key: `source-${count}`, opened, image: onlyImage(opened) };
        return { tabs: [...state.tabs, tab], active: tab.key };
      }),
    activate: (active) => set({ active }),
    choose: (key, image) =>
      set((state) => ({ tabs: state.tabs.map((tab) => (tab.key === key ? { ...tab, image } : tab)) })),
    remove: (key) =>
      set((state) => {
        const at = state.tabs.findIndex((tab) => tab.key === key);
        for (const image of state.tabs[at]?.opened.images ?? []) selections.delete(image.handle);
        const tabs = state.tabs.filter((tab) => tab.key !== key);
        const next = tabs[Math.min(at, tabs.length - 1)]?.key ?? null;
        return { tabs, active: state.active === key ? next : state.active };
      }),
    selectionOf(image) {
      const selection = selections.get(image) ?? createSelectionStore();
      selections.set(image, selection);
      return selection;
    },
  }));
}

/** The image to show without asking: the only one that has a root file system. */
function onlyImage(opened: OpenedSourceSummary): ImageHandle | null {
  const images = opened.images.filter((image) => image.kind === 'image');
  const [only] = images;
  return images.length === 1 && only !== undefined && only.problem === undefined ? only.handle : null;
}
