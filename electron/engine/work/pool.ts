import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { OutcropError, type WireError } from '../../../shared/errors.ts';
import { createCancelFlag, raise } from './cancel.ts';
import { costOf, waitsForDisk } from './job-costs.ts';
import type { JobReply, JobRequest, LastReply } from './job-message.ts';
import { performJob } from './perform-job.ts';
import { jobs, type JobContext, type JobInput, type JobName, type JobOutput } from './jobs.ts';

export interface JobOptions {
  readonly signal?: AbortSignal | undefined;
  /** Units are the job's own (bytes for reading). Throttled by the job. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Higher runs first among jobs that wait; what a person looks at comes before what runs behind. */
  readonly priority?: number;
}

export interface PoolOptions {
  /** Most worker threads, started when work comes; 0 runs every job inline, on the caller's thread. One per core. */
  readonly threads?: number | undefined;
  /**
   * Nothing else waits for the caller's thread: a command line. Short jobs then run there, since starting a thread takes
   * longer, and costs more, than they do.
   */
  readonly mayBlock?: boolean | undefined;
  /** Threads for the first image are started soon, since someone is about to open one: a window. */
  readonly isWarm?: boolean | undefined;
}

/** One reads the layers of a small image, the other what else is asked for. */
const WARM_THREADS = 2;
/** The start of the program itself, and of the browser, comes first. */
const WARM_AFTER_MS = 150;

/** A lone job may hold up Ctrl-C for so long; several are spread over threads when they would take longer than those to start. */
const BLOCKING_MS = { alone: 1000, together: 150 } as const;

/** Long-lived threads (a warm one indexes a small layer five times faster than a fresh one). */
export interface Pool {
  run<N extends JobName>(name: N, input: JobInput<N>, options?: JobOptions): Promise<JobOutput<N>>;
  close(): Promise<void>;
}

interface Waiting {
  readonly request: JobRequest;
  readonly options: JobOptions;
  readonly settle: (reply: LastReply) => void;
}

interface Thread {
  readonly worker: Worker;
  /** The one that runs, and those that follow. */
  readonly jobs: Waiting[];
}

export function createPool({ threads = Math.max(1, availableParallelism()), ...options }: PoolOptions = {}): Pool {
  return threads === 0 ? inlinePool() : threadPool(threads, options);
}

function inlinePool(): Pool {
  return {
    async run(name, input, options = {}) {
      options.signal?.throwIfAborted();
      const context: JobContext = {
        cancelled: () => options.signal?.aborted ?? false,
        onProgress: (done) => options.onProgress?.(done),
      };
      const output: unknown = await jobs[name](input as never, context);
      options.signal?.throwIfAborted();
      return output as never;
    },
    close: async () => {},
  };
}

