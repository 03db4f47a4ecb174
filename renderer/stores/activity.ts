import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WireError } from '../../shared/errors.ts';
import type { Progress } from '../../shared/model/progress.ts';

export interface Job {
  readonly key: string;
  readonly kind: 'opening' | 'uploading' | 'storing' | 'saving' | 'loading' | 'comparing';
  /** Name of what is worked on, for people. */
  readonly subject: string;
  /** Null until the first news. */
  readonly progress: (Pick<Progress, 'done' | 'total' | 'layer'> & { readonly stage?: Progress['stage'] }) | null;
  readonly cancel: () => void;
}

/** An opening that did not come to an image; shown until dismissed. */
export interface Failure {
  readonly key: string;
  readonly subject: string;
  readonly error: WireError;
  /** Key of the tab that was in front when it failed, where it is told; null for the library. */
  readonly tab: string | null;
}

export interface Activity {
  readonly failures: readonly Failure[];
  readonly fail: (subject: string, error: WireError) => void;
  readonly dismiss: (key: string) => void;
  /** Oldest first. */
  readonly jobs: readonly Job[];
  readonly start: (job: Omit<Job, 'key' | 'progress' | 'cancel'>) => {
    readonly key: string;
    readonly signal: AbortSignal;
  };
  readonly report: (key: string, progress: Job['progress']) => void;
  readonly end: (key: string) => void;
}
export type ActivityStore = StoreApi<Activity>;

/**
 * Long work under way, for the status bar, and openings that failed.
 * @param front key of the tab that is in front; null for the library
 */
export function createActivityStore(front: () => string | null): ActivityStore {
  let count = 0;
  return createStore<Activity>((set) => ({
    jobs: [],
    failures: [],
    fail: (subject, error) => {
      count += 1;
      const failure = { key: `failure-${count}`, subject, error, tab: front() };
      // The same file again replaces its own failure.
      set((state) => ({ failures: [...state.failures.filter((other) => other.subject !== subject), failure] }));
    },
    dismiss: (key) => set((state) => ({ failures: state.failures.filter((failure) => failure.key !== key) })),
    start: (job) => {
      count += 1;
      const key = `job-${count}`;
      const abort = new AbortController();
      set((state) => ({ jobs: [...state.jobs, { ...job, key, progress: null, cancel: () => abort.abort() }] }));
      return { key, signal: abort.signal };
    },
    report: (key, progress) =>
      set((state) => ({ jobs: state.jobs.map((job) => (job.key === key ? { ...job, progress } : job)) })),
    end: (key) => set((state) => ({ jobs: state.jobs.filter((job) => job.key !== key) })),
  }));
}
