import type { Picture } from './use-layout.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Place of a box in CSS pixels. */
export function rectOf({ rects }: Pick<Picture, 'rects'>, index: number): Rect {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = rects.subarray(index * 4, index * 4 + 4);
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

/** The innermost box at a point; −1 between boxes of the first folder. */
export function boxAt(picture: Picture, x: number, y: number): number {
  // Children come after their folder, so the last hit is the innermost.
  let found = -1;
  for (let index = 1; index < picture.boxes.length; index += 1) {
    const rect = rectOf(picture, index);
    if (x < rect.x || y < rect.y || x >= rect.x + rect.width || y >= rect.y + rect.height) continue;
    const parent = picture.boxes[index]?.parent ?? 0;
    if (found === -1 || parent === found) found = index;
  }
  return found;
}

/** The nearest of `others` that lies in a direction from a box, by the gap and then by how far it is off the line. */
export function neighbour(
  picture: Pick<Picture, 'rects'>,
  from: number,
  others: readonly number[],
  direction: Direction,
): number | undefined {
  const start = rectOf(picture, from);
  let best: { readonly index: number; readonly cost: number } | undefined;
  for (const index of others) {
    const cost = costOf(start, rectOf(picture, index), direction);
    if (index !== from && cost !== undefined && (!best || cost < best.cost)) best = { index, cost };
  }
  return best?.index;
}

/** Undefined when `to` does not lie that way. */
function costOf(from: Rect, to: Rect, direction: Direction): number | undefined {
  const horizontal = direction === 'left' || direction === 'right';
  const gap = {
    left: from.x - (to.x + to.width),
    right: to.x - (from.x + from.width),
    up: from.y - (to.y + to.height),
    down: to.y - (from.y + from.height),
  }[direction];
  if (gap < 0) return undefined;
  const off = horizontal
    ? outside(from.y + from.height / 2, to.y, to.y + to.height)
    : outside(from.x + from.width / 2, to.x, to.x + to.width);
  return gap + off * 2;
}

function outside(value: number, low: number, high: number): number {
  return Math.max(low - value, value - high, 0);
}
