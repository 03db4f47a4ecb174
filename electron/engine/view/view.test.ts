import { DEFAULT_LIMITS } from '../limits/limits.ts';
import { expect, test } from 'vitest';
import type { ViewSpec } from '../../../shared/model/view.ts';
import { mergeLayers } from '../union/merge.ts';
import { drawIndex, type PictureEntry } from '../union/picture.test-support.ts';

import { createStack } from '../opened/stack.ts';
import { viewParts } from '../opened/view-parts.ts';
import { createPool } from '../work/pool.ts';
import { openView } from './view.ts';

const dir = (path: string): PictureEntry => ({ path, type: 'dir' });
const file = (path: string, content = 'x', more: Partial<PictureEntry> = {}): PictureEntry => ({
  path,
  type: 'file',
  content,
  ...more,
});
const gone = (path: string): PictureEntry => ({ path, type: 'whiteout' });

const IMAGE: readonly (readonly PictureEntry[])[] = [
  [
    dir('etc'),
    file('etc/passwd', 'root'),
    file('etc/Motd', 'hello'),
    file('etc/shadow', 'secret'),
    dir('usr'),
    dir('usr/lib'),
    file('usr/lib/big.so', 'x'.repeat(900), { mtime: 9 }),
    file('usr/lib/small.so', 'y', { mtime: 20 }),
    file('a.txt', 'abc'),
  ],
  [file('etc/passwd', 'root', { mode: '0600' }), gone('etc/shadow'), file('new', 'n')],
];

const MERGED: ViewSpec = { mode: { kind: 'merged' }, showHidden: false, filter: '', sort: 'name', descending: false };

async function open(spec: Partial<ViewSpec> = {}, layers = IMAGE) {
  const indexes = layers.map(drawIndex);
  const pool = createPool({ threads: 0 });
  return openView(viewParts(createStack(mergeLayers(indexes), indexes, pool), pool), { ...MERGED, ...spec });
}

/** The rows on screen as a drawing: two spaces a level, `/` after a folder, `~` before a ghost. */
async function draw(spec: Partial<ViewSpec>, layers = IMAGE): Promise<string[]> {
  const view = await open(spec, layers);
  if (!spec.filter) view.expandAll();
  return view
    .rows(0, 100)
    .rows.map(
      (row) => `${'  '.repeat(row.depth - 1)}${row.hiddenBy ? '~' : ''}${row.name}${row.type === 'dir' ? '/' : ''}`,
    );
}

test.each<[string, PictureEntry[][], [number, number], string[]]>([
  [
    'what two layers add is there, what one adds and the next removes is not',
    [[file('a')], [file('b'), file('c')], [gone('b'), file('d')]],
    [1, 2],
    ['c added', 'd added'],
  ],
  [
    'what was below is removed, and its folder shown for it',
    [[dir('etc'), file('etc/x'), file('etc/y')], [gone('etc/x')], [file('z')]],
    [1, 2],
    ['etc none', '  x removed', 'z added'],
  ],
  [
    'written twice is changed once, against what was below the range',
    [[file('a', '1')], [file('a', '22')], [file('a', '1', { mode: '0600' })]],
    [1, 2],
    ['a changed mode'],
  ],
  [
    'whether a path written again has the same bytes is left open',
    [[file('a')], [gone('a')], [file('a')]],
    [1, 2],
    ['a changed'],
  ],
  ['from the base all is new, and nothing is said of it', [[file('a')], [file('b')]], [0, 1], ['a none', 'b none']],
])('range: %s', async (_, layers, [from, to], picture) => {
  const view = await open({ mode: { kind: 'range', from, to } }, layers);
  view.expandAll();
  const words = view
    .rows(0, 100)
    .rows.map((row) => `${'  '.repeat(row.depth - 1)}${[row.name, row.change, ...row.reasons].join(' ')}`);
  expect(words).toEqual(picture);
});

