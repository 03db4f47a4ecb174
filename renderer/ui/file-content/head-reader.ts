import type { ReadRange } from '../hex-view/page-cache.ts';

/** What the first look at a file reads: enough to tell what it is, and more than a screen of it. */
export const HEAD_BYTES = 64 * 1024;

/**
 * Asks for the first bytes at once, and never for them again: whoever wants a part of them waits for that one answer.
 * @param size bytes of the file
 */
export function readHeadFirst(read: ReadRange, size: number): ReadRange {
  const length = Math.min(size, HEAD_BYTES);
  let head: Promise<Uint8Array> | undefined;
  const ask = (): Promise<Uint8Array> => {
    // It is shared, and so small that nobody's leaving ends it.
    const asked = read(0, length, new AbortController().signal);
    head = asked;
    // What failed is asked again by the next who wants it.
    asked.catch(() => {
      if (head === asked) head = undefined;
    });
    return asked;
  };
  void ask();
  return async (start, end, signal) => {
    if (end > length) return read(start, end, signal);
    const bytes = await (head ?? ask());
    signal.throwIfAborted();
    return bytes.subarray(start, end);
  };
}
