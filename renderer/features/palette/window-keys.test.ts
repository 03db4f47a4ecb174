import { expect, test } from 'vitest';
import { windowAction } from './window-keys.ts';

test.each([
  ['Ctrl K', 'commands'],
  ['Meta K', 'commands'],
  ['Ctrl Shift P', 'commands'],
  ['Ctrl P', 'paths'],
  ['Ctrl Shift F', 'search'],
  ['Ctrl F', null],
  ['Shift ?', 'shortcuts'],
  ['Ctrl ,', 'settings'],
  ['Meta ,', 'settings'],
  ['Alt PageDown', 'tab-after'],
  ['Alt w', 'close-tab'],
  ['w', null],
  ['Alt ArrowLeft', 'back'],
  ['Alt ArrowRight', 'forward'],
  ['ArrowLeft', null],
  ['Ctrl Alt K', null],
  ['k', null],
])('%s is %s', (drawn, action) => {
  const parts = drawn.split(' ');
  const key = {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Meta'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
  };
  expect(windowAction(key, false)).toBe(action);
});

test('a question mark in a text box is typed', () => {
  const key = { key: '?', ctrlKey: false, metaKey: false, altKey: false, shiftKey: true };
  expect(windowAction(key, true)).toBeNull();
});
