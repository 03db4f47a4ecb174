import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Progress } from '../../shared/model/progress.ts';

export interface Job {
  readonly key: string;
  readonly kind: 'opening' | 'uploading' | 'loading';
  /** Name of what is worked on, for people. */
  readonly subject: string;
  /** Null until the first news. */
  readonly progress: Pick<Progress, 'done' | 'total' | 'layer'> & { readonly stage?: Progress['stage'] } | null;
  cancel(): void;
}

export interface Activity {
  /** Oldest first. */
  readonly jobs: readonly Job[];
  start(job: Omit<Job, 'key' | 'progress' | 'cancel'>): { readonly key: string; readonly signal: AbortSignal };
  report(key: string, progress: Job['progress']): void;
  end(key: string): void;
}
export type ActivityStore = StoreApi<Activity>;

/** Long work under way, for the status bar. */
export function createActivityStore(): ActivityStore {
  let count = 0;
  return createStore<Activity>((set) => ({
    jobs: [],
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
