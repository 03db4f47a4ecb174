import { expect, test } from 'vitest';
import type { FileRow, RowWindow } from '../../shared/model/view.ts';
import { createRowCache, PAGE_ROWS } from './row-cache.ts';

/** An engine whose answers come when the test says so, in the order it says. */
function slowEngine(rowCount: number) {
  const calls: { start: number; end: number; answer: (revision: number) => Promise<void> }[] = [];
  let changes = 0;
  const cache = createRowCache(
    (start, end) =>
      new Promise<RowWindow>((resolve) => {
        calls.push({
          start,
          end,
          answer: async (revision) => {
            resolve({ revision, start, rows: named(start, end, revision) });
            await new Promise((done) => setTimeout(done));
          },
        });
      }),
    () => (changes += 1),
    (error) => {
      throw error;
    },
  );
  cache.startRevision(1, rowCount);
  return { cache, calls, changes: () => changes };
}

function named(start: number, end: number, revision: number): FileRow[] {
  return Array.from({ length: end - start }, (_, offset) => ({ name: `r${revision}:${start + offset}` }) as FileRow);
}

test('asks for the page on screen before the pages beside it', () => {
  const { cache, calls } = slowEngine(10_000);
  cache.want(2 * PAGE_ROWS + 10, 2 * PAGE_ROWS + 40);
  expect(calls.map((call) => call.start)).toEqual([2 * PAGE_ROWS, 3 * PAGE_ROWS]);
});

test('does not ask past the last row', () => {
  const { cache, calls } = slowEngine(PAGE_ROWS + 7);
  cache.want(PAGE_ROWS, PAGE_ROWS + 30);
  expect(calls[0]).toMatchObject({ start: PAGE_ROWS, end: PAGE_ROWS + 7 });
});

test('a fast scroll forgets the pages it passed', async () => {
  const { cache, calls } = slowEngine(100_000);
  for (let row = 0; row < 50_000; row += 1000) cache.want(row, row + 30);
  expect(calls).toHaveLength(2);
  await calls[0]?.answer(1);
  expect(calls[2]?.start).toBe(49_000);
});

test('shows rows of the old revision until the new ones have come', async () => {
  const { cache, calls } = slowEngine(100);
  cache.want(0, 30);
  await calls[0]?.answer(1);
  cache.startRevision(2, 90);
  expect(cache.row(5)?.name).toBe('r1:5');
  expect(cache.isFresh(5)).toBe(false);
  cache.want(0, 30);
  await calls[1]?.answer(2);
  expect(cache.row(5)?.name).toBe('r2:5');
  expect(cache.row(95)).toBeUndefined();
});

test('drops an answer of a revision that has passed, and asks again', async () => {
  const { cache, calls } = slowEngine(100);
  cache.want(0, 30);
  cache.startRevision(2, 100);
  cache.want(0, 30);
  await calls[0]?.answer(1);
  expect(cache.row(5)).toBeUndefined();
  await calls[1]?.answer(2);
  expect(cache.row(5)?.name).toBe('r2:5');
});

test('keeps a bounded number of pages, and always those on screen', async () => {
  const { cache, calls } = slowEngine(1_000_000);
  for (let page = 0; page < 200; page += 1) {
    cache.want(page * PAGE_ROWS, page * PAGE_ROWS + 30);
    for (let call = calls.shift(); call; call = calls.shift()) await call.answer(1);
  }
  expect(cache.row(0)).toBeUndefined();
  expect(cache.row(199 * PAGE_ROWS)?.name).toBe(`r1:${199 * PAGE_ROWS}`);
});
