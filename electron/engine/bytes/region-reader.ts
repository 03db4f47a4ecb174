import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { OutcropError } from '../../../shared/errors.ts';
import type { Region } from './region.ts';

/** An open region; `using` closes it. Reads are synchronous: they run in worker threads. */
export interface RegionReader extends Disposable {
  readonly region: Region;
  /** Bytes really there: less than the region claims when the file ends inside it. */
  readonly size: number;
  /**
   * Fills `into[start…end)` from `at` bytes into the region.
   * @returns bytes read; less than asked only at the end
   * @throws OutcropError `unreadable`
   */
  read(into: Uint8Array, start: number, end: number, at: number): number;
}

/** @throws OutcropError `not-found`, `unreadable` */
export function openRegion(region: Region): RegionReader {
  const fd = orUnreadable(region, () => openSync(region.file, 'r'));
  const available = Math.max(0, Math.min(region.size, orUnreadable(region, () => fstatSync(fd).size) - region.offset));
  return {
    region,
    size: available,
    read(into, start, end, at) {
      const wanted = Math.min(end - start, available - at);
      let done = 0;
      while (done < wanted) {
        const got = orUnreadable(region, () =>
          readSync(fd, into, start + done, wanted - done, region.offset + at + done),
        );
        if (got === 0) break;
        done += got;
      }
      return done;
    },
    [Symbol.dispose]: () => closeSync(fd),
  };
}

function orUnreadable<T>(region: Region, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw new OutcropError('not-found', `${region.file} is not there any more; open it again.`, {
        file: region.file,
      });
    throw new OutcropError(
      'unreadable',
      `${region.file} cannot be read (${code ?? message}); check its permissions and the disk.`,
      { file: region.file },
      error,
    );
  }
}
