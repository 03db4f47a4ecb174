import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreFolders } from './layout.ts';

/** A person who loads an image elsewhere looks here a moment later; asking costs one `stat`. */
const INTERVAL_MS = 1000;

/**
 * Tells that the images of the store or their names have changed, whoever changed them: every change replaces
 * index.json. Asked for, not watched: that works on every disk, and before there is a store.
 * @param intervalMs between two looks
 */
export async function* storeChanges(
  { root }: StoreFolders,
  signal: AbortSignal,
  intervalMs: number = INTERVAL_MS,
): AsyncGenerator<void, void> {
  const look = async () => {
    const status = await stat(join(root, 'index.json'), { bigint: true }).catch(() => undefined);
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
