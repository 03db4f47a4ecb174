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

/** `0-0` a line with both, `-2` only on the right, `[..1]` the shared base. */
const drawn = (ladder: LadderRung[], base: number) =>
  ladderSlots(ladder, base, true)
    .map((slot) => (slot.kind === 'shared-base' ? `[..${slot.to}]` : `${slot.before ?? ''}-${slot.after ?? ''}`))
    .join(' ');

const same = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => rung('same', from + at, from + at));

test.each([
  ['two shared layers stay apart', [...same(0, 2), rung('changed', 2, 2)], 2, '0-0 1-1 2-2'],
  ['three shared layers are one line', [...same(0, 3), rung('changed', 3, 3)], 3, '[..2] 3-3'],
  ['an added layer stands on the right', [rung('same', 0, 0), rung('added', null, 1)], 1, '0-0 -1'],
  ['a removed layer stands on the left', [rung('same', 0, 0), rung('removed', 1, null)], 1, '0-0 1-'],
  [
    'a moved layer has a line on each side, in the order of each',
    [rung('moved', 1, 0), rung('same', 0, 1), rung('same', 2, 2)],
    0,
    '-0 0-1 1- 2-2',
  ],
  [
    'a layer that moved to the top of its own stack',
    [rung('same', 0, 0), rung('moved', 2, 1), rung('same', 1, 2)],
    1,
    '0-0 -1 1-2 2-',
  ],
])('%s', (_, ladder, base, expected) => expect(drawn(ladder, base)).toBe(expected));

test('bands join what is the same, wherever it lies, and nothing else', () => {
  const slots = ladderSlots([rung('moved', 1, 0), rung('same', 0, 1), rung('added', null, 2)], 0, true);
  expect(ladderBands(slots).map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['moved', 2, 0],
    ['same', 1, 1],
  ]);
});
