import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createEngine } from '../engine/engine.ts';
import { runCommandLine } from './run.ts';

export interface Circumstances {
  /** Columns of the terminal that both streams are, when they are one. */
  readonly terminal?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs one command in this process against the real engine; its data and window lie in `folder`. */
export async function runOutcrop(folder: string, args: readonly string[], { terminal, env = {} }: Circumstances = {}) {
  const [stdout, stderr] = [collector(terminal), collector(terminal)];
  const status = await runCommandLine({
    args,
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
    signal: new AbortController().signal,
    version: '1.2.3',
    rendererDir: join(folder, 'no-window'),
    exists: existsSync,
    createEngine: (options) => Promise.resolve(createEngine({ dataDir: join(folder, 'data'), threads: 0, ...options })),
  });
  return { status, bytes: stdout.bytes(), stdout: stdout.bytes().toString(), stderr: stderr.bytes().toString() };
}

function collector(columns: number | undefined) {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  if (columns !== undefined) Object.assign(stream, { isTTY: true, columns });
  return { stream, bytes: () => Buffer.concat(chunks) };
}
