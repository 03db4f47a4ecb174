export type WindowAction = 'commands' | 'paths' | 'search' | 'shortcuts' | 'back' | 'forward';

export interface WindowKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key asks of the window. @param typing true in a text box, where a question mark is one */
export function windowAction(key: WindowKey, typing: boolean): WindowAction | null {
  const { ctrlKey, metaKey, altKey, shiftKey } = key;
  const command = (ctrlKey || metaKey) && !altKey;
  const letter = key.key.toLowerCase();
  if (command && !shiftKey && letter === 'k') return 'commands';
  if (command && shiftKey && letter === 'p') return 'commands';
  if (command && !shiftKey && letter === 'p') return 'paths';
  if (command && shiftKey && letter === 'f') return 'search';
  if (key.key === '?' && !command && !altKey && !typing) return 'shortcuts';
  if (altKey && !ctrlKey && !metaKey && !shiftKey && key.key === 'ArrowLeft') return 'back';
  if (altKey && !ctrlKey && !metaKey && !shiftKey && key.key === 'ArrowRight') return 'forward';
  return null;
}
