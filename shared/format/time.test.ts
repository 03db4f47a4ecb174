import { expect, test } from 'vitest';
import { formatEpoch, formatTimestamp } from './time.ts';

test.each([
  [0, '1970-01-01 00:00:00'],
  [1_795_492_348, '2026-11-24 03:52:28'],
  [1_795_492_348.999, '2026-11-24 03:52:28'],
  [-1, '1969-12-31 23:59:59'],
  [-0.5, '1969-12-31 23:59:59'],
  [253_402_300_800, '+010000-01-01 00:00:00'],
  [8_640_000_000_001, '@8640000000001'],
  [Number.NaN, '@NaN'],
])('mtime %d reads as %s', (seconds, text) => expect(formatEpoch(seconds)).toBe(text));

test.each([
  ['2026-11-24T03:52:46Z', '2026-11-24 03:52:46'],
  ['2026-11-24T03:52:46.123456789Z', '2026-11-24 03:52:46'],
  ['2026-11-24T11:52:46+08:00', '2026-11-24 03:52:46'],
  ['0001-01-01T00:00:00Z', '0001-01-01 00:00:00'],
  ['yesterday', 'yesterday'],
  ['2026-99-99T00:00:00Z', '2026-99-99T00:00:00Z'],
  ['', ''],
])('created %s reads as %s', (created, text) => expect(formatTimestamp(created)).toBe(text));
