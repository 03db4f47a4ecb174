import { expect, test } from 'vitest';
import type { LadderRung } from '../../../shared/model/compare.ts';
import { ladderBands, ladderSlots } from './ladder-layout.ts';

const rung = (kind: LadderRung['kind'], before: number | null, after: number | null): LadderRung => ({
  kind,
  before,
  after,
  recompressed: false,
  verified: false,
});

/** `0-0` a line with both, `-2` only on the right, `[0..2]-[1..3]` shared layers as one. */
const drawn = (ladder: readonly LadderRung[]) =>
  ladderSlots(ladder, true)
    .map((slot) =>
      slot.kind === 'run'
        ? `[${slot.before.from}..${slot.before.to}]-[${slot.after.from}..${slot.after.to}]`
        : `${slot.before ?? ''}-${slot.after ?? ''}`,
    )
    .join(' ');

const same = (from: number, to: number, lift = 0) =>
  Array.from({ length: to - from }, (_, at) => rung('same', from + at, from + at + lift));

test.each([
  ['two shared layers stay apart', [...same(0, 2), rung('changed', 2, 2)], '0-0 1-1 2-2'],
  ['three shared layers are one line', [...same(0, 3), rung('changed', 3, 3)], '[0..2]-[0..2] 3-3'],
  [
    'forty shared layers over an inserted one are one line',
    [rung('added', null, 0), ...same(0, 40, 1)],
    '-0 [0..39]-[1..40]',
  ],
  [
    'a layer whose compression differs stays apart',
    [...same(0, 3), { ...rung('same', 3, 3), recompressed: true }],
    '[0..2]-[0..2] 3-3',
  ],
  [
    'a layer that moved away from between shared ones parts them',
    [rung('moved', 3, 0), ...same(0, 3, 1), rung('same', 4, 4), rung('same', 5, 5), rung('same', 6, 6)],
    '-0 [0..2]-[1..3] 3- [4..6]-[4..6]',
  ],
  ['an added layer stands on the right', [rung('same', 0, 0), rung('added', null, 1)], '0-0 -1'],
  ['a removed layer stands on the left', [rung('same', 0, 0), rung('removed', 1, null)], '0-0 1-'],
  [
    'a moved layer has a line on each side, in the order of each',
    [rung('moved', 1, 0), rung('same', 0, 1), rung('same', 2, 2)],
    '-0 0-1 1- 2-2',
  ],
  [
    'a layer that moved to the top of its own stack',
    [rung('same', 0, 0), rung('moved', 2, 1), rung('same', 1, 2)],
    '0-0 -1 1-2 2-',
  ],
])('%s', (_, ladder, expected) => expect(drawn(ladder)).toBe(expected));

test('bands join what is the same, wherever it lies, and nothing else', () => {
  const slots = ladderSlots([rung('moved', 1, 0), rung('same', 0, 1), rung('added', null, 2)], true);
  expect(ladderBands(slots).map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['moved', 2, 0],
    ['same', 1, 1],
  ]);
});
