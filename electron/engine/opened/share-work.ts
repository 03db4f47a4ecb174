import type { Progress } from '../../../shared/model/progress.ts';
import type { WorkOptions } from '../opened.ts';

/**
 * Makes callers of one long work share one run: each sees its progress, and it is cancelled only when all who wait for
 * it have gone (or `closed` aborts). A failed or cancelled run is forgotten; the next caller begins anew.
 */
export function shareWork<T>(
  work: (options: Required<WorkOptions>) => Promise<T>,
  closed: AbortSignal,
): (options: WorkOptions) => Promise<T> {
  let run:
    | { readonly result: Promise<T>; readonly stop: AbortController; readonly listeners: Set<WorkOptions> }
    | undefined;

  const begin = () => {
    const stop = new AbortController();
    const listeners = new Set<WorkOptions>();
    const signal = AbortSignal.any([stop.signal, closed]);
    const onProgress = (progress: Progress) => {
      for (const listener of listeners) listener.onProgress?.(progress);
    };
    const result = work({ signal, onProgress });
    const started = { result, stop, listeners };
    result.catch(() => {
      if (run === started) run = undefined;
    });
    return started;
  };

  return async (options) => {
    options.signal?.throwIfAborted();
    run ??= begin();
    const { result, stop, listeners } = run;
    listeners.add(options);
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const onAbort = () => {
      listeners.delete(options);
      if (listeners.size === 0) {
        // Whoever asks next must not join a run that is ending.
        if (run?.stop === stop) run = undefined;
        stop.abort();
      }
      reject(options.signal?.reason);
    };
    options.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([result, aborted]);
    } finally {
      options.signal?.removeEventListener('abort', onAbort);
      listeners.delete(options);
    }
  };
}
