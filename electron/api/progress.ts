import type { Progress } from '../../shared/model/progress.ts';
import type { WorkOptions } from '../engine/opened.ts';

/** Twenty times a second is as smooth as a bar needs; oRPC streams have no back-pressure. */
const INTERVAL_MS = 50;

/** @returns a function that is true when another step may be told: at most twenty times a second */
export function createPace(now: () => number = () => performance.now()): () => boolean {
  let last = -Infinity;
  return () => {
    const time = now();
    if (time - last < INTERVAL_MS) return false;
    last = time;
    return true;
  };
}

/** What a window is told while it waits. */
export interface ProgressEvent {
  readonly kind: 'progress';
  readonly progress: Progress;
}

/**
 * Runs `work` and tells its progress, at most twenty times a second, the newest per layer and stage. Leaving the
 * loop, or aborting `signal`, aborts the work.
 * @returns what `work` resolves to; throws what it throws
 */
export async function* withProgress<T>(
  work: (options: Required<WorkOptions>) => Promise<T>,
  signal?: AbortSignal,
): AsyncGenerator<ProgressEvent, T> {
  const stop = new AbortController();
  const latest = new Map<string, Progress>();
  const abort = () => stop.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const result = work({
    signal: stop.signal,
    onProgress: (progress) => latest.set(`${progress.stage} ${progress.layer ?? ''}`, progress),
  });
  // The loop below may be left while it runs; its failure is then nobody's news.
  result.catch(() => {});
  try {
    for (let done = false; !done;) {
      done = await settlesWithin(result, INTERVAL_MS, stop.signal);
      for (const progress of take(latest)) yield { kind: 'progress', progress };
    }
    return await result;
  } finally {
    signal?.removeEventListener('abort', abort);
    // Settled work does not listen any more.
    stop.abort();
  }
}

function take(latest: Map<string, Progress>): readonly Progress[] {
  const events = [...latest.values()];
  latest.clear();
  return events;
}

/** @returns false when the time was up first; throws the reason when `signal` aborts first */
function settlesWithin(result: Promise<unknown>, ms: number, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  const onAbort = () => reject(signal.reason as Error);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  result.then(
    () => resolve(true),
    () => resolve(true),
  );
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  });
}
