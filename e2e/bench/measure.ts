import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { productEnv } from '../harness/product.ts';

/** One run of one program, its children included. */
export interface Sample {
  readonly wallMs: number;
  /** user + sys. */
  readonly cpuMs: number;
  /** Largest resident size of one process; null where /usr/bin/time is missing. */
  readonly rssMB: number | null;
}

export interface Program {
  readonly name: string;
  /** Programs that must be installed. */
  readonly needs: readonly string[];
  /** A line for bash; the paths are its arguments `$1`, `$2` … */
  readonly line: string;
  readonly args: readonly string[];
  /** Runs before each measured run, unmeasured. */
  readonly before?: () => void;
}

const GNU_TIME = '/usr/bin/time';

/** Why nothing can be measured here; undefined when it can. */
export function cannotMeasure(): string | undefined {
  return has('bash') ? undefined : 'bash is missing, which counts the CPU time of a program and its children';
}

export function missing(program: Program): string | undefined {
  const absent = program.needs.filter((name) => !has(name));
  return absent.length > 0 ? `${absent.join(' and ')} not installed` : undefined;
}

/**
 * Runs a program to its end. bash's `time` counts the CPU of all its children to the millisecond, which
 * Node cannot ask the kernel for.
 * @param home `OUTCROP_HOME`
 * @throws Error when it fails: a figure of a failed run means nothing
 */
export async function run(program: Program, home: string): Promise<Sample> {
  program.before?.();
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-bench-'));
  const rssFile = join(folder, 'rss');
  const inner = `set -o pipefail; ${program.line}`;
  const timed = existsSync(GNU_TIME)
    ? [GNU_TIME, '-f', '%M', '-o', rssFile, 'bash', '-c', inner, 'bash', ...program.args]
    : ['bash', '-c', inner, 'bash', ...program.args];
  const child = spawn('bash', ['-c', `TIMEFORMAT='%3R %3U %3S'; time "$@"`, 'bash', ...timed], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...productEnv(home), LC_ALL: 'C' },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const status = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  if (status !== 0) throw new Error(`${program.name} ended with ${status}: ${said}`);
  const [wall = 0, user = 0, sys = 0] = (said.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  const rss = existsSync(rssFile) ? Number(readFileSync(rssFile, 'utf8').trim().split('\n').at(-1)) / 1024 : null;
  rmSync(folder, { recursive: true });
  return { wallMs: wall * 1000, cpuMs: (user + sys) * 1000, rssMB: rss };
}

/**
 * Both programs in turns, the order changing every round; the first round, which warms the page cache, is dropped.
 * @param rounds kept ones
 */
export async function interleave<Name extends string>(
  programs: Readonly<Record<Name, Program>>,
  home: string,
  rounds: number,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(programs) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>;
  for (let round = 0; round <= rounds; round += 1)
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const sample = await run(programs[name], home);
      if (round > 0) samples[name].push(sample);
    }
  return samples;
}

/** The median run by each figure on its own. */
export function medianOf(samples: readonly Sample[]): Sample {
  const rss = samples.map(({ rssMB }) => rssMB).filter((value) => value !== null);
  return {
    wallMs: median(samples.map(({ wallMs }) => wallMs)),
    cpuMs: median(samples.map(({ cpuMs }) => cpuMs)),
    rssMB: rss.length > 0 ? Math.max(...rss) : null,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Largest over smallest CPU time: how steady the machine was. */
export function spread(samples: readonly Sample[]): number {
  const cpu = samples.map(({ cpuMs }) => cpuMs);
  return Math.max(...cpu) / Math.max(1, Math.min(...cpu));
}

/** Why figures taken now must not be judged; undefined when they may. */
export function tooBusy(): string | undefined {
  const [load = 0] = loadavg();
  return load > availableParallelism() ? `load ${load.toFixed(1)} on ${availableParallelism()} cores` : undefined;
}

/** Milliseconds to touch 100 MB of fresh memory: explains differences between machines better than clock rates. */
export function pageTouchMs(): number {
  const begin = performance.now();
  const fresh = new Uint8Array(100_000_000);
  for (let at = 0; at < fresh.length; at += 4096) fresh[at] = 1;
  return performance.now() - begin;
}

function has(name: string): boolean {
  return !spawnSync(name, ['--version'], { stdio: 'ignore' }).error;
}
