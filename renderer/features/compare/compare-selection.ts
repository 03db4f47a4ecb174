import { createStore, type StoreApi } from 'zustand/vanilla';
import { IGNORE_PRESET_NAMES, type IgnorePreset } from '../../../shared/model/ignore-presets.ts';
import {
  DEFAULT_DIFFERENCE_VIEW,
  DELTA_KEYS,
  DIFFERENCE_KINDS,
  type DeltaKey,
  type DifferenceKind,
  type DifferenceLayout,
  type DifferenceSortKey,
  type DifferenceViewSpec,
} from '../../../shared/model/compare.ts';
import type { PackageChange } from '../../../shared/model/packages.ts';

export const COMPARE_TABS = ['files', 'packages', 'sizes', 'config', 'history'] as const;
export type CompareScreenTab = (typeof COMPARE_TABS)[number];

/** What the user looks at in one comparison. */
export interface CompareSelection {
  readonly tab: CompareScreenTab;
  readonly spec: DifferenceViewSpec;
  /** Null until a row was chosen. */
  readonly pathID: number | null;
  /** Name of the package of which files are shown; empty when `spec.package` is null. */
  readonly packageName: string;
  /** Of the packages only these; null all that differ. */
  readonly packageKind: PackageChange | null;
  readonly showTab: (tab: CompareScreenTab) => void;
  /** Goes to the packages, and there to one kind of change or to all. */
  readonly showPackages: (kind: PackageChange | null) => void;
  readonly toggleKind: (kind: DifferenceKind) => void;
  /** Only this kind; the same again shows the usual ones. */
  readonly showOnly: (kinds: readonly DifferenceKind[]) => void;
  readonly setMovedOnly: (movedOnly: boolean) => void;
  readonly setFilter: (filter: string) => void;
  /** Leaves out one kind of noise, or shows it again. */
  readonly toggleIgnored: (preset: IgnorePreset) => void;
  /** Leaves out what one of the reader's own globs names, or shows it again. */
  readonly toggleGlob: (glob: string, ignored: boolean) => void;
  readonly setLayout: (layout: DifferenceLayout) => void;
  /** Only what differs in this attribute or in another chosen one; the same again lets it go. */
  readonly toggleKey: (key: DeltaKey) => void;
  /** Only files that no package owns. */
  readonly showUnowned: (unowned: boolean) => void;
  /** Leaves out what was reviewed, or shows it again. */
  readonly hideReviewed: (hidden: boolean) => void;
  /** All that is asked for beside the kinds is asked no more. */
  readonly clearFilters: () => void;
  /** Shows the files of one package, or of all. */
  readonly showPackage: (chosen: { readonly key: string; readonly name: string } | null) => void;
  /** Only what this layer of this side made; the same again shows all. */
  readonly showLayer: (layer: ChosenLayer | null) => void;
  readonly sortBy: (sort: DifferenceSortKey) => void;
  /** The same rows, read again: they know more than before. */
  readonly refresh: () => void;
  readonly select: (pathID: number | null) => void;
}
export type CompareSelectionStore = StoreApi<CompareSelection>;

/** One per comparison; lives as long as its tab. */
export function createCompareSelection(layout: DifferenceLayout = 'tree'): CompareSelectionStore {
  return createStore<CompareSelection>((set) => {
    const change = (edit: (spec: DifferenceViewSpec) => Partial<DifferenceViewSpec>) =>
      set(({ spec }) => ({ spec: { ...spec, ...edit(spec) } }));
    return {
      tab: 'files',
      spec: { ...DEFAULT_DIFFERENCE_VIEW, layout, joinFolders: true },
      pathID: null,
      packageName: '',
      packageKind: null,
      showTab: (tab) => set({ tab }),
      showPackages: (packageKind) => set({ tab: 'packages', packageKind }),
      toggleKind: (kind) => change(({ kinds }) => ({ kinds: toggled(kinds, kind), movedOnly: false })),
      showOnly: (kinds) => {
        change((spec) => ({
          kinds: sameKinds(spec.kinds, kinds) ? DEFAULT_DIFFERENCE_VIEW.kinds : kinds,
          movedOnly: false,
        }));
        set({ tab: 'files' });
      },
      setMovedOnly: (movedOnly) =>
        change(() => ({ movedOnly, kinds: movedOnly ? ['added', 'removed'] : DEFAULT_DIFFERENCE_VIEW.kinds })),
      setFilter: (filter) => change(() => ({ filter })),
      toggleIgnored: (preset) =>
        change(({ ignore = [] }) => ({
          ignore: IGNORE_PRESET_NAMES.filter((name) => (name === preset) !== ignore.includes(name)),
        })),
      toggleGlob: (glob, ignored) =>
        change(({ ignoreGlobs = [] }) => ({
          ignoreGlobs: [...ignoreGlobs.filter((other) => other !== glob), ...(ignored ? [glob] : [])],
        })),
      setLayout: (next) => change(() => ({ layout: next })),
      toggleKey: (key) =>
        change(({ keys = [] }) => ({ keys: DELTA_KEYS.filter((other) => (other === key) !== keys.includes(other)) })),
      showUnowned: (unowned) => {
        change(() => ({ unowned, package: null }));
        set({ tab: 'files', packageName: '' });
      },
      hideReviewed: (hidden) => change(() => ({ hideReviewed: hidden })),
      clearFilters: () => {
        change(() => ({
          filter: '',
          package: null,
          layer: null,
          unowned: false,
          keys: [],
          hideReviewed: false,
        }));
        set({ packageName: '' });
      },
      showPackage: (chosen) => {
        change(() => ({ package: chosen?.key ?? null, unowned: false }));
        set({ tab: 'files', packageName: chosen?.name ?? '' });
      },
      showLayer: (layer) => {
        change((spec) => ({ layer: layer && isSameLayer(spec.layer, layer) ? null : layer }));
        set({ tab: 'files' });
      },
      sortBy: (sort) =>
        change((spec) => ({ sort, descending: spec.sort === sort ? !spec.descending : sort !== 'name' })),
      refresh: () => change(() => ({})),
      select: (pathID) => set({ pathID }),
    };
  });
}

export type ChosenLayer = NonNullable<DifferenceViewSpec['layer']>;

export function isSameLayer(one: DifferenceViewSpec['layer'], other: ChosenLayer): boolean {
  return one?.side === other.side && one.index === other.index;
}

/** In the order of DIFFERENCE_KINDS, so that equal sets are equal lists. */
export function toggled(kinds: readonly DifferenceKind[], kind: DifferenceKind): readonly DifferenceKind[] {
  return DIFFERENCE_KINDS.filter((other) => (other === kind) !== kinds.includes(other));
}

function sameKinds(a: readonly DifferenceKind[], b: readonly DifferenceKind[]): boolean {
  return a.length === b.length && a.every((kind) => b.includes(kind));
}
