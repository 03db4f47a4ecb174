import { describe, expect, test } from 'vitest';
import { mergeLayers } from '../../union/merge.ts';
import { drawIndex, type PictureEntry } from '../../union/picture.test-support.ts';
import { diveScore } from './dive-score.ts';
import { measureSpace } from './measure-space.ts';

type Layer = readonly PictureEntry[];
const dir = (path: string): PictureEntry => ({ path, type: 'dir' });
const file = (path: string, bytes: number): PictureEntry => ({ path, type: 'file', content: 'x'.repeat(bytes) });
const gone = (path: string): PictureEntry => ({ path, type: 'whiteout' });
const opaque = (path: string): PictureEntry => ({ path, type: 'opaque' });
const link = (path: string, target: string): PictureEntry => ({ path, type: 'symlink', link: target });

/** Bytes that dive calls wasted, its efficiency, and what is truly hidden (peers.md §2.4, measured with dive 0.13). */
test.each<[string, readonly Layer[], { wasted: number; efficiency: number; hidden: number; percent: number | null }]>([
  [
    'a deleted folder costs nothing to dive',
    [
      [dir('app'), file('app/f', 1_000_000)],
      [gone('app'), file('s', 1000)],
    ],
    { wasted: 0, efficiency: 1, hidden: 1_000_000, percent: 0 },
  ],
  [
    'a deleted file is wasted; only whiteouts above the base give +Inf',
    [
      [dir('app'), file('app/f', 1_000_000), file('s', 1001)],
      [dir('app'), gone('app/f')],
    ],
    { wasted: 1_000_000, efficiency: 1001 / 1_001_001, hidden: 1_000_000, percent: null },
  ],
  [
    'a folder deleted and filled again counts both copies',
    [[dir('app'), file('app/f', 1_000_000)], [gone('app')], [dir('app'), file('app/f', 1_000_000)]],
    { wasted: 2_000_000, efficiency: 2 / 3, hidden: 1_000_000, percent: 2 },
  ],
  [
    'a rewritten file counts the live copy too',
    [[file('f', 100)], [file('f', 100)]],
    { wasted: 200, efficiency: 0.5, hidden: 100, percent: 2 },
  ],
  [
    'an opaque folder is not seen',
    [
      [dir('d'), file('d/old1', 1000), file('d/old2', 2000)],
      [dir('d'), opaque('d'), file('d/new', 10)],
    ],
    { wasted: 0, efficiency: 1, hidden: 3000, percent: 0 },
  ],
  [
    'a file that becomes a folder is not waste',
    [[file('x', 500)], [dir('x'), file('x/in', 5)]],
    { wasted: 0, efficiency: 1, hidden: 500, percent: 0 },
  ],
  [
    'a whiteout of what is not there ends the layer, and leaves −1 in the sum',
    [[file('a', 1000)], [gone('never'), file('z', 5)]],
    { wasted: 0, efficiency: 0.999, hidden: 0, percent: 0 },
  ],
  [
    'a link that points elsewhere is a path twice, of no bytes',
    [[link('l', 'v1')], [link('l', 'v2'), file('f', 1)]],
    { wasted: 0, efficiency: 1, hidden: 0, percent: 0 },
  ],
  ['one layer has no user bytes', [[file('a', 10)]], { wasted: 0, efficiency: 1, hidden: 0, percent: null }],
  ['no bytes at all', [[dir('a')]], { wasted: 0, efficiency: 1, hidden: 0, percent: null }],
])('%s', (_, layers, { wasted, efficiency, hidden, percent }) => {
  const indexes = layers.map(drawIndex);
  const score = diveScore(indexes);
  expect(score).toMatchObject({ wastedBytes: wasted, userWastedPercent: percent });
  expect(score.efficiency).toBeCloseTo(efficiency, 9);
  expect(measureSpace(mergeLayers(indexes), indexes).hiddenSize).toBe(hidden);
});

/** The Dockerfile of dive's own test image (.data/Dockerfile.test-image), with the sizes its layers have. */
describe("dive's own test image", () => {
  const README = 6405;
  const layers: readonly Layer[] = [
    [dir('bin'), file('bin/busybox', 1_154_361), dir('root'), dir('tmp')],
    [file('somefile.txt', README)],
    [dir('root'), dir('root/example'), dir('root/example/really'), dir('root/example/really/nested')],
    [dir('root'), dir('root/example'), file('root/example/somefile1.txt', README)],
    [dir('root'), dir('root/example'), file('root/example/somefile1.txt', README)],
    [dir('root'), dir('root/example'), file('root/example/somefile2.txt', README)],
    [dir('root'), dir('root/example'), file('root/example/somefile3.txt', README)],
    [dir('root'), dir('root/example'), gone('root/example/somefile3.txt'), file('root/saved.txt', README)],
    [dir('root'), file('root/.saved.txt', README)],
    [dir('root'), gone('root/example')],
    [dir('root'), dir('root/.data'), file('root/.data/test.sh', 2187)],
    [dir('tmp'), file('tmp/saved.again1.txt', README)],
    [dir('root'), dir('root/.data'), file('root/.data/saved.again2.txt', README)],
    [dir('root'), file('root/saved.txt', README)],
  ];
  const indexes = layers.map(drawIndex);

  test('gives the numbers of its JSON export', () => {
    expect(diveScore(indexes)).toEqual({
      efficiency: 0.9844212134184309,
      wastedBytes: 32_025,
      userBytes: 66_237,
      userWastedPercent: 32_025 / 66_237,
    });
  });

  test('the true efficiency is another, though the bytes coincide (peers.md §2.4, Trap)', () => {
    expect(measureSpace(mergeLayers(indexes), indexes)).toMatchObject({
      contentSize: 1_220_598,
      visibleSize: 1_188_573,
      hiddenSize: 32_025,
      efficiency: 1_188_573 / 1_220_598,
    });
  });
});
