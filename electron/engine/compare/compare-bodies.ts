import { OutcropError } from '../../../shared/errors.ts';
import { openRegion, type RegionReader } from '../bytes/region-reader.ts';
import type { BodyLayer } from '../tar/layer-reader.ts';
import type { PassContext } from '../tar/forward-reader.ts';

/** Bodies of one size in two raw layers, in the order in which they lie in the first. */
export interface BodyPairs {
  readonly before: BodyLayer;
  readonly after: BodyLayer;
  readonly rowsBefore: Int32Array;
  readonly rowsAfter: Int32Array;
}

/** Read at a time. */
const WINDOW = 256 << 10;
/** Bodies further apart than this are not read in one go. */
const GAP = 32 << 10;
/** Bodies between two looks at whether to go on. */
const CHECK_EVERY = 512;

/**
 * Which pairs hold the same bytes, by the bytes: far cheaper than hashing both, where nothing must be decoded first.
 * @returns position → 1 for the same; 0 also where one of them cannot be read to its end
 * @throws OutcropError `cancelled`, `not-found`, `unreadable`
 */
export function compareBodies({ before, after, rowsBefore, rowsAfter }: BodyPairs, options: PassContext): Uint8Array {
  const same = new Uint8Array(rowsBefore.length);
  using readerA = openRegion(before.region);
  using readerB = openRegion(after.region);
  const a = createWindow(readerA, before, rowsBefore);
  const b = createWindow(readerB, after, rowsAfter);
  let done = 0;
  for (let at = 0; at < rowsBefore.length; at++) {
    if (at % CHECK_EVERY === 0 && options.cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
    const size = before.index.size[rowsBefore[at]!]!;
    same[at] = isSame(a, b, at, size) ? 1 : 0;
    done += size;
    if (at % CHECK_EVERY === 0) options.onProgress(done);
  }
  return same;
}

function isSame(a: Window, b: Window, at: number, size: number): boolean {
  for (let offset = 0; offset < size;) {
    const [inA, inB] = [a.seek(at, offset), b.seek(at, offset)];
    const length = Math.min(size - offset, a.filled - inA, b.filled - inB);
    if (length <= 0 || a.bytes.compare(b.bytes, inB, inB + length, inA, inA + length) !== 0) return false;
    offset += length;
  }
  return true;
}

interface Window {
  readonly bytes: Buffer;
  /** Bytes of `bytes` that are filled. */
  readonly filled: number;
  /** @returns where in `bytes` that part of the body of pair `at` begins */
  seek(at: number, offset: number): number;
}

function createWindow(reader: RegionReader, { index: { bodyOffset, size } }: BodyLayer, rows: Int32Array): Window {
  const bytes = Buffer.allocUnsafeSlow(WINDOW);
  let start = 0;
  let filled = 0;
  /** The bodies that follow one another from here on, as far as they fit. */
  const runEnd = (at: number, from: number): number => {
    let end = bodyOffset[rows[at]!]! + size[rows[at]!]!;
    for (let next = at + 1; next < rows.length && end - from < WINDOW; next++) {
      const begin = bodyOffset[rows[next]!]!;
      if (begin < end || begin - end > GAP) break;
      end = begin + size[rows[next]!]!;
    }
    return Math.min(end, from + WINDOW);
  };
  return {
    bytes,
    get filled() {
      return filled;
    },
    seek(at, offset) {
      const row = rows[at]!;
      const from = bodyOffset[row]! + offset;
      const isThere = from >= start && from < start + filled;
      // A body that is there in part is read anew only when it would fit whole.
      const ends = Math.min(bodyOffset[row]! + size[row]!, from + WINDOW);
      if (!isThere || ends > start + filled) {
        start = from;
        filled = reader.read(bytes, 0, runEnd(at, from) - from, from);
      }
      return from - start;
    },
  };
}
