import { describe, expect, test } from 'vitest';
import { asciiOf, byteClass, formatOffset, moveCursor, offsetDigits, parseOffset, rowCount } from './hex-rows.ts';

test.each([
  ['an empty file has no rows', 0, 0],
  ['one byte is one row', 1, 1],
  ['sixteen bytes fill one row', 16, 1],
  ['the seventeenth begins another', 17, 2],
  ['five GiB are counted exactly', 5 * 2 ** 30 + 1, 335_544_321],
])('%s', (_, size, rows) => expect(rowCount(size, 16)).toBe(rows));

test.each([
  ['small files have eight digits', 10, '00000000'],
  ['4 GiB still has eight', 2 ** 32, '00000000'],
  ['beyond 4 GiB there are nine', 2 ** 32 + 1, '000000000'],
])('%s', (_, size, zero) => expect(formatOffset(0, offsetDigits(size))).toBe(zero));

describe('parseOffset', () => {
  test.each([
    ['4096', 4096],
    ['0x1000', 4096],
    ['0X1F', 31],
    ['1000h', 4096],
    ['ff', 255],
    [' 1 000 ', 1000],
    ['4_096', 4096],
    ['0', 0],
  ])('%s is an offset', (text, offset) => expect(parseOffset(text, 10_000)).toBe(offset));

  test.each(['', 'x', '-1', '1.5', '0x', '10000', 'zz', '9'.repeat(40)])('%j is none', (text) =>
    expect(parseOffset(text, 10_000)).toBeUndefined(),
  );
});

describe('moveCursor', () => {
  const size = 100;
  test.each([
    ['down is one row', 'ArrowDown', false, 5, 21],
    ['down on the last row stays', 'ArrowDown', false, 98, 98],
    ['up on the first row stays', 'ArrowUp', false, 5, 5],
    ['left at the start stays', 'ArrowLeft', false, 0, 0],
    ['right at the end stays', 'ArrowRight', false, 99, 99],
    ['Home is the start of the row', 'Home', false, 37, 32],
    ['End is the end of the row', 'End', false, 37, 47],
    ['End on a short row is the last byte', 'End', false, 97, 99],
    ['Ctrl+Home is the first byte', 'Home', true, 37, 0],
    ['Ctrl+End is the last byte', 'End', true, 37, 99],
    ['PageDown is a screen of two rows', 'PageDown', false, 3, 35],
    ['PageDown near the end is the last byte', 'PageDown', false, 90, 99],
    ['PageUp keeps the column at the top', 'PageUp', false, 19, 3],
  ])('%s', (_, key, ctrl, from, to) =>
    expect(moveCursor(key, ctrl, { cursor: from, size, perRow: 16, page: 2 })).toBe(to),
  );

  test('down in a narrow view is eight bytes', () =>
    expect(moveCursor('ArrowDown', false, { cursor: 3, size, perRow: 8, page: 2 })).toBe(11));
  test('a letter does not move', () =>
    expect(moveCursor('a', false, { cursor: 3, size, perRow: 16, page: 2 })).toBeUndefined());
  test('an empty file has one place', () =>
    expect(moveCursor('End', true, { cursor: 0, size: 0, perRow: 8, page: 2 })).toBe(0));
});

test.each([
  [0, 'zero', '·'],
  [0x0a, 'space', '·'],
  [0x41, 'printable', 'A'],
  [0x7f, 'control', '·'],
  [0xe9, 'high', '·'],
])('byte %i is %s', (byte, kind, char) => expect([byteClass(byte), asciiOf(byte)]).toEqual([kind, char]));
