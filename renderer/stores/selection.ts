import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PathID, SortKey, ViewMode, ViewSpec } from '../../shared/model/view.ts';

export const CENTRE_TABS = ['files', 'history', 'config', 'integrity', 'warnings'] as const;
export type CentreTab = (typeof CENTRE_TABS)[number];

/** What the user looks at in one image. */
export interface Selection extends ViewSpec {
  readonly tab: CentreTab;
  /** Null until a row was chosen. */
  readonly pathID: PathID | null;
  /** The last selected path whose text is known: that of `pathID`, or the one before while it is being asked for. */
  readonly settled: { readonly path: string; readonly pathID: PathID } | null;
  /** A path to find in the tree and select; the Files screen clears it. */
  readonly wanted: string | null;
  readonly showTab: (tab: CentreTab) => void;
  readonly setMode: (mode: ViewMode) => void;
  readonly setShowHidden: (showHidden: boolean) => void;
  readonly setFilter: (filter: string) => void;
  /** The same column again turns the order round. */
  readonly sortBy: (sort: SortKey) => void;
  /** @param path null when it is not known yet */
  readonly select: (pathID: PathID, path: string | null) => void;
  /** Goes to the Files tab and selects this path. */
  readonly goTo: (path: string) => void;
  readonly wentTo: () => void;
}
export type SelectionStore = StoreApi<Selection>;

/** One per opened image; lives as long as its tab. */
export function createSelectionStore(): SelectionStore {
  return createStore<Selection>((set) => ({
    tab: 'files',
    mode: { kind: 'merged' },
    showHidden: false,
    filter: '',
    sort: 'name',
    descending: false,
    pathID: null,
    settled: null,
    wanted: null,
    showTab: (tab) => set({ tab }),
    setMode: (mode) => set((state) => (sameMode(state.mode, mode) ? state : { mode })),
    setShowHidden: (showHidden) => set({ showHidden }),
    setFilter: (filter) => set({ filter }),
    sortBy: (sort) =>
      set((state) => ({
        sort,
        descending: state.sort === sort ? !state.descending : sort === 'size' || sort === 'mtime',
      })),
    select: (pathID, path) => set(path === null ? { pathID } : { pathID, settled: { path, pathID } }),
    goTo: (wanted) => set({ wanted, tab: 'files' }),
    wentTo: () => set({ wanted: null }),
  }));
}

/** True when both show the same tree. */
export function sameMode(a: ViewMode, b: ViewMode): boolean {
  return a.kind === b.kind && (a.kind === 'merged' || (b.kind !== 'merged' && a.layer === b.layer));
}
