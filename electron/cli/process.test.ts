import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeArchive } from './test-image.ts';

/*
 * The program as a shell runs it: what only a process can show. All else is tested in run.test.ts.
 */
const ENTRY = fileURLToPath(new URL('../cli.ts', import.meta.url));
const FILES = 20_000;

let folder: string;
let image: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-process-'));
  image = join(folder, 'image.tar');
  const entries = Array.from({ length: FILES }, (_, index) => ({ name: `files/${index}`, text: String(index) }));
  await writeFile(image, await makeArchive([{ names: ['many:1'], layers: [{ createdBy: 'COPY . /', entries }] }]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Program = ChildProcessByStdio<null, Readable, Readable>;

function start(...args: string[]): Program {
  return spawn(process.execPath, [ENTRY, ...args], {
    env: { ...process.env, OUTCROP_HOME: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finish(child: Program) {
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { stdout, stderr, status };
}

test('every row reaches a pipe before the process ends', async () => {
  const { stdout, stderr, status } = await finish(start('ls', image, '-R', '--json'));
  expect({ stderr, status, lines: stdout.split('\n').length - 1 }).toEqual({ stderr: '', status: 0, lines: FILES + 1 });
});

test('exit statuses and errors are those of the program', async () => {
  expect(await finish(start('ls'))).toMatchObject({ status: 2, stdout: '' });
  const { status, stderr } = await finish(start('ls', join(folder, 'none.tar'), '--json'));
  expect({ status, error: JSON.parse(stderr) as unknown }).toMatchObject({
    status: 3,
    error: { error: { code: 'not-found' } },
  });
  expect((await finish(start('--version'))).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a reader that leaves early ends it quietly', async () => {
  const child = start('ls', image, '-R');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ stderr, status: status as unknown }).toEqual({ stderr: '', status: 0 });
});

test('Ctrl-C ends a command that waits for its reader, with status 130', async () => {
  const child = start('ls', image, '-R', '--json');
  // Nobody reads on: the pipe fills up and the command waits.
  await once(child.stdout, 'readable');
  child.kill('SIGINT');
  child.stdout.resume();
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ stderr, status: status as unknown }).toEqual({ stderr: '', status: 130 });
});

test('serve prints its URL and ends well when it is interrupted', async () => {
  const child = start('serve', image, '--json');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  expect(new URL(url).hostname).toBe('127.0.0.1');
  child.kill('SIGINT');
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ stderr, status: status as unknown }).toEqual({ stderr: '', status: 0 });
});
