import { useEffect, useReducer, useRef, useState } from 'react';
import type { MarkedBytes } from '../hex-view/marked-bytes.ts';
import { addDifferences } from './differing-ranges.ts';
import type { FileBytes } from './file-bytes.ts';

/** Read of each file at a time: comparing them takes a millisecond or two. */
const STEP = 1024 * 1024;
/** Of each file, before the reader is asked whether to go on. */
export const COMPARE_AT_ONCE = 64 * STEP;
/** More changes than this nobody steps through, and marking them would cost more each. */
export const MAX_RANGES = 10_000;

export interface ByteDifferences {
  readonly ranges: readonly MarkedBytes[];
  /** Bytes compared so far, of the longer file. */
  readonly done: number;
  readonly size: number;
  readonly state: 'running' | 'paused' | 'full' | 'done';
  readonly error?: unknown;
}

/**
 * Compares two files byte by byte from their start, piece by piece, while the screen shows what was found. Both keep
 * their identity as long as the component lives.
 * @returns what was found, and a function that goes on after a pause
 */
export function useByteDifferences(before: FileBytes, after: FileBytes) {
  const size = Math.max(before.size, after.size);
  const [found, setFound] = useState<Omit<ByteDifferences, 'size'>>({ ranges: [], done: 0, state: 'running' });
  const reached = useRef<{ ranges: readonly MarkedBytes[]; done: number }>({ ranges: [], done: 0 });
  const [round, goOn] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const stop = new AbortController();
    const run = async () => {
      let { ranges, done } = reached.current;
      const pause = (round + 1) * COMPARE_AT_ONCE;
      try {
        while (done < size && done < pause && ranges.length < MAX_RANGES) {
          // One piece after another: what comes first on the screen comes first.
          // oxlint-disable-next-line no-await-in-loop
          const [left, right] = await Promise.all([piece(before, done, stop.signal), piece(after, done, stop.signal)]);
          if (stop.signal.aborted) return;
          ranges = addDifferences(ranges, left, right, done);
          done = Math.min(size, done + STEP);
          reached.current = { ranges, done };
          setFound({ ranges, done, state: 'running' });
        }
        setFound({ ranges, done, state: done >= size ? 'done' : ranges.length >= MAX_RANGES ? 'full' : 'paused' });
      } catch (error) {
        if (!stop.signal.aborted) setFound({ ranges, done, state: 'paused', error });
      }
    };
    void run();
    return () => stop.abort();
  }, [before, after, size, round]);
  const told: ByteDifferences = { ...found, size };
  return [told, goOn] as const;
}

function piece({ read, size }: FileBytes, at: number, signal: AbortSignal): Promise<Uint8Array> {
  const end = Math.min(size, at + STEP);
  return at < end ? read(at, end, signal) : Promise.resolve(new Uint8Array());
}
