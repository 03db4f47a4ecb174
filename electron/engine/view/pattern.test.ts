import { describe, expect, test } from 'vitest';
import { OutcropError } from '../../../shared/errors.ts';
import type { PatternKind } from '../../../shared/model/pattern.ts';
import type { ViewSpec, ViewWhere } from '../../../shared/model/view.ts';
import { createStack } from '../opened/stack.ts';
import { viewParts } from '../opened/view-parts.ts';
import { mergeLayers } from '../union/merge.ts';
import { pathText } from '../union/path-text.ts';
import { drawIndex, type PictureEntry } from '../union/picture.test-support.ts';
import { createPool } from '../work/pool.ts';
import { lowerNames } from './filter.ts';
import { matchPattern } from './path-pattern.ts';
import { openView } from './view.ts';

const dir = (path: string, mode?: string): PictureEntry => ({ path, type: 'dir', ...(mode && { mode }) });
const file = (path: string, bytes = 1, more: Partial<PictureEntry> = {}): PictureEntry => ({
  path,
  type: 'file',
  content: 'x'.repeat(bytes),
  ...more,
});

const NAMES = [
  'etc',
  'etc/Passwd',
  'etc/a.b',
  'etc/conf.d',
  'etc/conf.d/a.conf',
  'etc/conf.d/B.CONF',
  'a[1]',
  'x\ny',
  'é',
];

describe('patterns', () => {
  const table = mergeLayers([
    drawIndex(NAMES.map((path) => (['etc', 'etc/conf.d'].includes(path) ? dir(path) : file(path)))),
  ]);
  const lowered = lowerNames(table.names);
  const match = (kind: PatternKind, text: string, ignoreCase = true) =>
    [...matchPattern(table, lowered, { kind, text, ignoreCase })]
      .flatMap((hit, path) => (hit === 1 ? [pathText(table, path).path.slice(1)] : []))
      .toSorted();

  test.each<[string, PatternKind, string, string[]]>([
    ['text ignores case', 'text', 'PASS', ['etc/Passwd']],
    ['a glob without a slash is for the whole name', 'glob', '*.conf', ['etc/conf.d/B.CONF', 'etc/conf.d/a.conf']],
    ['a glob must match all of it', 'glob', 'conf', []],
    ['a dot is a dot', 'glob', 'a?b', ['etc/a.b']],
    ['a star stops at a slash', 'glob', '/etc/*.conf', []],
    ['two stars do not', 'glob', '/etc/**/*.conf', ['etc/conf.d/B.CONF', 'etc/conf.d/a.conf']],
    ['two stars are no folder too', 'glob', '/etc/**/a.b', ['etc/a.b']],
    ['a slash inside begins at any folder', 'glob', 'conf.d/*', ['etc/conf.d/B.CONF', 'etc/conf.d/a.conf']],
    ['a class', 'glob', '[ab].conf', ['etc/conf.d/B.CONF', 'etc/conf.d/a.conf']],
    ['a class that excludes', 'glob', '[!b].conf', ['etc/conf.d/a.conf']],
    ['a bracket taken literally', 'glob', 'a\\[1\\]', ['a[1]']],
    ['an open bracket is itself', 'glob', 'a[1', []],
    ['a star takes a line break', 'glob', 'x*y', ['x\ny']],
    ['a question mark is one character, not one byte', 'glob', '?', ['é']],
    ['regex sees the whole path', 'regex', '^/etc/[a-c]+\\.', ['etc/a.b']],
    ['regex ignores case', 'regex', 'b\\.conf$', ['etc/conf.d/B.CONF']],
    ['regex of what no name has', 'regex', '(a+)+$^', []],
  ])('%s', (_, kind, text, expected) => expect(match(kind, text)).toEqual(expected.toSorted()));

  test.each<[PatternKind, string, string[]]>([
    ['text', 'PASS', []],
    ['text', 'Pass', ['etc/Passwd']],
    ['glob', 'b.conf', []],
    ['regex', 'B\\.C', ['etc/conf.d/B.CONF']],
  ])('with case, %s %s', (kind, text, expected) => expect(match(kind, text, false)).toEqual(expected));

  test.each(['(a', 'a(?=b)', '(a)\\1', '[z-a]', '*'])('%s is refused with a reason', (text) => {
    expect(() => match('regex', text)).toThrow(OutcropError);
  });
});

