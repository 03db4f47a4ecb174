import { expect, test } from 'vitest';
import type { HiddenHow, PathVersion } from '../../../shared/model/entry.ts';
import { versionBefore } from './version-before.ts';

function version(layer: number, hiddenBy?: number, how: HiddenHow = 'replaced'): PathVersion {
  return {
    layer,
    type: 'file',
    mode: '0644',
    uid: 0,
    gid: 0,
    size: 1,
    mtime: 0,
    implicit: false,
    visible: hiddenBy === undefined,
    change: [],
    ...(hiddenBy !== undefined && { hiddenBy: { layer: hiddenBy, how, via: '/a' } }),
  };
}

test.each([
  ['the first version has none before it', [version(0)], 0, undefined],
  ['a version follows the one it replaced', [version(0, 2), version(2)], 1, 0],
  ['not one that a whiteout took away first', [version(0, 1, 'whiteout'), version(2)], 1, undefined],
  ['the nearest of three', [version(0, 1), version(1, 4), version(4)], 2, 1],
])('%s', (_, versions, at, layer) => {
  const of = versions[at];
  expect(of && versionBefore({ path: '/a', state: 'visible', versions }, of)?.layer).toBe(layer);
});
