import type { WireError } from '../../../shared/errors.ts';
import type { CompareSide, Comparison, ReviewProgress } from '../../../shared/model/compare.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import type { ActivityStore } from '../../stores/activity.ts';
import { createObservable, type Observable } from '../../stores/observable.ts';

/** How far a comparison is. */
export type CompareState =
  | { readonly kind: 'running'; readonly progress: Progress | null }
  | {
      readonly kind: 'ready';
      readonly compare: string;
      readonly comparison: Comparison;
      readonly reviewed: ReviewProgress;
    }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: WireError };

export interface CompareLoad extends Observable<CompareState> {
  /** Compares, again after a failure or a cancel. @returns what stops it and lets the engine forget the result */
  readonly start: () => () => void;
  readonly cancel: () => void;
}

interface Sides {
  readonly before: CompareSide;
  readonly after: CompareSide;
  /** For the status bar. */
  readonly subject: string;
}

/** Comparing two images; the status bar shows how far it is, and can stop it. */
export function createCompareLoad(
  client: OutcropClient,
  activity: ActivityStore,
  { before, after, subject }: Sides,
): CompareLoad {
  const { current, subscribe, set } = createObservable<CompareState>({ kind: 'running', progress: null });
  let stop = new AbortController();

  async function run(
    signal: AbortSignal,
    report: (progress: Progress) => void,
    keep: (compare: string) => void,
  ): Promise<void> {
    for await (const event of await client.compare.open({ before, after }, { signal })) {
      if (event.kind === 'progress') {
        report(event.progress);
        set({ kind: 'running', progress: event.progress });
        continue;
      }
      keep(event.compare);
      if (!signal.aborted) set(event);
    }
  }

  return {
    current,
    subscribe,
    cancel: () => stop.abort(),
    start() {
      const leave = new AbortController();
      const job = activity.getState().start({ kind: 'comparing', subject });
      stop = new AbortController();
      const signal = AbortSignal.any([leave.signal, stop.signal, job.signal]);
      let opened: string | undefined;
      const close = () => {
        if (opened !== undefined) client.compare.close({ compare: opened }).catch(() => {});
        opened = undefined;
      };
      const keep = (compare: string) => {
        opened = compare;
        if (leave.signal.aborted) close();
      };
      set({ kind: 'running', progress: null });
      run(signal, (progress) => activity.getState().report(job.key, progress), keep)
        .catch((error: unknown) => {
          if (leave.signal.aborted) return;
          set(signal.aborted ? { kind: 'stopped' } : { kind: 'failed', error: wireErrorOf(error) });
        })
        .finally(() => activity.getState().end(job.key));
      return () => {
        leave.abort();
        close();
      };
    },
  };
}
