import type { HidingLine } from './core-cells.ts';

/** More lanes than this would take the room of the words; further lines share the last. */
const MAX_LANES = 5;

/** For each line the lane it runs in, 0 nearest the core, so that lines which pass each other do not lie on one another. */
export function lanesOf(lines: readonly HidingLine[]): readonly number[] {
  const byLength = lines.map((line, at) => ({ ...line, at })).toSorted((a, b) => a.from - a.to - (b.from - b.to));
  const lanes: HidingLine[][] = [];
  const result: number[] = [];
  for (const line of byLength) {
    const free = lanes.findIndex((taken) => taken.every((other) => other.to > line.from || other.from < line.to));
    const lane = free < 0 ? Math.min(lanes.length, MAX_LANES - 1) : free;
    (lanes[lane] ??= []).push(line);
    result[line.at] = lane;
  }
  return result;
}
