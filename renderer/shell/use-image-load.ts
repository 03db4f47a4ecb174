import { useCallback, useEffect, useState } from 'react';
import type { WireError } from '../../shared/errors.ts';
import type { ImageHandle } from '../../shared/model/image.ts';
import type { LayerSummary } from '../../shared/model/layer.ts';
import { useApp } from '../app-context.ts';
import { wireErrorOf } from '../host/outcrop-error.ts';

export interface ImageLoad {
  /** What is known so far, base first; complete when `ready`. */
  readonly layers: readonly LayerSummary[];
  readonly ready: boolean;
  readonly error: WireError | null;
  /** After a failure or a cancel. */
  readonly retry: () => void;
}

const NOTHING = { layers: [] as readonly LayerSummary[], ready: false, error: null };

/** Reads the layers of an image; the status bar shows how far it is and can stop it. */
export function useImageLoad(image: ImageHandle, subject: string): ImageLoad {
  const { connection, activity } = useApp();
  const [state, setState] = useState<Omit<ImageLoad, 'retry'>>(NOTHING);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const leave = new AbortController();
    const job = activity.getState().start({ kind: 'loading', subject });
    const signal = AbortSignal.any([leave.signal, job.signal]);
    const change = (next: (from: Omit<ImageLoad, 'retry'>) => Omit<ImageLoad, 'retry'>) => {
      if (!leave.signal.aborted) setState(next);
    };
    async function run(): Promise<void> {
      for await (const event of await connection.client.image.load({ image }, { signal })) {
        if (event.kind === 'progress') activity.getState().report(job.key, event.progress);
        else if (event.kind === 'layer')
          change((from) => (from.ready ? from : { ...from, layers: withLayer(from.layers, event.layer) }));
        else change(() => ({ layers: event.layers, ready: true, error: null }));
      }
    }
    change((from) => ({ ...from, error: null }));
    run()
      .catch((error: unknown) => change((from) => ({ ...from, error: wireErrorOf(error) })))
      .finally(() => activity.getState().end(job.key));
    return () => leave.abort();
  }, [connection, activity, image, subject, attempt]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...state, retry };
}

function withLayer(layers: readonly LayerSummary[], layer: LayerSummary): readonly LayerSummary[] {
  return [...layers.filter((other) => other.index !== layer.index), layer].toSorted((a, b) => a.index - b.index);
}