test.each<[string, Partial<ViewSpec>, string[]]>([
  [
    'merged: folders first, names by their bytes',
    {},
    ['etc/', '  Motd', '  passwd', 'usr/', '  lib/', '    big.so', '    small.so', 'a.txt', 'new'],
  ],
  [
    'descending turns each part round',
    { descending: true },
    ['usr/', '  lib/', '    small.so', '    big.so', 'etc/', '  passwd', '  Motd', 'new', 'a.txt'],
  ],
  [
    'by size, largest first',
    { sort: 'size', descending: true },
    ['usr/', '  lib/', '    big.so', '    small.so', 'etc/', '  Motd', '  passwd', 'a.txt', 'new'],
  ],
  [
    'by time, newest first',
    { sort: 'mtime', descending: true, filter: '.so' },
    ['usr/', '  lib/', '    small.so', '    big.so'],
  ],
  [
    'by change: what was added, changed, removed, then folders with such below',
    { sort: 'change', descending: true, showHidden: true, filter: 'w' },
    ['etc/', '  passwd', '  ~shadow', 'new'],
  ],
  [
    'as of the base layer the deleted file is there',
    { mode: { kind: 'upto', layer: 0 }, filter: 'shadow' },
    ['etc/', '  shadow'],
  ],
  ['hidden shown: the deleted file is a ghost', { showHidden: true, filter: 'shadow' }, ['etc/', '  ~shadow']],
  [
    'one layer: what it holds, and what it removes as ghosts',
    { mode: { kind: 'layer', layer: 1 } },
    ['etc/', '  passwd', '  ~shadow', 'new'],
  ],
  ['a filter ignores ASCII case and opens the folders above', { filter: 'mOTD' }, ['etc/', '  Motd']],
  ['a matching folder keeps what is below it, closed', { filter: 'lib' }, ['usr/', '  lib/']],
  ['slashes tie names together', { filter: 'tc/pa' }, ['etc/', '  passwd']],
  ['a leading slash begins at the root', { filter: '/etc/m' }, ['etc/', '  Motd']],
  ['a leading slash does not match deeper', { filter: '/lib' }, []],
  ['a hit must not run over the end of a name', { filter: 'dMo' }, []],
  ['nothing matches', { filter: 'nowhere' }, []],
])('%s', async (_, spec, expected) => {
  expect(await draw(spec)).toEqual(expected);
});

test('folders total the files below them, hard links once', async () => {
  const view = await open({}, [[dir('d'), file('d/a', '12345'), { path: 'd/b', type: 'hardlink', link: 'd/a' }]]);
  view.expandAll();
  expect(view.rows(0, 9).rows.map(({ name, size }) => [name, size])).toEqual([
    ['d', 5],
    ['a', 5],
    ['b', 5],
  ]);
});

test('opening and closing a folder changes the rows and the revision', async () => {
  const view = await open();
  const [etc] = view.rows(0, 1).rows;
  expect(etc).toMatchObject({ name: 'etc', expanded: false, position: 1, siblings: 4 });
  const opened = view.toggle(etc!.pathID, true);
  expect(opened.rowCount).toBe(6);
  expect(view.rows(1, 3).rows.map(({ name, depth }) => [name, depth])).toEqual([
    ['Motd', 2],
    ['passwd', 2],
  ]);
  expect(view.toggle(etc!.pathID, false)).toEqual({ revision: opened.revision + 1, rowCount: 4, pathCount: 9 });
});

test('what was opened stays open through a filter and back', async () => {
  const view = await open();
  view.toggle(view.rows(0, 1).rows[0]!.pathID, true);
  await view.change({ ...MERGED, filter: 'big' });
  const back = await view.change(MERGED);
  expect(back.rowCount).toBe(6);
});

test('revealing a path opens the folders above it', async () => {
  const view = await open();
  view.expandAll();
  const target = view.rows(0, 20).rows.find(({ name }) => name === 'small.so')!;
  view.collapseAll();
  const { row } = view.reveal(target.pathID);
  expect(view.rows(row, row + 1).rows[0]?.name).toBe('small.so');
  expect(view.reveal(0).row).toBe(-1);
});

test('a chmod-only rewrite is told from a change of content', async () => {
  const view = await open({ filter: 'passwd' });
  expect(view.rows(1, 2).rows[0]).toMatchObject({ change: 'changed', reasons: ['mode'], layer: 1, versions: 2 });
});

test('type-ahead goes on from a row, wraps round and ignores case', async () => {
  const view = await open();
  view.expandAll();
  const names = view.rows(0, 20).rows.map(({ name }) => name);
  expect(names[view.findName('m', -1)]).toBe('Motd');
  expect(names[view.findName('e', names.length - 1)]).toBe('etc');
  expect(view.findName('zzz', 0)).toBe(-1);
});

test('a window outside the rows is empty, and one across the end is cut', async () => {
  const view = await open();
  expect(view.rows(100, 200)).toMatchObject({ start: 4, rows: [] });
  expect(view.rows(2, 200).rows).toHaveLength(2);
});

test('folders nested as deep as the scanner lets them do not overflow the stack', async () => {
  const deep = 'd/'.repeat(DEFAULT_LIMITS['path-depth'] - 1);
  const view = await open({}, [[file(`${deep}f`)]]);
  expect(view.expandAll().rowCount).toBe(DEFAULT_LIMITS['path-depth']);
});
