import { parentPort } from 'node:worker_threads';
import { performJob } from './perform-job.ts';
import type { JobReply, JobRequest } from './job-message.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread only');

const answer = async (request: JobRequest) => {
  const tell = (done: number) => port.postMessage({ id: request.id, kind: 'progress', done } satisfies JobReply);
  port.postMessage((await performJob(request, tell)) satisfies JobReply);
};
port.on('message', (request: JobRequest) => void answer(request));
