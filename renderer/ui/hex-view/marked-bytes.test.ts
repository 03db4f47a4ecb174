import { expect, test } from 'vitest';
import { marksInRow, rangeFrom } from './marked-bytes.ts';

const ranges = [
  { start: 4, end: 6 },
  { start: 14, end: 50 },
];

test.each([
  [0, 0],
  [5, 0],
  [6, 1],
  [50, 2],
])('the range at or after byte %i is number %i', (offset, expected) =>
  expect(rangeFrom(ranges, offset)).toBe(expected),
);

test.each([
  ['a range inside the row', 0, 8, '00001100'],
  ['two ranges, one of them going on in the next row', 0, 16, '0000110000000011'],
  ['a row wholly inside a range', 16, 8, '11111111'],
  ['the end of a range', 48, 8, '11000000'],
  ['a row after all', 56, 8, '00000000'],
])('marks of a row: %s', (_, start, perRow, expected) => {
  const bits = marksInRow(ranges, start, perRow);
  const drawn = Array.from({ length: perRow }, (__, at) => ((bits >> at) & 1 ? '1' : '0')).join('');
  expect(drawn).toBe(expected);
});
