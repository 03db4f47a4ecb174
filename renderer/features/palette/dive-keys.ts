import type { WindowKey } from './window-keys.ts';

/** Where the focus is, as far as dive's keys care. */
export type DivePlace = 'layers' | 'tree' | 'list' | 'elsewhere';

export type DiveAction =
  /** As if another key had been struck at the same place. */
  | { readonly kind: 'press'; readonly key: string; readonly ctrlKey?: true }
  /** To the other of the two panes. */
  | { readonly kind: 'focus'; readonly place: 'layers' | 'tree' }
  /** A command of the palette. */
  | { readonly kind: 'command'; readonly id: string };

const press = (key: string): DiveAction => ({ kind: 'press', key });
const command = (id: string): DiveAction => ({ kind: 'command', id });

const MOVES: Readonly<Record<string, DiveAction>> = {
  k: press('ArrowUp'),
  j: press('ArrowDown'),
  u: press('PageUp'),
  d: press('PageDown'),
};

/** Written as `windowAction` writes them: what is held, then the key in lower case. */
const KEYS: Readonly<Record<DivePlace, Readonly<Record<string, DiveAction>>>> = {
  layers: {
    ...MOVES,
    tab: { kind: 'focus', place: 'tree' },
    'Ctrl+a': command('files-as-of-layer'),
    'Ctrl+l': command('files-one-layer'),
  },
  tree: {
    ...MOVES,
    h: press('ArrowLeft'),
    l: press('ArrowRight'),
    tab: { kind: 'focus', place: 'layers' },
    ' ': press('Enter'),
    'Ctrl+ ': command('files-toggle-all'),
    'Ctrl+a': command('files-added'),
    'Ctrl+r': command('files-removed'),
    'Ctrl+m': command('files-changed'),
    'Ctrl+o': command('files-sort'),
  },
  list: MOVES,
  elsewhere: {},
};

/**
 * What a key means in dive (its `ui/v1/key/config.go`). Keys that dive has and this does not: Ctrl+U (unmodified files are what the
 * other filters leave out), Ctrl+B (mode and owner are columns), Ctrl+E (extracting is in the row's menu), Ctrl+P (names are
 * never cut), Ctrl+C and Ctrl+Z (of the terminal).
 */
export function diveAction(
  { key, ctrlKey, metaKey, altKey, shiftKey }: WindowKey,
  place: DivePlace,
): DiveAction | null {
  if (metaKey || altKey || shiftKey) return null;
  const struck = `${ctrlKey ? 'Ctrl+' : ''}${key.toLowerCase()}`;
  if (struck === 'Ctrl+/') return { kind: 'press', key: 'f', ctrlKey: true };
  return KEYS[place][struck] ?? null;
}

/** Where an element stands. */
export function divePlaceOf(target: EventTarget | null): DivePlace {
  if (!(target instanceof HTMLElement)) return 'elsewhere';
  if (target.matches('[role=treegrid]')) return 'tree';
  if (!target.matches('[role=listbox]')) return 'elsewhere';
  return target.closest('[data-place=layers]') ? 'layers' : 'list';
}
