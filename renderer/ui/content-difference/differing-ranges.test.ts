import { describe, expect, test } from 'vitest';
import type { MarkedBytes } from '../hex-view/marked-bytes.ts';
import { addDifferences, nextRange } from './differing-ranges.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const shown = (ranges: readonly MarkedBytes[]) => ranges.map(({ start, end }) => `${start}-${end}`).join(' ');
const SAME = '0123456789abcdefghij';

describe('bytes that differ at the same offset', () => {
  test.each([
    ['equal bytes have none', 'abc', 'abc', ''],
    ['one byte is a range of one', 'abc', 'abX', '2-3'],
    ['neighbours are one range', 'abcd', 'aXYd', '1-3'],
    ['a few equal bytes do not part two changes', 'a-b', 'A-B', '0-3'],
    ['many equal bytes do', `a${SAME}b`, `A${SAME}B`, '0-1 21-22'],
    ['what only one file has differs', 'ab', 'abcd', '2-4'],
    ['so does a whole file against an empty one', '', 'abc', '0-3'],
  ])('%s', (_, before, after, expected) => {
    expect(shown(addDifferences([], bytes(before), bytes(after), 0))).toBe(expected);
    expect(shown(addDifferences([], bytes(after), bytes(before), 0))).toBe(expected);
  });

  test('a change that crosses two pieces is one range', () => {
    const first = addDifferences([], bytes('abc'), bytes('abX'), 0);
    expect(shown(addDifferences(first, bytes('def'), bytes('Yef'), 3))).toBe('2-4');
  });
});

describe('stepping through them', () => {
  const ranges = [
    { start: 4, end: 6 },
    { start: 40, end: 50 },
  ];
  test.each([
    ['from the start to the first', 0, false, 4],
    ['from the first to the second', 4, false, 40],
    ['after the last there is none', 40, false, undefined],
    ['back from the second', 40, true, 4],
    ['back from inside a range to its start', 45, true, 40],
    ['before the first there is none', 4, true, undefined],
  ])('%s', (_, offset, backward, expected) => expect(nextRange(ranges, offset, backward)?.start).toBe(expected));
});
