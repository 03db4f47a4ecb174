import { createStore, type StoreApi } from 'zustand/vanilla';
import { assertNever } from '../../shared/assert.ts';
import type { PatternKind } from '../../shared/model/pattern.ts';
import type { PathID, SortKey, ViewMode, ViewSpec, ViewWhere } from '../../shared/model/view.ts';
import { EMPTY_TRAIL, stayed, step, visit, type Trail } from './trail.ts';

export const CENTRE_TABS = [
  'files',
  'space',
  'hidden',
  'search',
  'history',
  'config',
  'integrity',
  'packages',
  'findings',
  'warnings',
] as const;
export type CentreTab = (typeof CENTRE_TABS)[number];

/** A path whose text is known. */
export interface SettledPath {
  readonly path: string;
  readonly pathID: PathID;
}

/** Where in a content to look; each new object is a new wish. */
export interface ContentPlace {
  /** Bytes into the content. */
  readonly offset: number;
  /** Base 1, counted in line feeds. */
  readonly line: number;
  /** What stands there, and what before it on its line; bytes that are no UTF-8 are replaced. */
  readonly before: string;
  readonly match: string;
}

/** Where back and forward lead. */
export interface Place {
  readonly tab: CentreTab;
  readonly mode: ViewMode;
  readonly settled: SettledPath | null;
  readonly version: number | null;
}

/** What the user looks at in one image. */
export interface Selection extends Required<ViewSpec> {
  readonly tab: CentreTab;
  /** Null until a row was chosen. */
  readonly pathID: PathID | null;
  /** The last selected path whose text is known: that of `pathID`, or the one before while it is being asked for. */
  readonly settled: SettledPath | null;
  /** Layer whose version of the path is looked at; null leaves it to the inspector. */
  readonly version: number | null;
  /** Where in that version's content to look. */
  readonly place: ContentPlace | null;
  /** A path to find in the tree and select; the Files screen clears it. */
  readonly wanted: string | null;
  /** What was looked at before. */
  readonly trail: Trail<Place>;
  /** Counts the wishes to type a search. */
  readonly searchAsked: number;
  readonly showTab: (tab: CentreTab) => void;
  readonly setMode: (mode: ViewMode) => void;
  readonly setShowHidden: (showHidden: boolean) => void;
  /** As typed: `/…/` is a regular expression whatever `pattern` says. */
  readonly setFilter: (filter: string) => void;
  readonly setPattern: (pattern: PatternKind) => void;
  /** What can only be seen among ghosts brings the ghosts. */
  readonly setWhere: (where: ViewWhere) => void;
  /** Shows everything the mode has. */
  readonly clearFilter: () => void;
  /** The same column again turns the order round. */
  readonly sortBy: (sort: SortKey) => void;
  /**
   * @param path null when it is not known yet
   * @param version layer of the version to look at
   * @param place in its content
   */
  readonly select: (pathID: PathID, path: string | null, version?: number, place?: ContentPlace) => void;
  /** The selected path is not there any more. */
  readonly unselect: () => void;
  /** Goes to the Files tab and selects this path. */
  readonly goTo: (path: string) => void;
  readonly wentTo: () => void;
  /** Goes to the Search tab, its box ready for typing. */
  readonly askSearch: () => void;
  readonly back: () => void;
  readonly forward: () => void;
}
export type SelectionStore = StoreApi<Selection>;

/** One per opened image; lives as long as its tab. */
export function createSelectionStore(): SelectionStore {
  const store = createStore<Selection>((set, get) => {
    const go = (by: -1 | 1) => {
      const found = step(get().trail, by);
      if (!found) return;
      const { tab, mode, settled, version } = found.place;
      set({
        trail: found.trail,
        tab,
        mode,
        version,
        place: null,
        settled,
        pathID: settled?.pathID ?? null,
        // Only the tree has to look for it; the other screens show what they showed.
        wanted: tab === 'files' && settled ? settled.path : null,
      });
    };
    return {
      tab: 'files',
      mode: { kind: 'merged' },
      showHidden: false,
      filter: '',
      pattern: 'text',
      where: NOWHERE,
      sort: 'name',
      descending: false,
      pathID: null,
      settled: null,
      version: null,
      place: null,
      wanted: null,
      trail: EMPTY_TRAIL,
      searchAsked: 0,
      showTab: (tab) => set({ tab }),
      setMode: (mode) => set((state) => (sameMode(state.mode, mode) ? state : { mode })),
      setShowHidden: (showHidden) => set({ showHidden }),
      setFilter: (filter) => set({ filter }),
      setPattern: (pattern) => set({ pattern }),
      setWhere: (where) =>
        set((state) => ({ where, showHidden: state.showHidden || where.hidden === true || asksRemoved(where) })),
      clearFilter: () => set({ filter: '', where: NOWHERE }),
      sortBy: (sort) =>
        set((state) => ({
          sort,
          descending: state.sort === sort ? !state.descending : DESCENDING_FIRST.has(sort),
        })),
      select: (pathID, path, version, wished) =>
        set((state) => {
          const same = pathID === state.pathID;
          const chosen = version ?? (same ? state.version : null);
          const place = wished ?? (same && chosen === state.version ? state.place : null);
          return { pathID, version: chosen, place, ...(path !== null && { settled: { path, pathID } }) };
        }),
      unselect: () => set({ pathID: null, settled: null, version: null, place: null }),
      goTo: (wanted) =>
        set((state) => ({ wanted, tab: 'files', ...(state.tab === 'files' && { trail: stayed(state.trail) }) })),
      wentTo: () => set({ wanted: null }),
      askSearch: () => set((state) => ({ tab: 'search', searchAsked: state.searchAsked + 1 })),
      back: () => go(-1),
      forward: () => go(1),
    };
  });
  store.subscribe((state, before) => {
    const { tab, mode, settled, version, trail } = state;
    const moved =
      tab !== before.tab || settled !== before.settled || version !== before.version || !sameMode(mode, before.mode);
    const shown = trail.places[trail.at];
    const place: Place = { tab, mode, settled, version };
    // Back and forward come to a place that the trail already shows.
    if (!moved || trail !== before.trail || (shown && samePlace(shown, place))) return;
    const start =
      trail.at < 0 ? visit<Place>(EMPTY_TRAIL, placeOf(before), Number.NEGATIVE_INFINITY, () => false) : trail;
    store.setState({
      trail: visit(start, place, Date.now(), (from, to) => from.tab === to.tab && sameMode(from.mode, to.mode)),
    });
  });
  return store;
}

const NOWHERE: ViewWhere = {};
/** Columns whose greatest values are what one looks for. */
const DESCENDING_FIRST: ReadonlySet<SortKey> = new Set<SortKey>(['size', 'mtime', 'change']);

function asksRemoved({ changes }: ViewWhere): boolean {
  return changes?.includes('removed') ?? false;
}

/** True when both show the same tree. */
export function sameMode(a: ViewMode, b: ViewMode): boolean {
  switch (a.kind) {
    case 'merged':
      return b.kind === 'merged';
    case 'range':
      return b.kind === 'range' && a.from === b.from && a.to === b.to;
    case 'upto':
    case 'layer':
      return b.kind === a.kind && a.layer === b.layer;
    default:
      return assertNever(a);
  }
}

function placeOf({ tab, mode, settled, version }: Place): Place {
  return { tab, mode, settled, version };
}

function samePlace(a: Place, b: Place): boolean {
  return (
    a.tab === b.tab && sameMode(a.mode, b.mode) && a.settled?.pathID === b.settled?.pathID && a.version === b.version
  );
}
