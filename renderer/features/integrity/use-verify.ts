import { useEffect, useRef, useState } from 'react';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { IntegrityItem } from '../../../shared/model/integrity.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { withItem } from './integrity-state.ts';

export interface Verification {
  /** The items as the checks have them so far. */
  readonly items: readonly IntegrityItem[];
  /** Set while it runs. */
  readonly progress: Progress | null;
  readonly finished: boolean;
  readonly error: unknown;
  readonly start: () => void;
  readonly cancel: () => void;
}

const BEGIN: Progress = { stage: 'verifying', done: 0, total: 0 };

/** Recomputes every digest of the image on demand. Cancelling, or leaving the screen, ends the work in the engine. */
export function useVerify(
  client: OutcropClient,
  image: ImageHandle,
  unchecked: readonly IntegrityItem[],
): Verification {
  const [items, setItems] = useState(unchecked);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [finished, setFinished] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async () => {
    const stop = new AbortController();
    running.current = stop;
    setItems(unchecked);
    setProgress(BEGIN);
    setFinished(false);
    setError(null);
    try {
      for await (const event of await client.image.verify({ image }, { signal: stop.signal })) {
        if (stop.signal.aborted) break;
        if (event.kind === 'progress') setProgress(event.progress);
        else if (event.kind === 'item') setItems((before) => withItem(before, event.item));
        else {
          setItems(event.report.items);
          setFinished(true);
        }
      }
    } catch (failure) {
      if (!stop.signal.aborted) setError(failure);
    }
    setItems((before) => before.map((item) => (item.state === 'checking' ? { ...item, state: 'unchecked' } : item)));
    setProgress(null);
    running.current = null;
  };
  return {
    items,
    progress,
    finished,
    error,
    start: () => {
      if (!running.current) void run();
    },
    cancel: () => running.current?.abort(),
  };
}
