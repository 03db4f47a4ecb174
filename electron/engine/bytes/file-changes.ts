import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A person who changes something elsewhere looks here a moment later; asking costs one `stat`. */
const INTERVAL_MS = 1000;

/**
 * Tells that a file was replaced or changed, whoever did it. Asked for, not watched: that works on every disk, and before
 * there is such a file.
 * @param intervalMs between two looks
 */
export async function* fileChanges(
  file: string,
  signal: AbortSignal,
  intervalMs: number = INTERVAL_MS,
): AsyncGenerator<void, void> {
  const look = async () => {
    const status = await stat(file, { bigint: true }).catch(() => undefined);
    return status && [status.dev, status.ino, status.size, status.mtimeNs].join(':');
  };
  let before = await look();
  while (await slept(intervalMs, signal)) {
    const now = await look();
    if (now !== before) yield;
    before = now;
  }
}

/** @returns false when `signal` aborted */
async function slept(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal, ref: false }).catch(() => false);
}
