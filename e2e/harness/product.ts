import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of the repository. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));
/** The built command line: what is tested is what is shipped. `OUTCROP_DIST` names another build than the repository's own. */
export const CLI = join(process.env['OUTCROP_DIST'] || join(ROOT, 'dist'), 'cli.js');

/** What one run of a program left behind. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  /** `OUTCROP_HOME` of the run: the only folder that it may write to. */
  readonly home: string;
  readonly cwd?: string;
}

/** Node 24, also when the tests were started by an older one. */
export function nodeBinary(): string {
  const installed = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(installed) ? installed : process.execPath;
}

/** @throws Error when the product is not built: a test must not fail later with something less clear */
export function requireBuild(): void {
  if (!existsSync(CLI)) throw new Error(`${CLI} is missing: run \`npm run build\` first.`);
}

/** The environment of the product under test: nothing of the developer's own settings. */
export function productEnv(home: string): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'DISPLAY', 'XAUTHORITY', 'SystemRoot', 'TEMP', 'TMPDIR'];
  const env: Record<string, string> = { OUTCROP_HOME: home };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Runs the built `outcrop ARGS` to its end. */
export function outcrop(args: readonly string[], { home, cwd = home }: RunOptions): Promise<Finished> {
  const child = spawn(nodeBinary(), [CLI, ...args], {
    cwd,
    env: productEnv(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (status) =>
      done({ status, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }),
    );
  });
}

/** The one JSON document that `args` print. @throws Error with the program's own words when it did not end with 0 */
export async function outcropJSON(args: readonly string[], options: RunOptions): Promise<unknown> {
  const { stdout } = await succeeded(args, options);
  return JSON.parse(stdout.toString('utf8'));
}

/** The JSON lines that `args` print. */
export async function outcropLines(args: readonly string[], options: RunOptions): Promise<unknown[]> {
  const { stdout } = await succeeded(args, options);
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

/** @throws Error with the program's own words when it did not end with 0 */
export async function succeeded(args: readonly string[], options: RunOptions): Promise<Finished> {
  const run = await outcrop(args, options);
  if (run.status !== 0) throw new Error(`outcrop ${args.join(' ')} ended with ${run.status}: ${run.stderr}`);
  return run;
}
