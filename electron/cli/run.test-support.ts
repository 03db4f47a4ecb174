import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createEngine } from '../engine/engine.ts';
import { runCommandLine } from './run.ts';

/** Runs one command in this process against the real engine; its data and window lie in `folder`. */
export async function runOutcrop(folder: string, args: readonly string[]) {
  const [stdout, stderr] = [collector(), collector()];
  const status = await runCommandLine({
    args,
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    signal: new AbortController().signal,
    version: '1.2.3',
    rendererDir: join(folder, 'no-window'),
    exists: existsSync,
    createEngine: (options) => Promise.resolve(createEngine({ dataDir: join(folder, 'data'), threads: 0, ...options })),
  });
  return { status, bytes: stdout.bytes(), stdout: stdout.bytes().toString(), stderr: stderr.bytes().toString() };
}

function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, bytes: () => Buffer.concat(chunks) };
}
