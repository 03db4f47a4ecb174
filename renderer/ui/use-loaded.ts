import { useCallback, useEffect, useMemo, useState } from 'react';

/** A value on its way. `value` of `loading` is the one before, so that a screen need not go blank between two. */
export type Loaded<T> =
  | { readonly kind: 'loading'; readonly value?: T }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Loads again whenever `load` is another function (wrap it in useCallback); the load before is aborted.
 * @returns the state, and a function that tries again
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>): readonly [Loaded<T>, () => void] {
  const [attempt, setAttempt] = useState(0);
  const task = useMemo(() => ({ load, attempt }), [load, attempt]);
  const [settled, setSettled] = useState<{ task: typeof task; result: Loaded<T> } | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const run = async () => {
      const result = await settle(task.load, stop.signal);
      if (!stop.signal.aborted) setSettled({ task, result });
    };
    void run();
    return () => stop.abort();
  }, [task]);
  const state: Loaded<T> = settled?.task === task ? settled.result : loadingAfter(settled?.result);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  return [state, again];
}

async function settle<T>(load: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Loaded<T>> {
  try {
    return { kind: 'ready', value: await load(signal) };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

function loadingAfter<T>(before: Loaded<T> | undefined): Loaded<T> {
  return before?.kind === 'ready' ? { kind: 'loading', value: before.value } : { kind: 'loading' };
}
