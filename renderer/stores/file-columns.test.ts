import { expect, test } from 'vitest';
import { createFileColumnsStore, MAX_COLUMN, MIN_COLUMN } from './file-columns.ts';

const USUAL = ['layer', 'change', 'size', 'mode', 'owner', 'modified'];

/** A storage as a browser has it, with this kept in it. */
function storageWith(text?: string): Storage {
  const items = new Map(text === undefined ? [] : [['outcrop.file-columns', text]]);
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

test('columns and widths that were chosen are there at the next start, in the order of the tree', () => {
  const storage = storageWith();
  const { toggle, resize } = createFileColumnsStore(storage).getState();
  toggle('owner');
  toggle('type');
  resize('size', 120.4);
  const { chosen, widths } = createFileColumnsStore(storage).getState();
  expect(chosen).toEqual(['type', 'layer', 'change', 'size', 'mode', 'modified']);
  expect(widths).toEqual({ size: 120 });
});

test('a width stays within its limits, and is given back', () => {
  const store = createFileColumnsStore(storageWith());
  const { resize } = store.getState();
  resize('mode', 2);
  resize('owner', 9999);
  expect(store.getState().widths).toEqual({ mode: MIN_COLUMN, owner: MAX_COLUMN });
  resize('mode', null);
  expect(store.getState().widths).toEqual({ owner: MAX_COLUMN });
});

test('a reset forgets columns and widths', () => {
  const storage = storageWith();
  const { toggle, resize, reset } = createFileColumnsStore(storage).getState();
  toggle('size');
  resize('mode', 200);
  reset();
  expect(createFileColumnsStore(storage).getState()).toMatchObject({ chosen: USUAL, widths: {} });
});

test.each([
  ['nothing', undefined, USUAL, {}],
  ['no JSON', '{', USUAL, {}],
  ['a list', '[1]', USUAL, {}],
  ['columns and widths of another version', '{"chosen":["size","inode"],"widths":{"inode":9}}', ['size'], {}],
  ['widths that are none', '{"widths":{"size":"wide","mode":1e9}}', USUAL, { mode: MAX_COLUMN }],
  ['an empty choice', '{"chosen":[]}', [], {}],
])('%s kept is read as far as it makes sense', (_, text, chosen, widths) => {
  expect(createFileColumnsStore(storageWith(text)).getState()).toMatchObject({ chosen, widths });
});
