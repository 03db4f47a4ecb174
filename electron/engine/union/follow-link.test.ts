import { expect, test } from 'vitest';
import { completePath } from './complete-path.ts';
import { followLink } from './follow-link.ts';
import { lookupPath } from './lookup.ts';
import { mergeLayers } from './merge.ts';
import { outermost } from './outermost.ts';
import { pathText } from './path-text.ts';
import { drawIndex, type PictureEntry } from './picture.test-support.ts';

const dir = (path: string): PictureEntry => ({ path, type: 'dir' });
const file = (path: string): PictureEntry => ({ path, type: 'file', content: 'x' });
const link = (path: string, target: string): PictureEntry => ({ path, type: 'symlink', link: target });
const gone = (path: string): PictureEntry => ({ path, type: 'whiteout' });

function open(...layers: PictureEntry[][]) {
  const indexes = layers.map(drawIndex);
  return { table: mergeLayers(indexes), indexes };
}

test.each<[string, PictureEntry[][], string]>([
  ['a relative target begins in the folder of the link', [[dir('a'), file('a/x'), link('a/l', 'x')]], '/a/x'],
  ['an absolute target begins at the root of the image', [[dir('a'), file('x'), link('a/l', '/x')]], '/x'],
  ['two dots leave a folder, and stay at the root', [[dir('a'), file('x'), link('a/l', '../../../x')]], '/x'],
  [
    'a folder on the way may be a link',
    [[dir('b'), file('b/x'), link('c', 'b'), dir('a'), link('a/l', '../c/x')]],
    '/b/x',
  ],
  ['links are followed to their end', [[dir('a'), file('x'), link('m', 'x'), link('a/l', '/m')]], '/x'],
  [
    'two dots after a link leave where it leads',
    [[dir('b'), dir('b/c'), file('b/x'), link('k', 'b/c'), dir('a'), link('a/l', '../k/../x')]],
    '/b/x',
  ],
  ['a link to itself is a loop', [[dir('a'), link('a/l', 'l')]], 'loop'],
  ['two links to each other are a loop', [[dir('a'), link('a/l', 'm'), link('a/m', 'l')]], 'loop'],
  ['what was deleted is not there', [[dir('a'), file('x'), link('a/l', '/x')], [gone('x')]], 'absent / x'],
  [
    'the upper version of what it names',
    [
      [dir('a'), file('x'), link('a/l', '/x')],
      [dir('x'), file('x/y')],
    ],
    '/x',
  ],
])('%s', (_, layers, expected) => {
  const { table, indexes } = open(...layers);
  const end = followLink(table, indexes, table.visible[lookupPath(table, '/a/l')!]!);
  const text =
    end.kind === 'found'
      ? pathText(table, end.path).path
      : end.kind === 'absent'
        ? `absent ${pathText(table, end.folder).path} ${Buffer.from(end.name).toString()}`
        : end.kind;
  expect(text).toBe(expected);
});

test.each([
  [
    'a folder and a slash lists what is in it, short names first',
    '/etc/',
    ['/etc/nginx', '/etc/passwd', '/etc/Network', '/etc/gone'],
  ],
  ['the beginning of a name, case ignored', '/etc/N', ['/etc/nginx', '/etc/Network']],
  ['the folders of the root', '/', ['/etc']],
  ['a folder that is not there has nothing', '/opt/x', []],
])('%s', (_, typed, expected) => {
  const { table } = open(
    [dir('etc'), file('etc/passwd'), dir('etc/nginx'), file('etc/Network'), file('etc/gone')],
    [gone('etc/gone')],
  );
  expect(completePath(table, typed, 10).map((path) => pathText(table, path).path)).toEqual(expected);
});

test('what lies in a folder that is given too goes with it', () => {
  const { table } = open([dir('a'), dir('a/b'), file('a/b/x'), file('a/y'), file('z')]);
  const ids = ['/a/b/x', '/z', '/a/b', '/a/y'].map((path) => lookupPath(table, path)!);
  expect(outermost(table, ids).map((id) => pathText(table, id).path)).toEqual(['/z', '/a/b', '/a/y']);
});
