import { expect, test } from 'vitest';
import { formatBytes, formatExactBytes } from './bytes.ts';

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [1024, '1.02 kB'],
  [9_994, '9.99 kB'],
  [9_995, '10.0 kB'],
  [12_345, '12.3 kB'],
  [99_949, '99.9 kB'],
  [99_950, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [1_982_256, '1.98 MB'],
  [4_294_967_296, '4.29 GB'],
  [Number.MAX_SAFE_INTEGER, '9.01 PB'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [-1, '-1'],
])('%d bytes read as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_982_256, '1,982,256 bytes'],
])('%d is written out as %s', (bytes, text) => expect(formatExactBytes(bytes)).toBe(text));

test('no size below 1000 EB needs more than seven characters', () => {
  for (let bytes = 1; bytes < 1e20; bytes *= 1.37) expect(formatBytes(Math.floor(bytes)).length).toBeLessThanOrEqual(7);
});
