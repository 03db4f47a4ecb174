import { expect, test } from 'vitest';
import type { FileRow } from '../../shared/model/view.ts';
import { treeAction } from './tree-keys.ts';

const file = { type: 'file' } as FileRow;
const closed = { type: 'dir', expanded: false } as FileRow;
const open = { type: 'dir', expanded: true } as FileRow;
const plain = { ctrlKey: false, metaKey: false, altKey: false };

test.each([
  ['right opens a closed folder', 'ArrowRight', closed, { kind: 'toggle', expanded: true }],
  ['right goes into an open folder', 'ArrowRight', open, { kind: 'move', by: 1 }],
  ['right does nothing on a file', 'ArrowRight', file, null],
  ['left closes an open folder', 'ArrowLeft', open, { kind: 'toggle', expanded: false }],
  ['left goes from a closed folder to its parent', 'ArrowLeft', closed, { kind: 'parent' }],
  ['left goes from a file to its folder', 'ArrowLeft', file, { kind: 'parent' }],
  ['enter turns a folder round', 'Enter', open, { kind: 'toggle', expanded: false }],
  ['a page keeps one row of the last', 'PageDown', file, { kind: 'move', by: 24 }],
  ['a star opens everything', '*', file, { kind: 'expand-all' }],
  ['a letter looks for a name', 'é', file, { kind: 'type', text: 'é' }],
  ['a key with a name is not typed', 'F2', file, null],
])('%s', (_, key, row, action) => expect(treeAction({ ...plain, key }, row, 25, false)).toEqual(action));

test('a space is typed only inside a word', () => {
  expect(treeAction({ ...plain, key: ' ' }, file, 25, false)).toBeNull();
  expect(treeAction({ ...plain, key: ' ' }, file, 25, true)).toEqual({ kind: 'type', text: ' ' });
});
test('a shortcut is left to the window', () => {
  expect(treeAction({ ...plain, key: 'f', ctrlKey: true }, file, 25, false)).toBeNull();
});
