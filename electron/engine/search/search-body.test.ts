import { expect, test } from 'vitest';
import type { PatternKind } from '../../../shared/model/pattern.ts';
import { contentFinder } from './content-finder.ts';
import { searchBody } from './search-body.ts';

/** The content handed on in pieces, as a decoder does. */
function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    buffer.fill(0xee);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}

const search = (
  content: string | Uint8Array,
  text: string,
  kind: PatternKind = 'text',
  ignoreCase = false,
  size = 7,
) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return searchBody(pieces(bytes, size), bytes.length, contentFinder(text, kind, ignoreCase));
};

test.each<[string, string, string, PatternKind, boolean, [line: number, offset: number, match: string][]]>([
  [
    'a text',
    'one\ntwo two\n',
    'two',
    'text',
    false,
    [
      [2, 4, 'two'],
      [2, 8, 'two'],
    ],
  ],
  [
    'a text ignoring case',
    'Password=\nPASSWORD',
    'password',
    'text',
    true,
    [
      [1, 0, 'Password'],
      [2, 10, 'PASSWORD'],
    ],
  ],
  ['case counts otherwise', 'Password', 'password', 'text', false, []],
  ['a text over a line break', 'a\nb', 'a\nb', 'text', false, [[1, 0, 'a\nb']]],
  [
    'a regex, line by line',
    'k=1\nkk=22\n',
    'k+=[0-9]+$',
    'regex',
    false,
    [
      [1, 0, 'k=1'],
      [2, 4, 'kk=22'],
    ],
  ],
  [
    'a regex from the start of a line',
    'ab\nab',
    '^b|^a',
    'regex',
    false,
    [
      [1, 0, 'a'],
      [2, 3, 'a'],
    ],
  ],
  [
    'a regex ignoring case',
    'Key=A1 kEY=b2',
    'key=[A-C][0-9]',
    'regex',
    true,
    [
      [1, 0, 'Key=A1'],
      [1, 7, 'kEY=b2'],
    ],
  ],
  ['a regex ignoring case that cannot be lowered', 'Key=A', '\\S+=[A-z]', 'regex', true, [[1, 0, 'Key=A']]],
  [
    'a regex ignoring case that excludes letters',
    'aB-Cd',
    '[^A-C]',
    'regex',
    true,
    [
      [1, 2, '-'],
      [1, 4, 'd'],
    ],
  ],
  ['a regex that matches nothing is no match', 'abc', 'x*', 'regex', false, []],
  ['offsets are bytes', 'é=x', 'x', 'text', false, [[1, 3, 'x']]],
  ['regex offsets are bytes too', 'é=x', '[x]', 'regex', false, [[1, 3, 'x']]],
  ['an empty file', '', 'x', 'text', false, []],
])('%s', (_, content, text, kind, ignoreCase, expected) => {
  const found = search(content, text, kind, ignoreCase);
  expect((found?.matches ?? []).map(({ line, offset, match }) => [line, offset, match])).toEqual(expected);
  expect(found?.count ?? 0).toBe(expected.length);
});

test.each<[PatternKind, boolean]>([
  ['text', false],
  ['text', true],
  ['regex', false],
])('matches at the seams of windows are found once: %s, ignoring case %s', (kind, ignoreCase) => {
  const content = Buffer.alloc((2 << 20) + 777, 'abcdefgh\n');
  const places = [0, (1 << 20) - 18, (1 << 20) + 9, (2 << 20) - 1000, content.length - 9];
  for (const at of places) content.write('NeedleX', at - (at % 9));
  const found = search(content, 'NeedleX', kind, ignoreCase, 64 << 10);
  expect(found?.matches.map(({ offset }) => offset)).toEqual(places.map((at) => at - (at % 9)));
  expect(found?.matches.map(({ line }) => line)).toEqual(places.map((at) => Math.floor(at / 9) + 1));
});

test('a text across the seam of a window is found', () => {
  const content = Buffer.alloc(3 << 20, 'x');
  content.write('needle', (1 << 20) - 3);
  expect(search(content, 'needle', 'text', false, 64 << 10)?.matches[0]).toMatchObject({
    offset: (1 << 20) - 3,
    line: 1,
  });
});

test('what is round a match is cut to its line and to what a list can show', () => {
  const [match] = search(
    `first\n${'<'.repeat(200)}needle${'>'.repeat(200)}\nlast`,
    'needle',
    'text',
    false,
    50,
  )!.matches;
  expect(match).toMatchObject({ before: '<'.repeat(80), match: 'needle', after: '>'.repeat(120) });
});

test('bytes that are not UTF-8 are searched and shown replaced', () => {
  const [match] = search(Uint8Array.of(0xff, 0xfe, 0x78, 0x80), 'x')!.matches;
  expect(match).toMatchObject({ offset: 2, before: '\ufffd\ufffd', after: '\ufffd' });
});

test('only the first places are kept, all are counted, and counting ends', () => {
  const found = search('ab'.repeat(30_000), 'a', 'text', false, 1 << 16);
  expect([found?.matches.length, found?.count]).toEqual([20, 10_000]);
});

test('a regular expression that would take a backtracking engine for ever ends', () => {
  expect(search('a'.repeat(100_000), '(a|a)*(a*)*b', 'regex', false, 1 << 16)).toBeUndefined();
});
