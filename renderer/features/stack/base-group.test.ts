import { expect, test } from 'vitest';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { StoredImage } from '../../../shared/model/store.ts';
import { baseGroup, sharedWith } from './base-group.ts';

/** One letter for each layer; a chain is the letters up to it. */
const chains = (letters: string) => Array.from(letters, (_, index) => letters.slice(0, index + 1));
const layers = (letters: string, times: readonly (string | null)[] = []) =>
  chains(letters).map(
    (chainID, index) => ({ index, chainID, created: times[index] ?? null }) as object as LayerSummary,
  );
const stored = (name: string, letters: string) =>
  ({ names: [name], layers: chains(letters).map((chainID) => ({ chainID })) }) as object as StoredImage;

const DAY = '2026-01-05T09:00:00Z';
const MINUTE_LATER = '2026-01-05T09:01:00Z';
const MONTH_LATER = '2026-02-05T09:00:00Z';
const YEAR_LATER = '2027-01-05T09:00:00Z';
const EPOCH = '1970-01-01T00:00:00Z';

test.each([
  ['a stored image of just these layers is the base', 'abc', [], { alpine: 'ab' }, '2 alpine'],
  ['of two the one with more layers', 'abcd', [], { alpine: 'ab', node: 'abc' }, '3 node'],
  ['the same layer on others is none', 'abc', [], { alpine: 'xb' }, null],
  ['an image of the same layers, itself too, is no base', 'abc', [], { web: 'abc' }, null],
  ['an image that goes on is no base', 'abc', [], { web: 'abd' }, null],
  ['what is stored goes before times', 'abc', [DAY, MONTH_LATER], { node: 'ab' }, '2 node'],
  ['layers of another day are of another build', 'abc', [DAY, MINUTE_LATER, MONTH_LATER], {}, '2, 31 days'],
  ['the first gap counts', 'abc', [DAY, MONTH_LATER, YEAR_LATER], {}, '1, 31 days'],
  ['a build of a minute has no gap', 'ab', [DAY, MINUTE_LATER], {}, null],
  ['a layer without a time is with the one below', 'abc', [DAY, null, MONTH_LATER], {}, '2, 31 days'],
  ['a time of no meaning tells nothing', 'ab', [EPOCH, MONTH_LATER], {}, null],
  ['nor does one that is no time', 'ab', ['yesterday', MONTH_LATER], {}, null],
  ['an image without times', 'abc', [], {}, null],
  ['an image of one layer', 'a', [DAY], { alpine: 'a' }, null],
  ['an image without layers', '', [], {}, null],
])('%s', (_, letters, times, others, expected) => {
  const group = baseGroup(
    layers(letters, times),
    Object.entries(others).map(([name, chain]) => stored(name, chain)),
  );
  const words =
    group &&
    `${group.count}${group.reason.kind === 'stored' ? ` ${group.reason.image.names[0]}` : `, ${group.reason.days} days`}`;
  expect(words).toBe(expected);
});

test('of stored images the one whose digest the manifest names goes before one with more layers', () => {
  const named = { ...stored('alpine', 'ab'), manifestDigest: 'sha256:00' } as object as StoredImage;
  const baseDigest = named.manifestDigest;
  expect(baseGroup(layers('abcd'), [stored('node', 'abc'), named], { baseDigest })?.count).toBe(2);
  expect(baseGroup(layers('xbcd'), [named], { baseDigest })).toBeNull();
});

test('the name that the manifest claims goes with the guess', () => {
  const guess = baseGroup(layers('ab', [DAY, MONTH_LATER]), [], { baseName: 'alpine:3.20' });
  expect(guess?.reason).toEqual({ kind: 'older', days: 31, claimed: 'alpine:3.20' });
  expect(baseGroup(layers('ab'), [], { baseName: 'alpine:3.20' })).toBe(null);
});

test('a layer is shared with images that have it on the same layers', () => {
  const shared = sharedWith(layers('abc'), [stored('one', 'ab'), stored('two', 'ax'), stored('three', 'zb')]);
  expect(shared.map((images) => images.map(({ names }) => names[0]).join())).toEqual(['one,two', 'one', '']);
});
