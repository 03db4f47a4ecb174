import { Text } from '@codemirror/state';
import { expect, test } from 'vitest';
import { rangeOf } from './found-place.ts';

const DOC = Text.of(['listen 80; listen 81;', 'user nginx;', 'caf\u00e9 \u{1f600} nginx']);

test.each([
  ['the match itself', { line: 2, before: 'user ', match: 'nginx' }, 'nginx', 27],
  ['the second of two on a line, by what stands before it', { line: 1, before: 'listen 80; ', match: 'listen' }, 'listen', 11],
  ['after wide characters', { line: 3, before: '\u{1f600} ', match: 'nginx' }, 'nginx', 42],
  ['the whole line where the match does not stand as told', { line: 2, before: '', match: '\ufffd' }, 'user nginx;', 22],
])('a place is found: %s', (_, place, text, from) => {
  const range = rangeOf(DOC, { offset: 0, ...place });
  expect([DOC.sliceString(range.from, range.to), range.from]).toEqual([text, from]);
}); // prettier-ignore
