import { expect, test } from 'vitest';
import { ranked } from './rank.ts';

const LABELS = ['Show Files', 'Show Hidden', 'Open image file…', 'Show or leave out hidden files'].map((label) => ({
  label,
}));

test.each([
  ['nothing typed keeps the order', '', 'Show Files|Show Hidden|Open image file…|Show or leave out hidden files'],
  ['capitals do not matter', 'HIDDEN', 'Show Hidden|Show or leave out hidden files'],
  ['every word must fit', 'show hid', 'Show Hidden|Show or leave out hidden files'],
  ['the beginning comes first', 'o', 'Open image file…|Show or leave out hidden files|Show Files|Show Hidden'],
  ['nothing fits', 'xyz', ''],
])('%s', (_, typed, expected) =>
  expect(
    ranked(LABELS, typed)
      .map(({ label }) => label)
      .join('|'),
  ).toBe(expected),
);
