import { expect, test } from 'vitest';
import { historyPairs } from './history-pairs.ts';

/** `ENV A=1` made no layer, `2 RUN y` made layer 2. */
const rows = (...lines: readonly string[]) =>
  lines.map((line) => {
    const [, digits, createdBy = ''] = /^(\d*) ?(.*)$/.exec(line)!;
    const layer = digits ? Number(digits) : null;
    return { createdBy, created: null, author: null, comment: null, emptyLayer: layer === null, layer };
  });

test('history rows are matched by instruction, and each leads to the rung of its layer', () => {
  const ladder = [
    { before: 0, after: 0 },
    { before: null, after: 1 },
    { before: 1, after: 2 },
    { before: 2, after: null },
  ];
  const pairs = historyPairs(
    rows('0 FROM', 'ENV A=1', '1 RUN z', '2 RUN old', 'CMD x'),
    rows('0 FROM', 'ENV A=2', '1 RUN y', '2 RUN z', 'CMD x'),
    ladder,
  );
  expect(pairs.map(({ kind, rung, before, after }) => [kind, rung, before?.createdBy, after?.createdBy])).toEqual([
    ['same', 0, 'FROM', 'FROM'],
    ['changed', null, 'ENV A=1', 'ENV A=2'],
    ['added', 1, undefined, 'RUN y'],
    ['same', 2, 'RUN z', 'RUN z'],
    ['removed', 3, 'RUN old', undefined],
    ['same', null, 'CMD x', 'CMD x'],
  ]);
});
