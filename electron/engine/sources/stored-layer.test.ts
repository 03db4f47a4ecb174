import { expect, test } from 'vitest';
import { digestInName } from './stored-layer.ts';

const HEX = '0123456789abcdef'.repeat(4);

test.each([
  [`blobs/sha256/${HEX}`, true],
  [`blobs/sha256/${HEX}.tar.gz`, true],
  [`sha256:${HEX}`, true],
  [`${HEX}.json`, true],
  [`${HEX}.tar.gz`, true],
  [`${HEX}.tar`, false],
  [`${HEX}/layer.tar`, false],
  [`blobs/sha256/${HEX.slice(1)}`, false],
  ['config.json', false],
  ['', false],
])('%s states a digest: %s', (name, states) => {
  expect(digestInName(name)).toBe(states ? `sha256:${HEX}` : null);
});
