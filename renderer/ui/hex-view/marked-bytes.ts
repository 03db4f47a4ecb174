/** Bytes `start` ≤ i < `end`, by offset from 0. */
export interface MarkedBytes {
  readonly start: number;
  readonly end: number;
}

/** Index of the range that holds `offset`, or of the first after it; `ranges.length` when there is none. */
export function rangeFrom(ranges: readonly MarkedBytes[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which bytes of a row are marked: bit `i` for the byte at `start + i`. @param ranges ascending, apart */
export function marksInRow(ranges: readonly MarkedBytes[], start: number, perRow: number): number {
  let bits = 0;
  for (let at = rangeFrom(ranges, start); at < ranges.length; at++) {
    const range = ranges[at]!;
    if (range.start >= start + perRow) break;
    for (let i = Math.max(0, range.start - start); i < Math.min(perRow, range.end - start); i++) bits |= 1 << i;
  }
  return bits;
}
