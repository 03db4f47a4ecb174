import { parentPort } from 'node:worker_threads';
import { OutcropError, toWireError } from '../../../shared/errors.ts';
import { isRaised } from './cancel.ts';
import { jobs } from './jobs.ts';
import type { JobReply, JobRequest } from './pool.ts';

/** Progress is for people: more often than this nobody sees. */
const PROGRESS_INTERVAL_MS = 50;

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread only');

port.on('message', (request: JobRequest) => {
  port.postMessage(run(request));
});

function run({ id, name, input, cancel }: JobRequest): JobReply {
  let told = 0;
  const onProgress = (done: number) => {
    const now = performance.now();
    if (now - told < PROGRESS_INTERVAL_MS) return;
    told = now;
    port?.postMessage({ id, kind: 'progress', done } satisfies JobReply);
  };
  try {
    const output: unknown = jobs[name](input as never, { cancelled: () => isRaised(cancel), onProgress });
    return { id, kind: 'done', output };
  } catch (error) {
    const stack = error instanceof Error && !(error instanceof OutcropError) ? error.stack : undefined;
    return { id, kind: 'failed', error: toWireError(error), ...(stack !== undefined && { stack }) };
  }
}
