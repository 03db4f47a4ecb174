import { expect, test } from 'vitest';
import type { DiffID } from '../../../shared/oci/digest.ts';
import { chainIDs } from './chain-id.ts';

const diffID = (digit: string) => `sha256:${digit.repeat(64)}` as DiffID;

test('the base’s chainID is its diffID; each further one hashes what is below with its own', () => {
  // printf 'sha256:aaa… sha256:bbb…' | sha256sum, and that with sha256:ccc…
  expect(chainIDs([diffID('a'), diffID('b'), diffID('c')])).toEqual([
    diffID('a'),
    'sha256:ccd722928bd92476ba1745586fed6e45a102504185ad88cd89e01ff116fd146c',
    'sha256:c1377126441fb2f5ec2c21ae2a60255331d639e830f0ee1b40a36e52d4c40588',
  ]);
});

test('an unknown diffID leaves every stack above it unknown', () => {
  expect(chainIDs([diffID('a'), null, diffID('c')])).toEqual([diffID('a'), null, null]);
  expect(chainIDs([null, diffID('b')])).toEqual([null, null]);
});

test('no layers have no chain', () => {
  expect(chainIDs([])).toEqual([]);
});
