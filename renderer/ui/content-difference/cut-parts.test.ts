import { expect, test } from 'vitest';
import { cutAtCommonLine } from './cut-parts.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ['after the last line both have', 'first line\nshared line\ntail', 'shared line\nanother', 'first line\nshared line\n', 'shared line\n'],
  ['a line that is there twice anchors nothing', 'same line\nsame line\nx', 'same line\ny', 'same line\nsame line\n', 'same line\n'],
  ['short lines anchor nothing', 'alpha beta\n}\nrest', 'gamma delta\n}\nrest', 'alpha beta\n}\n', 'gamma delta\n}\n'],
  ['without a line end the whole piece is taken', 'abc', 'abd', 'abc', 'abd'],
  ['an empty piece stays empty', '', 'some line here\n', '', 'some line here\n'],
])('two pieces of text are cut: %s', (_, before, after, left, right) => {
  expect(cutAtCommonLine(bytes(before), bytes(after))).toEqual([left.length, right.length]);
}); // prettier-ignore
