import { expect, test } from 'vitest';
import type { IntegrityItem } from '../../../shared/model/integrity.ts';
import { chainSteps, countStates, shortened, shownDigest, withItem } from './integrity-state.ts';

const item = (key: string, part: Partial<IntegrityItem> = {}): IntegrityItem => ({
  key,
  kind: 'blob',
  claimedBy: 'manifest',
  expected: 'sha256:e',
  actual: null,
  state: 'unchecked',
  size: null,
  ...part,
});

test('states are counted, also those that do not occur', () =>
  expect(countStates([item('a'), item('b', { state: 'ok' }), item('c', { state: 'ok' })])).toEqual({
    unchecked: 1,
    checking: 0,
    ok: 2,
    differs: 0,
    absent: 0,
    unverifiable: 0,
  }));

test('a checked item takes the place of the unchecked one', () => {
  const items = [item('a'), item('b'), item('c')];
  expect(withItem(items, item('b', { state: 'ok' })).map(({ key, state }) => `${key} ${state}`)).toEqual([
    'a unchecked',
    'b ok',
    'c unchecked',
  ]);
});

test('steps of the chain are in the order of the stack, with what there is', () => {
  const items = [
    item('blob:0', { layer: 0 }),
    item('diffID:1', { kind: 'diffID', layer: 1 }),
    item('diffID:0', { kind: 'diffID', layer: 0 }),
    item('chainID:0', { kind: 'chainID', layer: 0 }),
  ];
  expect(chainSteps(items).map(({ layer, diffID, chainID }) => [layer, diffID?.key, chainID?.key])).toEqual([
    [0, 'diffID:0', 'chainID:0'],
    [1, 'diffID:1', undefined],
  ]);
});

test.each([
  ['what was computed is shown over what was claimed', { expected: 'sha256:e', actual: 'sha256:a' }, 'sha256:a'],
  ['what was claimed when nothing was computed', { expected: 'sha256:e', actual: null }, 'sha256:e'],
  ['nothing when there is neither', { expected: null, actual: null }, null],
])('%s', (_, part, shown) => expect(shownDigest(item('a', part))).toBe(shown));

test.each([
  [`sha256:${'ab'.repeat(32)}`, 'sha256:abababababab…'],
  ['sha256:abc', 'sha256:abc'],
])('%s is shortened to %s', (digest, short) => expect(shortened(digest)).toBe(short));
