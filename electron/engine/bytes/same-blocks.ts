import { randomInt } from 'node:crypto';
import type { Region } from './region.ts';
import { openRegion } from './region-reader.ts';

const BLOCK_BYTES = 4096;
const BLOCKS = 64;

/**
 * Whether two regions of one size agree in the blocks that are looked at: the first, the last and some that nobody can
 * foresee. Tells other content from the same at the cost of a few reads; proves nothing.
 * @throws OutcropError `not-found`, `unreadable`
 */
export function haveSameBlocks(one: Region, other: Region): boolean {
  if (one.size !== other.size) return false;
  using a = openRegion(one);
  using b = openRegion(other);
  if (a.size !== b.size) return false;
  const last = Math.max(0, one.size - BLOCK_BYTES);
  const offsets = [0, last, ...Array.from({ length: BLOCKS }, () => randomInt(last + 1))];
  const [left, right] = [Buffer.alloc(BLOCK_BYTES), Buffer.alloc(BLOCK_BYTES)];
  return offsets.every((at) => {
    const bytes = a.read(left, 0, BLOCK_BYTES, at);
    b.read(right, 0, BLOCK_BYTES, at);
    return left.compare(right, 0, bytes, 0, bytes) === 0;
  });
}
