import { expect, test } from 'vitest';
import { firstDifference } from './first-difference.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ['equal bytes do not differ', 'abc', 'abc', -1],
  ['the first byte', 'abc', 'xbc', 0],
  ['the last byte', 'abc', 'abx', 2],
  ['more bytes begin to differ where the shorter ends', 'ab', 'abc', 2],
  ['nothing against something', '', 'a', 0],
])('%s', (_, before, after, at) => expect(firstDifference(bytes(before), bytes(after))).toBe(at));
