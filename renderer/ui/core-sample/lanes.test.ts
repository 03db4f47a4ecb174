import { expect, test } from 'vitest';
import { lanesOf } from './lanes.ts';

/** `5>2` is a line from layer 5 down to layer 2. */
const lines = (drawing: string) =>
  drawing
    .split(' ')
    .filter(Boolean)
    .map((line) => {
      const [from, to] = line.split('>').map(Number);
      return { from: from ?? 0, to: to ?? 0, how: 'replaced' as const };
    });

test.each([
  ['no lines', '', []],
  ['lines apart share a lane', '1>0 5>4', [0, 0]],
  ['a short line lies inside a long one', '6>0 3>2', [1, 0]],
  ['lines that meet at a layer keep apart', '1>0 2>1', [0, 1]],
  ['many versions hidden by one layer', '4>0 4>1 4>2', [2, 1, 0]],
  ['no more than five lanes', '9>0 9>1 9>2 9>3 9>4 9>5 9>6', [4, 4, 4, 3, 2, 1, 0]],
])('%s', (_, drawing, lanes) => expect(lanesOf(lines(drawing))).toEqual(lanes));
