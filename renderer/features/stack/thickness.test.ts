import { expect, test } from 'vitest';
import { THICKEST, thickness, THINNEST } from './thickness.ts';

test.each([
  ['a layer not read yet', null, THINNEST],
  ['an empty layer', 0, THINNEST],
  ['a layer of 4 KiB', 2 ** 12, THINNEST],
  ['a layer halfway on the scale, 2 MiB', 2 ** 21, (THINNEST + THICKEST) / 2],
  ['a layer of 1 GiB', 2 ** 30, THICKEST],
  ['a layer of 50 GiB', 50 * 2 ** 30, THICKEST],
])('%s', (_, bytes, pixels) => expect(thickness(bytes)).toBe(pixels));
