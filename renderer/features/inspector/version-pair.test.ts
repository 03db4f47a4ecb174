import { expect, test } from 'vitest';
import type { PathStory, PathVersion } from '../../../shared/model/entry.ts';
import { firstPair, withSide } from './version-pair.ts';

const version = (layer: number, hiddenBy?: number): PathVersion => ({
  type: 'file',
  mode: '0644',
  uid: 0,
  gid: 0,
  size: 1,
  mtime: 0,
  layer,
  implicit: false,
  visible: hiddenBy === undefined,
  change: [],
  ...(hiddenBy !== undefined && { hiddenBy: { layer: hiddenBy, how: 'replaced', via: '/a' } }),
});
const story = (...versions: PathVersion[]): PathStory => ({ path: '/a', state: 'visible', versions });

test.each([
  ['the version that it replaced', story(version(0, 2), version(1, 2), version(2)), 2, [1, 2]],
  ['the nearest below when a whiteout came between', story(version(0, 1), version(3)), 3, [0, 3]],
  ['the nearest above for the lowest', story(version(1, 2), version(2, 5), version(5)), 1, [1, 2]],
])('a version is compared at first with %s', (_, told, layer, [before, after]) => {
  const chosen = told.versions.find((one) => one.layer === layer)!;
  expect(firstPair(told, chosen)).toEqual({ before, after });
});

test('a single version has nothing to be compared with', () => {
  const only = version(4);
  expect(firstPair(story(only), only)).toBeUndefined();
});

test.each([
  ['another layer on the left', 'before', 0, [0, 5]],
  ['another layer on the right', 'after', 7, [2, 7]],
  ['the right one on the left swaps them', 'before', 5, [5, 2]],
  ['the left one on the right swaps them', 'after', 2, [5, 2]],
] as const)('choosing %s', (_, side, layer, [before, after]) =>
  expect(withSide({ before: 2, after: 5 }, side, layer)).toEqual({ before, after }),
);
