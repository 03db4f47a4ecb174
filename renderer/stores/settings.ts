import { createStore, type StoreApi } from 'zustand/vanilla';
import { LANGUAGES, systemLanguage, type Language } from '../i18n.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  readonly setTheme: (theme: Theme) => void;
  readonly setLanguage: (language: Language) => void;
}
export type SettingsStore = StoreApi<Settings>;

const KEY = 'outcrop.settings';

/** How the window looks and speaks; kept between starts. */
export function createSettingsStore(storage: Storage): SettingsStore {
  const saved = parse(storage.getItem(KEY));
  const store = createStore<Settings>((set) => ({
    theme: THEMES.find((theme) => theme === saved['theme']) ?? 'system',
    language: LANGUAGES.find((language) => language === saved['language']) ?? systemLanguage(),
    setTheme: (theme) => set({ theme }),
    setLanguage: (language) => set({ language }),
  }));
  store.subscribe(({ theme, language }) => storage.setItem(KEY, JSON.stringify({ theme, language })));
  return store;
}

function parse(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Another version's settings, or a hand's: begin afresh.
    return {};
  }
}
