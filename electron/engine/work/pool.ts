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
  current: Waiting | undefined;
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
  let sequence = 0;
  let closed = false;

  const start = (): Thread => {
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
    const thread: Thread = { worker: new Worker(new URL(file, import.meta.url)), current: undefined };
    // Idle threads must not keep a command alive; a running job's promise does, through `ref` below.
    thread.worker.unref();
    thread.worker.on('message', (reply: JobReply) => {
      const waiting = thread.current;
      if (reply.id !== waiting?.request.id) return;
      if (reply.kind === 'progress') waiting.options.onProgress?.(reply.done);
      else finish(thread, reply);
    });
    const lose = (reason: string) => {
      threads.delete(thread);
      const id = thread.current?.request.id;
      if (id === undefined) return;
      const message = `A worker thread of Outcrop stopped (${reason}); try again, and report it if it happens twice.`;
      finish(thread, { id, kind: 'failed', error: { code: 'internal', message } });
    };
    thread.worker.on('error', (error) => lose(error instanceof Error ? error.message : String(error)));
    thread.worker.on('exit', (code) => lose(`exit ${code}`));
    threads.add(thread);
    return thread;
  };

  const finish = (thread: Thread, reply: LastReply) => {
    const waiting = thread.current;
    thread.current = undefined;
    thread.worker.unref();
    waiting?.settle(reply);
    pump();
  };

  /** What mostly waits for the disk is begun first, and goes on while this thread computes. */
  const beginWaiting = () => {
    for (const waiting of queue.filter(({ request }) => waitsForDisk(request.name))) {
      queue.splice(queue.indexOf(waiting), 1);
      void performJob(waiting.request, (done) => waiting.options.onProgress?.(done)).then(waiting.settle);
    }
  };

  /** Runs here what comes first, if it is short, and everything that is as urgent with it; what is left waits its turn. */
  const runHere = async () => {
    if (threads.size === 0) beginWaiting();
    const urgent = queue.filter(({ options }) => options.priority === queue[0]?.options.priority);
    const cost = urgent.reduce((sum, { request }) => sum + costOf(request.name, request.input as never), 0);
    if (threads.size > 0 || cost > (urgent.length > 1 ? BLOCKING_MS.together : BLOCKING_MS.alone)) return pump();
    const waiting = queue.shift();
    if (!waiting) return;
    waiting.settle(await performJob(waiting.request, (done) => waiting.options.onProgress?.(done)));
    setImmediate(() => void runHere());
  };

  const pump = () => {
    while (queue.length > 0) {
      const idle =
        [...threads].find((thread) => thread.current === undefined) ?? (threads.size < size ? start() : undefined);
      if (!idle) return;
      const waiting = queue.shift()!;
      idle.current = waiting;
      idle.worker.ref();
      idle.worker.postMessage(waiting.request);
    }
  };

  const enqueue = (waiting: Waiting) => {
    const priority = waiting.options.priority ?? 0;
    const at = queue.findIndex((other) => (other.options.priority ?? 0) < priority);
    queue.splice(at === -1 ? queue.length : at, 0, waiting);
    // Later, so that jobs which are asked for together are seen together.
    if (mayBlock && threads.size === 0) setImmediate(() => void runHere());
    else pump();
  };

  const warm = () => {
    while (!closed && threads.size < Math.min(size, WARM_THREADS)) start();
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
