import { createStore, type StoreApi } from 'zustand/vanilla';
import { LANGUAGES, systemLanguage, type Language } from '../i18n.ts';
import { DIFFERENCE_LAYOUTS, type DifferenceLayout } from '../../shared/model/compare.ts';
import { savedObject } from './saved-object.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const DENSITIES = ['compact', 'normal', 'roomy'] as const;
export type Density = (typeof DENSITIES)[number];
export const MOTIONS = ['system', 'reduced'] as const;
export type Motion = (typeof MOTIONS)[number];

/** Which bytes of a layer the Stack shows: as stored, of its files, or what the merged tree still shows of them. */
export const LAYER_SIZES = ['stored', 'content', 'visible'] as const;
export type LayerSize = (typeof LAYER_SIZES)[number];

/** Where the difference of one path lies: `auto` beside the tree where the window is wide, else below it. */
export const DIFFERENCE_PLACES = ['auto', 'below', 'beside'] as const;
export type DifferencePlace = (typeof DIFFERENCE_PLACES)[number];

/** What is chosen; each may be kept between starts. */
export interface SettingValues {
  readonly theme: Theme;
  readonly language: Language;
  /** Height of rows and bars. */
  readonly density: Density;
  readonly motion: Motion;
  /** Whether the keys of the terminal program dive work beside the window's own. */
  readonly diveKeys: boolean;
  readonly layerSize: LayerSize;
  /** Whether the Stack draws the layers of the base image as one. */
  readonly baseFolded: boolean;
  readonly differencePlace: DifferencePlace;
  readonly differenceLayout: DifferenceLayout;
  /** Globs the reader wrote, to leave out of comparisons where they are switched on. */
  readonly ignoreGlobs: readonly string[];
}

/** As many as the contract takes. */
export const MOST_GLOBS = 64;
export const LONGEST_GLOB = 1024;

export interface Settings extends SettingValues {
  readonly change: (values: Partial<SettingValues>) => void;
}
export type SettingsStore = StoreApi<Settings>;

const KEY = 'outcrop.settings';

/** How the window looks, speaks and listens; kept between starts. */
export function createSettingsStore(storage: Storage): SettingsStore {
  const saved = savedObject(storage, KEY);
  const store = createStore<Settings>((set) => ({
    theme: THEMES.find((theme) => theme === saved['theme']) ?? 'system',
    language: LANGUAGES.find((language) => language === saved['language']) ?? systemLanguage(),
    density: DENSITIES.find((density) => density === saved['density']) ?? 'normal',
    motion: MOTIONS.find((motion) => motion === saved['motion']) ?? 'system',
    diveKeys: saved['diveKeys'] === true,
    layerSize: LAYER_SIZES.find((size) => size === saved['layerSize']) ?? 'content',
    baseFolded: saved['baseFolded'] === true,
    differencePlace: DIFFERENCE_PLACES.find((place) => place === saved['differencePlace']) ?? 'auto',
    differenceLayout: DIFFERENCE_LAYOUTS.find((layout) => layout === saved['differenceLayout']) ?? 'tree',
    ignoreGlobs: globsOf(saved['ignoreGlobs']),
    change: (values) => set(values),
  }));
  // What changes it is no JSON and is left out.
  store.subscribe((state) => storage.setItem(KEY, JSON.stringify(state)));
  return store;
}

function globsOf(saved: unknown): readonly string[] {
  if (!Array.isArray(saved)) return [];
  const globs = saved.filter((glob): glob is string => typeof glob === 'string');
  return globs.filter((glob) => glob !== '' && glob.length <= LONGEST_GLOB).slice(0, MOST_GLOBS);
}
