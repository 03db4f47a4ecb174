import { expect, test } from 'vitest';
import { EMPTY_TRAIL, PASSING_MS, step, visit, type Trail } from './trail.ts';

/** Visits of places at the given times; `<` and `>` go back and forward. */
function walk(...moves: readonly (readonly [place: string, at: number])[]): Trail<string> {
  return moves.reduce<Trail<string>>((trail, [place, at]) => {
    if (place === '<' || place === '>') return step(trail, place === '<' ? -1 : 1)?.trail ?? trail;
    return visit(trail, place, at, () => true);
  }, EMPTY_TRAIL);
}

const SLOW = PASSING_MS;

test.each([
  ['nothing was visited', [], ''],
  ['one place', [['a', 0]], '[a]'],
  [
    'places come in order',
    [
      ['a', 0],
      ['b', SLOW],
      ['c', 2 * SLOW],
    ],
    'a b [c]',
  ],
  [
    'back shows the one before',
    [
      ['a', 0],
      ['b', SLOW],
      ['<', 0],
    ],
    '[a] b',
  ],
  [
    'forward comes again',
    [
      ['a', 0],
      ['b', SLOW],
      ['<', 0],
      ['>', 0],
    ],
    'a [b]',
  ],
  [
    'back stops at the first',
    [
      ['a', 0],
      ['<', 0],
    ],
    '[a]',
  ],
  [
    'a new place forgets what lay ahead',
    [
      ['a', 0],
      ['b', SLOW],
      ['<', 0],
      ['c', SLOW],
    ],
    'a [c]',
  ],
  [
    'a place that is passed is not kept',
    [
      ['a', 0],
      ['b', SLOW],
      ['c', SLOW + 10],
      ['d', SLOW + 20],
    ],
    'a [d]',
  ],
] as const)('%s', (_, moves, drawn) => {
  const { places, at } = walk(...moves);
  expect(places.map((place, index) => (index === at ? `[${place}]` : place)).join(' ')).toBe(drawn);
});

test('a long walk keeps the last hundred places', () => {
  const trail = walk(...Array.from({ length: 250 }, (_, index) => [String(index), index * SLOW] as const));
  expect([trail.places.length, trail.places[0], trail.places[trail.at]]).toEqual([100, '150', '249']);
});