function threadPool(size: number, { mayBlock = false, isWarm = false }: Omit<PoolOptions, 'threads'>): Pool {
  const threads = new Set<Thread>();
  const queue: Waiting[] = [];
  /** Jobs that a thread holds. A caller that works itself cannot hand it the next at once. */
  const inHand = mayBlock ? 2 : 1;
  let sequence = 0;
  let closed = false;

  const start = (): Thread => {
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
    const thread: Thread = { worker: new Worker(new URL(file, import.meta.url)), jobs: [] };
    // Idle threads must not keep a command alive; a running job's promise does, through `ref` below.
    thread.worker.unref();
    thread.worker.on('message', (reply: JobReply) => {
      const waiting = thread.jobs.find(({ request }) => request.id === reply.id);
      if (!waiting) return;
      if (reply.kind === 'progress') waiting.options.onProgress?.(reply.done);
      else finish(thread, waiting, reply);
    });
    const lose = (reason: string) => {
      threads.delete(thread);
      const message = `A worker thread of Outcrop stopped (${reason}); try again, and report it if it happens twice.`;
      const error: WireError = { code: 'internal', message };
      for (const { request, settle } of thread.jobs.splice(0)) settle({ id: request.id, kind: 'failed', error });
      pump();
    };
    thread.worker.on('error', (error) => lose(error instanceof Error ? error.message : String(error)));
    thread.worker.on('exit', (code) => lose(`exit ${code}`));
    threads.add(thread);
    return thread;
  };

  const finish = (thread: Thread, waiting: Waiting, reply: LastReply) => {
    thread.jobs.splice(thread.jobs.indexOf(waiting), 1);
    if (thread.jobs.length === 0) thread.worker.unref();
    waiting.settle(reply);
    pump();
  };

  /** What mostly waits for the disk is begun first, and goes on while this thread computes. */
  const beginWaiting = () => {
    for (const waiting of queue.filter(({ request }) => waitsForDisk(request.name))) {
      queue.splice(queue.indexOf(waiting), 1);
      void performJob(waiting.request, (done) => waiting.options.onProgress?.(done)).then(waiting.settle);
    }
  };

  /** Gives what waits to threads, of which there may be `most`, but keeps as many jobs: the most urgent ones. */
  const handOut = (most: number, kept: number) => {
    while (queue.length > kept) {
      const idle =
        [...threads].find(({ jobs }) => jobs.length === 0) ??
        (threads.size < most ? start() : [...threads].find(({ jobs }) => jobs.length < inHand));
      const [waiting] = idle ? queue.splice(kept, 1) : [];
      if (!idle || !waiting) return;
      idle.jobs.push(waiting);
      idle.worker.ref();
      idle.worker.postMessage(waiting.request);
    }
  };

  /** Takes what comes first, if it is short; other threads are started when it is long, or there is much besides. */
  const runHere = async () => {
    if (threads.size === 0) beginWaiting();
    const urgent = queue.filter(({ options }) => options.priority === queue[0]?.options.priority);
    const [first] = urgent;
    if (!first) return;
    const costs = urgent.map(({ request }) => costOf(request.name, request.input as never));
    if (costs[0]! > BLOCKING_MS.alone) return handOut(size, 0);
    const isMuch = costs.reduce((sum, cost) => sum + cost, 0) > BLOCKING_MS.together;
    handOut(isMuch ? size - 1 : 0, 1);
    queue.splice(queue.indexOf(first), 1);
    first.settle(await performJob(first.request, (done) => first.options.onProgress?.(done)));
    pump();
  };

  const pump = () => {
    // Later, so that jobs which are asked for together are seen together.
    if (mayBlock) setImmediate(() => void runHere());
    else handOut(size, 0);
  };

  const enqueue = (waiting: Waiting) => {
    const priority = waiting.options.priority ?? 0;
    const at = queue.findIndex((other) => (other.options.priority ?? 0) < priority);
    queue.splice(at === -1 ? queue.length : at, 0, waiting);
    pump();
  };

  const warm = () => {
    if (closed) return;
    while (threads.size < Math.min(size, WARM_THREADS)) start();
  };
  if (isWarm) setTimeout(warm, WARM_AFTER_MS).unref();

  return {
    run<N extends JobName>(name: N, input: JobInput<N>, options: JobOptions = {}): Promise<JobOutput<N>> {
      const { signal } = options;
      if (closed) return Promise.reject(new OutcropError('stale', 'Outcrop is closing; start it again to go on.'));
      if (signal?.aborted) return Promise.reject(signal.reason);
      const request: JobRequest = { id: ++sequence, name, input, cancel: createCancelFlag() };
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          raise(request.cancel);
          const at = queue.findIndex((other) => other.request === request);
          if (at === -1) return;
          queue.splice(at, 1);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        const settle = (reply: LastReply) => {
          signal?.removeEventListener('abort', onAbort);
          if (signal?.aborted) reject(signal.reason);
          else if (reply.kind === 'done') resolve(reply.output as JobOutput<N>);
          else reject(fromReply(reply));
        };
        enqueue({ request, options, settle });
      });
    },
    async close() {
      closed = true;
      const error: WireError = {
        code: 'stale',
        message: 'Outcrop was closed before this was done; open the image again.',
      };
      for (const waiting of queue.splice(0)) waiting.settle({ id: waiting.request.id, kind: 'failed', error });
      const ending = [...threads].map(({ worker }) => worker.terminate());
      await Promise.all(ending);
    },
  };
}

function fromReply({ error, stack }: Extract<LastReply, { kind: 'failed' }>): OutcropError {
  return new OutcropError(error.code, error.message, error.where, stack);
}
