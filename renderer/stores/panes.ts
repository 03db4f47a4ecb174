import { createStore, type StoreApi } from 'zustand/vanilla';

export const PANES = {
  stack: { initial: 288, min: 200, max: 560 },
  ladder: { initial: 300, min: 220, max: 560 },
  /** Height. */
  difference: { initial: 312, min: 140, max: 1200 },
  /** Width, where the difference of a path lies beside the tree. */
  differenceBeside: { initial: 720, min: 320, max: 2400 },
  inspector: { initial: 344, min: 240, max: 900 },
} as const;
export type Pane = keyof typeof PANES;

export interface PaneSizes extends Readonly<Record<Pane, number>> {
  /** @param size pixels; kept within the pane's limits */
  readonly resize: (pane: Pane, size: number) => void;
}
export type PanesStore = StoreApi<PaneSizes>;

const KEY = 'outcrop.panes';

/** Sizes of the panes in pixels; kept between starts. */
export function createPanesStore(storage: Storage): PanesStore {
  const [stack, inspector, ladder, difference, differenceBeside] = (storage.getItem(KEY) ?? '').split(',').map(Number);
  const store = createStore<PaneSizes>((set) => ({
    stack: within('stack', stack),
    inspector: within('inspector', inspector),
    ladder: within('ladder', ladder),
    difference: within('difference', difference),
    differenceBeside: within('differenceBeside', differenceBeside),
    resize: (pane, size) => set({ [pane]: within(pane, size) }),
  }));
  store.subscribe((sizes) =>
    storage.setItem(
      KEY,
      [sizes.stack, sizes.inspector, sizes.ladder, sizes.difference, sizes.differenceBeside].join(','),
    ),
  );
  return store;
}

function within(pane: Pane, size: number | undefined): number {
  const { initial, min, max } = PANES[pane];
  return size === undefined || !(size > 0) ? initial : Math.round(Math.min(Math.max(size, min), max));
}