test('a pattern that would take a backtracking engine for ever ends', () => {
  const long = `${'a'.repeat(250)}!`;
  const table = mergeLayers([drawIndex(Array.from({ length: 500 }, (_, i) => file(`${long}${i}`)))]);
  const pattern = { kind: 'regex', text: '^/(a|a)*(a*)*b$', ignoreCase: false } as const;
  expect(matchPattern(table, lowerNames(table.names), pattern).every((hit) => hit === 0)).toBe(true);
});

describe('chips', () => {
  const layers: readonly (readonly PictureEntry[])[] = [
    [
      dir('bin'),
      file('bin/su', 900, { mode: '4755' }),
      file('bin/wall', 50, { mode: '2755', gid: 5 }),
      dir('tmp', '1777'),
      dir('open', '0777'),
      file('open/f', 10, { mode: '0666', uid: 1000 }),
      { path: 'link', type: 'symlink', link: 'a', mode: '0777' },
      file('old', 7),
    ],
    [
      file('bin/wall', 50, { mode: '0755' }),
      file('bin/su', 901, { mode: '4755' }),
      { path: 'link', type: 'symlink', link: 'b', mode: '0777' },
      { path: 'old', type: 'whiteout' },
      file('new', 3),
    ],
  ];
  const spec: ViewSpec = { mode: { kind: 'merged' }, showHidden: true, filter: '', sort: 'name', descending: false };
  async function draw(where: ViewWhere, more: Partial<ViewSpec> = {}) {
    const indexes = layers.map(drawIndex);
    const pool = createPool({ threads: 0 });
    const view = await openView(viewParts(createStack(mergeLayers(indexes), indexes, pool), pool), {
      ...spec,
      ...more,
      where,
    });
    return view.rows(0, 100).rows.map(({ name, depth }) => '  '.repeat(depth - 1) + name);
  }

  test.each<[string, ViewWhere, string[]]>([
    ['added', { changes: ['added'] }, ['new']],
    ['changed', { changes: ['changed'] }, ['bin', '  su', '  wall', 'link']],
    ['metadata only', { changes: ['metadata'] }, ['bin', '  wall']],
    ['removed', { changes: ['removed'] }, ['old']],
    ['one of two', { changes: ['added', 'removed'] }, ['new', 'old']],
    ['hidden only', { hidden: true }, ['old']],
    ['at least so large', { sizeAtLeast: 900 }, ['bin', '  su']],
    ['at most so large is for files', { sizeAtMost: 5 }, ['new']],
    ['a type', { types: ['symlink'] }, ['link']],
    ['setuid', { modes: ['setuid'] }, ['bin', '  su']],
    ['world-writable leaves links and sticky folders out', { modes: ['world-writable'] }, ['open', '  f']],
    ['a layer', { layers: [1], types: ['file'] }, ['bin', '  su', '  wall', 'new']],
    ['an owner', { uids: [1000] }, ['open', '  f']],
    ['a group that the upper version lost', { gids: [5] }, []],
    ['all that is given must hold', { layers: [0], modes: ['setuid'] }, []],
    ['empty lists ask for nothing', { changes: [], types: [], hidden: true }, ['old']],
  ])('%s', async (_, where, expected) => expect(await draw(where)).toEqual(expected));

  test('with a name: both must hold, below a matching folder too', async () => {
    expect(await draw({ modes: ['setuid'] }, { filter: 'bin' })).toEqual(['bin', '  su']);
    expect(await draw({ modes: ['setuid'] }, { filter: 'open' })).toEqual([]);
  });

  test('a glob and a regex filter a view', async () => {
    expect(await draw({}, { filter: 'w*', pattern: 'glob' })).toEqual(['bin', '  wall']);
    expect(await draw({}, { filter: '^/(new|old)$', pattern: 'regex' })).toEqual(['new', 'old']);
  });

  test('a pattern that does not parse is refused', async () => {
    await expect(draw({}, { filter: '(', pattern: 'regex' })).rejects.toMatchObject({ code: 'bad-request' });
  });
});
