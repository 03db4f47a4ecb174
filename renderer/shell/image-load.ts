import type { WireError } from '../../shared/errors.ts';
import type { ImageHandle } from '../../shared/model/image.ts';
import type { LayerSummary } from '../../shared/model/layer.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { OutcropClient } from '../host/connect.ts';
import { wireErrorOf } from '../host/outcrop-error.ts';
import type { ActivityStore } from '../stores/activity.ts';
import { createObservable, type Observable } from '../stores/observable.ts';

export interface LoadState {
  /** What is known so far, base first; complete when `ready`. */
  readonly layers: readonly LayerSummary[];
  readonly ready: boolean;
  /**
   * `shown`: the tree can be looked at as the layers' own tables of contents have it, until `ready`. Then whether they
   * said what is in the layers; null when no table was believed.
   */
  readonly claims: 'shown' | 'held' | 'differed' | null;
  readonly error: WireError | null;
}

export interface ImageLoad extends Observable<LoadState> {
  /** Reads the layers, again after a failure or a cancel. @returns what stops it */
  readonly start: () => () => void;
}

/** Reading the layers of one image; the status bar shows how far it is and can stop it. */
export function createImageLoad(
  client: OutcropClient,
  activity: ActivityStore,
  image: ImageHandle,
  subject: string,
): ImageLoad {
  const { current, subscribe, set } = createObservable<LoadState>({
    layers: [],
    ready: false,
    claims: null,
    error: null,
  });

  async function run(signal: AbortSignal, report: (progress: Progress) => void): Promise<void> {
    for await (const event of await client.image.load({ image }, { signal })) {
      const { kind } = event;
      if (kind === 'progress') report(event.progress);
      else if (kind === 'ready') set({ layers: event.layers, ready: true, claims: event.claims ?? null, error: null });
      else if (current().ready) continue;
      else if (kind === 'claimed') set({ ...current(), layers: event.layers, claims: 'shown' });
      else set({ ...current(), layers: withLayer(current(), event.layer) });
    }
  }

  return {
    current,
    subscribe,
    start() {
      const leave = new AbortController();
      const job = activity.getState().start({ kind: 'loading', subject });
      set({ ...current(), error: null });
      void run(AbortSignal.any([leave.signal, job.signal]), (progress) => activity.getState().report(job.key, progress))
        .catch((error: unknown) => {
          if (!leave.signal.aborted) set({ ...current(), error: job.signal.aborted ? STOPPED : wireErrorOf(error) });
        })
        .finally(() => activity.getState().end(job.key));
      return () => leave.abort();
    },
  };
}

const STOPPED: WireError = { code: 'cancelled', message: 'Cancelled.' };

/** What is counted against the layers below comes only when all are read: till then the claims' counts stand. */
function withLayer({ layers, claims }: LoadState, layer: LayerSummary): readonly LayerSummary[] {
  if (claims === 'shown') {
    const { state, problem } = layer;
    const settled = { state, ...(problem !== undefined && { problem }) };
    return layers.map((other) => (other.index === layer.index ? { ...other, ...settled } : other));
  }
  return [...layers.filter((other) => other.index !== layer.index), layer].toSorted((a, b) => a.index - b.index);
}
