import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { regionIdentity } from './store/file-identity.ts';
import { withStoreLock } from './store/lock.ts';

const DAY = 24 * 3600 * 1000;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-clock-'));
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  ['forward', DAY],
  ['back', -DAY],
])('the clock is set %s by a day', (_, jump) => {
  test('while one waits for the store: who waits goes on waiting, and gets it', async () => {
    const order: string[] = [];
    const entered = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    const first = withStoreLock(folder, {}, async () => {
      entered.resolve();
      await done.promise;
      order.push('first');
    });
    await entered.promise;
    const second = withStoreLock(folder, { waitMs: 30_000 }, async () => order.push('second'));
    vi.setSystemTime(Date.now() + jump);
    await sleep(60);
    done.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });

  test('after a file was written: what is known of it may be kept', async () => {
    const file = join(folder, 'layer.tar');
    await writeFile(file, 'bytes');
    await utimes(file, new Date(), new Date());
    vi.setSystemTime(Date.now() + jump);
    expect(regionIdentity({ file, offset: 0, size: 5 }, [])).toMatchObject({ isSettled: true });
  });
});
