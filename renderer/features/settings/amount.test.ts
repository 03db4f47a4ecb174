import { expect, test } from 'vitest';
import { amountText, parseAmount } from './amount.ts';

test.each([
  [4 * 2 ** 30, 'bytes', '4 GiB'],
  [2 ** 40, 'bytes', '1 TiB'],
  [4096, 'bytes', '4 KiB'],
  [65_535, 'bytes', '65,535'],
  [1_500_000, 'bytes', '1,500 kB'],
  [5_000_000, 'entries', '5,000,000'],
  [1024, 'times', '1,024'],
])('%d %s is shown as %s, and reads as itself', (value, unit, text) => {
  expect(amountText(value, unit)).toBe(text);
  expect(parseAmount(text, unit)).toBe(value);
});

test.each([
  ['1.5 GiB', 'bytes', 1.5 * 2 ** 30],
  ['2gb', 'bytes', 2e9],
  ['7 g', 'bytes', 7e9],
  ['12 bytes', 'bytes', 12],
  [' 5_000 ', 'entries', 5000],
  ['', 'bytes', null],
  ['GiB', 'bytes', null],
  ['4 GiB', 'entries', null],
  ['4 parsecs', 'bytes', null],
  ['-3', 'entries', null],
  ['1e99 TiB', 'bytes', null],
])('“%s” of %s reads as %s', (text, unit, value) => expect(parseAmount(text, unit)).toBe(value));
