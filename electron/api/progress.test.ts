import { expect, test } from 'vitest';
import type { Progress } from '../../shared/model/progress.ts';
import { createPace, withProgress, type ProgressEvent } from './progress.ts';

const step = (done: number, layer: number): Progress => ({ stage: 'indexing', done, total: 100, layer });

async function collect<T>(events: AsyncGenerator<ProgressEvent, T>) {
  const progress: Progress[] = [];
  let next = await events.next();
  for (; !next.done; next = await events.next()) progress.push(next.value.progress);
  return { progress, result: next.value };
}

test('a thousand steps told at once become the newest of each layer', async () => {
  const events = withProgress(async ({ onProgress }) => {
    for (let done = 0; done <= 1000; done += 1) for (const layer of [0, 1]) onProgress(step(done, layer));
    return 'ready';
  });
  expect(await collect(events)).toEqual({ progress: [step(1000, 0), step(1000, 1)], result: 'ready' });
});

test('what the work throws is thrown', async () => {
  const failing = withProgress(async () => {
    throw new Error('no such layer');
  });
  await expect(collect(failing)).rejects.toThrow('no such layer');
});

test('an aborted signal stops the work, and the one who waits', async () => {
  const { promise: stopped, resolve } = Promise.withResolvers<string>();
  const window = new AbortController();
  const events = withProgress(({ signal }) => {
    signal.addEventListener('abort', () => resolve('stopped'));
    return new Promise<never>(() => {});
  }, window.signal);
  const next = events.next();
  window.abort(new Error('gone'));
  await expect(next).rejects.toThrow('gone');
  expect(await stopped).toBe('stopped');
});

test('leaving the loop stops the work', async () => {
  const { promise: stopped, resolve } = Promise.withResolvers<string>();
  const events = withProgress(({ signal, onProgress }) => {
    signal.addEventListener('abort', () => resolve('stopped'));
    onProgress(step(1, 0));
    return new Promise<never>(() => {});
  });
  for await (const event of events) {
    expect(event.progress.done).toBe(1);
    break;
  }
  expect(await stopped).toBe('stopped');
});

test('a pace lets through one step in fifty milliseconds', () => {
  let time = 0;
  const due = createPace(() => time);
  const told = Array.from({ length: 100 }, (_, index) => {
    time = index * 10;
    return due();
  });
  expect(told.filter(Boolean)).toHaveLength(20);
});
