import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ContainerSummary } from '../../shared/model/container.ts';
import type { ImageHandle, OpenedSourceSummary } from '../../shared/model/image.ts';
import { createKept, type Kept } from './kept.ts';
import { createSelectionStore, type SelectionStore } from './selection.ts';

/** One image of one opened file or folder. */
export interface ImageChoice {
  /** As the engine answered it; never edited here. */
  readonly opened: OpenedSourceSummary;
  /** Null while the picker asks which. */
  readonly image: ImageHandle | null;
}

export interface ImageTab extends ImageChoice {
  readonly kind: 'image';
  readonly key: string;
}

/** Layers of an image, base 0, inclusive. */
export interface LayerRange {
  readonly from: number;
  readonly to: number;
}

/** One side of a comparison: a whole image, or some of its layers merged on their own. */
export interface CompareChoice extends ImageChoice {
  readonly layers?: LayerRange | undefined;
}

/** Two images side by side. */
export interface CompareTab {
  readonly kind: 'compare';
  readonly key: string;
  readonly before: CompareChoice;
  readonly after: CompareChoice;
}

/** A writable layer over an image. */
export interface ContainerTab {
  readonly kind: 'container';
  readonly key: string;
  /** As it was when the tab was opened. */
  readonly container: ContainerSummary;
  readonly opened: OpenedSourceSummary;
  readonly image: ImageHandle;
}
export type SessionTab = ImageTab | CompareTab | ContainerTab;

export interface Session {
  readonly tabs: readonly SessionTab[];
  /** Key of the tab in front; null is the library. */
  readonly active: string | null;
  /** Puts it in front; a file that holds one image goes straight to it. */
  readonly add: (opened: OpenedSourceSummary, image?: ImageHandle) => void;
  /** Puts a comparison in front. */
  readonly compare: (before: CompareChoice, after: CompareChoice) => void;
  readonly showContainer: (container: ContainerSummary, opened: OpenedSourceSummary, image: ImageHandle) => void;
  readonly activate: (key: string | null) => void;
  readonly choose: (key: string, image: ImageHandle | null) => void;
  readonly chooseSide: (key: string, side: 'before' | 'after', image: ImageHandle) => void;
  /** @param layers undefined: the whole image */
  readonly chooseLayers: (key: string, side: 'before' | 'after', layers: LayerRange | undefined) => void;
  readonly swapSides: (key: string) => void;
  readonly remove: (key: string) => void;
  readonly selectionOf: (image: ImageHandle) => SelectionStore;
  /** What its screens keep until its last tab is closed. */
  readonly keptOf: (image: ImageHandle) => Kept;
}
export type SessionStore = StoreApi<Session>;

/** What is open, in the order of the tabs. */
export function createSessionStore(): SessionStore {
  const selections = new Map<ImageHandle, SelectionStore>();
  const kept = new Map<ImageHandle, Kept>();
  let count = 0;
  const nextKey = () => {
    count += 1;
    return `tab-${count}`;
  };
  return createStore<Session>((set) => {
    const change = (key: string, edit: (tab: SessionTab) => SessionTab) =>
      set((state) => ({ tabs: state.tabs.map((tab) => (tab.key === key ? edit(tab) : tab)) }));
    const show = (tab: SessionTab) => set((state) => ({ tabs: [...state.tabs, tab], active: tab.key }));
    return {
      tabs: [],
      active: null,
      add: (opened, image) => show({ kind: 'image', key: nextKey(), opened, image: image ?? onlyImage(opened) }),
      compare: (before, after) => show({ kind: 'compare', key: nextKey(), before, after }),
      showContainer: (container, opened, image) =>
        show({ kind: 'container', key: nextKey(), container, opened, image }),
      activate: (active) => set({ active }),
      choose: (key, image) => change(key, (tab) => (tab.kind === 'image' ? { ...tab, image } : tab)),
      chooseSide: (key, side, image) =>
        change(key, (tab) => (tab.kind === 'compare' ? { ...tab, [side]: { ...tab[side], image } } : tab)),
      chooseLayers: (key, side, layers) =>
        change(key, (tab) => (tab.kind === 'compare' ? { ...tab, [side]: { ...tab[side], layers } } : tab)),
      swapSides: (key) =>
        change(key, (tab) => (tab.kind === 'compare' ? { ...tab, before: tab.after, after: tab.before } : tab)),
      remove: (key) =>
        set((state) => {
          const at = state.tabs.findIndex((tab) => tab.key === key);
          const tabs = state.tabs.filter((tab) => tab.key !== key);
          const left = new Set(tabs.flatMap(imagesOf));
          for (const image of selections.keys()) if (!left.has(image)) selections.delete(image);
          for (const [image, things] of kept) {
            if (left.has(image)) continue;
            kept.delete(image);
            things.end();
          }
          const next = tabs[Math.min(at, tabs.length - 1)]?.key ?? null;
          return { tabs, active: state.active === key ? next : state.active };
        }),
      selectionOf(image) {
        const selection = selections.get(image) ?? createSelectionStore();
        selections.set(image, selection);
        return selection;
      },
      keptOf(image) {
        const things = kept.get(image) ?? createKept();
        kept.set(image, things);
        return things;
      },
    };
  });
}

/** The sources a tab needs to stay open. */
export function sourcesOf(tab: SessionTab): readonly OpenedSourceSummary[] {
  return tab.kind === 'compare' ? [tab.before.opened, tab.after.opened] : [tab.opened];
}

/** Handles of every image of the sources of a tab. */
export function imagesOf(tab: SessionTab): readonly ImageHandle[] {
  return sourcesOf(tab).flatMap((opened) => opened.images.map((image) => image.handle));
}

/** The image to show without asking: the only one that has a root file system. */
export function onlyImage(opened: OpenedSourceSummary): ImageHandle | null {
  const images = opened.images.filter((image) => image.kind === 'image');
  const [only] = images;
  return images.length === 1 && only !== undefined && only.problem === undefined ? only.handle : null;
}
