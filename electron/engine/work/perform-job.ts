import { OutcropError, toWireError } from '../../../shared/errors.ts';
import { isRaised } from './cancel.ts';
import { jobs } from './jobs.ts';
import type { JobRequest, LastReply } from './job-message.ts';

/** Progress is for people: more often than this nobody sees. */
const PROGRESS_INTERVAL_MS = 50;

/** Runs one job to its end on this thread. Never throws: what went wrong is in the reply. */
export async function performJob(
  { id, name, input, cancel }: JobRequest,
  tell: (done: number) => void,
): Promise<LastReply> {
  let told = 0;
  const onProgress = (done: number) => {
    const now = performance.now();
    if (now - told < PROGRESS_INTERVAL_MS) return;
    told = now;
    tell(done);
  };
  try {
    const output: unknown = await jobs[name](input as never, { cancelled: () => isRaised(cancel), onProgress });
    return { id, kind: 'done', output };
  } catch (error) {
    const stack = error instanceof Error && !(error instanceof OutcropError) ? error.stack : undefined;
    return { id, kind: 'failed', error: toWireError(error), ...(stack !== undefined && { stack }) };
  }
}
