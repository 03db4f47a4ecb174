import type { Box } from './boxes.ts';
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

/** The innermost box at a point; −1 between boxes of the first folder. Walks down: only boxes of the folders passed are looked at. */
export function boxAt({ boxes, rects }: Pick<Picture, 'boxes' | 'rects'>, x: number, y: number): number {
  const inside = childrenOf(boxes);
  const holds = (index: number) => {
    const at = index * 4;
    return x >= rects[at]! && y >= rects[at + 1]! && x < rects[at + 2]! && y < rects[at + 3]!;
  };
  let found = -1;
  for (let next = inside[0]?.find(holds); next !== undefined; next = inside[found]?.find(holds)) found = next;
  return found;
}

const childLists = new WeakMap<readonly Box[], readonly (readonly number[] | undefined)[]>();

/** Box → the boxes drawn in it; made once for each list of boxes, since the pointer asks with every move. */
function childrenOf(boxes: readonly Box[]): readonly (readonly number[] | undefined)[] {
  const known = childLists.get(boxes);
  if (known) return known;
  const lists: (number[] | undefined)[] = Array.from({ length: boxes.length });
  for (const [index, { parent }] of boxes.entries()) if (parent >= 0) (lists[parent] ??= []).push(index);
  childLists.set(boxes, lists);
  return lists;
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
