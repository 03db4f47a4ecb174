import { expect, test } from 'vitest';
import { byteAt, createPageCache, PAGE_BYTES, type PageCache } from './page-cache.ts';

/** A file whose byte at i is i mod 251, and a note of every range asked for. */
function file(size: number) {
  const asked: string[] = [];
  const read = (start: number, end: number) => {
    asked.push(`${start / PAGE_BYTES}`);
    return Promise.resolve(Uint8Array.from({ length: end - start }, (_, at) => (start + at) % 251));
  };
  return { asked, read, size };
}

/** Asks and waits until the page has come. */
async function settled(cache: PageCache, index: number): Promise<void> {
  while (cache.page(index).kind === 'loading') await Promise.resolve();
}

test('a page is asked for once, and bytes across pages are right', async () => {
  const { asked, read, size } = file(PAGE_BYTES * 2 + 5);
  const cache = createPageCache(read, size, () => {});
  expect(byteAt(cache, 3)).toBeUndefined();
  expect(byteAt(cache, 4)).toBeUndefined();
  await settled(cache, 0);
  await settled(cache, 2);
  expect([byteAt(cache, 3), byteAt(cache, size - 1), byteAt(cache, size)]).toEqual([3, (size - 1) % 251, undefined]);
  expect(asked).toEqual(['0', '2']);
});

test('the page used longest ago is dropped first', async () => {
  const { asked, read } = file(0);
  const cache = createPageCache(read, PAGE_BYTES * 100, () => {});
  for (let index = 0; index < 48; index++) await settled(cache, index);
  await settled(cache, 0);
  await settled(cache, 48);
  await settled(cache, 0);
  await settled(cache, 1);
  expect(asked.slice(48)).toEqual(['48', '1']);
});

test('a failed page says so and is asked for again after retry', async () => {
  let broken = true;
  const cache = createPageCache(
    () => (broken ? Promise.reject(new Error('gone')) : Promise.resolve(Uint8Array.of(7))),
    1,
    () => {},
  );
  await settled(cache, 0);
  expect(cache.page(0).kind).toBe('failed');
  broken = false;
  cache.retry();
  await settled(cache, 0);
  expect(byteAt(cache, 0)).toBe(7);
});

test('closing ends the reads', () => {
  let seen: AbortSignal | undefined;
  const cache = createPageCache(
    (_start, _end, signal) => {
      seen = signal;
      return new Promise(() => {});
    },
    1,
    () => {},
  );
  cache.page(0);
  cache.close();
  expect(seen?.aborted).toBe(true);
});
