export type WindowAction =
  | 'commands'
  | 'paths'
  | 'search'
  | 'shortcuts'
  | 'settings'
  | 'back'
  | 'forward'
  | 'tab-before'
  | 'tab-after'
  | 'close-tab';

export interface WindowKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** By what is held and what is struck; Cmd is Ctrl. */
const KEYS: Readonly<Record<string, WindowAction>> = {
  'Ctrl+k': 'commands',
  'Ctrl+Shift+p': 'commands',
  'Ctrl+p': 'paths',
  'Ctrl+Shift+f': 'search',
  'Ctrl+,': 'settings',
  'Alt+arrowleft': 'back',
  'Alt+arrowright': 'forward',
  // Ctrl+PageUp and Ctrl+W belong to the browser under serve.
  'Alt+pageup': 'tab-before',
  'Alt+pagedown': 'tab-after',
  'Alt+w': 'close-tab',
};

/** What a key asks of the window. @param typing true in a text box, where a question mark is one */
export function windowAction(key: WindowKey, typing: boolean): WindowAction | null {
  const { ctrlKey, metaKey, altKey, shiftKey } = key;
  const command = ctrlKey || metaKey;
  if (key.key === '?' && !command && !altKey) return typing ? null : 'shortcuts';
  const held = `${command ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${shiftKey ? 'Shift+' : ''}`;
  return KEYS[held + key.key.toLowerCase()] ?? null;
}
