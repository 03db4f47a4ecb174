import type { MarkedBytes } from '../hex-view/marked-bytes.ts';

/** Equal bytes between two ranges, up to so many, do not part them: one step of a jump should show one change. */
const JOIN_BYTES = 16;

/**
 * Adds what differs in one piece of two files to the ranges before it. Where one piece is shorter, its file ends there
 * and all the rest of the other differs.
 * @param ranges ascending, as this function returned them for the pieces before
 * @param at offset of both pieces in their files
 */
export function addDifferences(
  ranges: readonly MarkedBytes[],
  before: Uint8Array,
  after: Uint8Array,
  at: number,
): readonly MarkedBytes[] {
  const found = [...ranges];
  const add = (start: number, end: number) => {
    const last = found.at(-1);
    if (last && start - last.end <= JOIN_BYTES) found[found.length - 1] = { start: last.start, end };
    else found.push({ start, end });
  };
  const both = Math.min(before.length, after.length);
  let open = -1;
  for (let i = 0; i < both; i++) {
    const differs = before[i] !== after[i];
    if (differs && open === -1) open = i;
    else if (!differs && open !== -1) {
      add(at + open, at + i);
      open = -1;
    }
  }
  if (open !== -1) add(at + open, at + both);
  const longer = Math.max(before.length, after.length);
  if (longer > both) add(at + both, at + longer);
  return found;
}

/** The range that starts after `offset` (before it, backward); undefined when there is none. */
export function nextRange(ranges: readonly MarkedBytes[], offset: number, backward: boolean): MarkedBytes | undefined {
  return backward ? ranges.findLast(({ start }) => start < offset) : ranges.find(({ start }) => start > offset);
}
