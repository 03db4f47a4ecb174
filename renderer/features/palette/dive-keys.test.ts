import { expect, test } from 'vitest';
import { diveAction, type DivePlace } from './dive-keys.ts';

/** An action as a line: `press ArrowUp`. */
function drawn(keys: string, place: DivePlace): string {
  const parts = keys === 'Space' ? [' '] : keys.split(' ').map((part) => (part === 'Space' ? ' ' : part));
  const action = diveAction(
    {
      key: parts.at(-1) ?? '',
      ctrlKey: parts.includes('Ctrl'),
      metaKey: false,
      altKey: parts.includes('Alt'),
      shiftKey: parts.includes('Shift'),
    },
    place,
  );
  if (action === null) return 'nothing';
  if (action.kind === 'press') return `press ${action.ctrlKey ? 'Ctrl ' : ''}${action.key}`;
  return action.kind === 'focus' ? `focus ${action.place}` : `command ${action.id}`;
}

test.each([
  ['k', 'tree', 'press ArrowUp'],
  ['j', 'layers', 'press ArrowDown'],
  ['d', 'list', 'press PageDown'],
  ['l', 'tree', 'press ArrowRight'],
  ['l', 'layers', 'nothing'],
  ['Space', 'tree', 'press Enter'],
  ['Ctrl Space', 'tree', 'command files-toggle-all'],
  ['Tab', 'layers', 'focus tree'],
  ['Tab', 'tree', 'focus layers'],
  ['Shift Tab', 'tree', 'nothing'],
  ['Tab', 'elsewhere', 'nothing'],
  ['Ctrl a', 'layers', 'command files-as-of-layer'],
  ['Ctrl a', 'tree', 'command files-added'],
  ['Ctrl /', 'elsewhere', 'press Ctrl f'],
  ['k', 'elsewhere', 'nothing'],
  ['Alt k', 'tree', 'nothing'],
] as const)('%s in %s: %s', (keys, place, expected) => expect(drawn(keys, place)).toBe(expected));
