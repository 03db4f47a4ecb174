import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OutcropError } from '../../../shared/errors.ts';
import { makeFolder, unfinishedName } from '../bytes/write-whole.ts';

/*
 * `lock.N`: who holds the store, or that nobody does. To take it, one makes `lock.N+1` (a link, so it appears whole and
 * only once); to give it back, one writes "free" into it. The highest is never removed, so whoever was asleep between
 * looking and making finds a higher one and steps back: a lock whose owner died is taken over by exactly one process.
 */
const NAME = /^lock\.(\d{1,15})$/;
const FREE = 'free\n';
const POLL_MS = 20;
/** Importing a large image takes a while; nobody waits longer for one. */
const WAIT_MS = 120_000;

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until it gives up. */
  readonly waitMs?: number;
}

/**
 * Runs `action` while no other process, and nothing else in this one, changes the store.
 * @throws OutcropError `unwritable` when another holds it too long, or the folder cannot be written
 */
export async function withStoreLock<T>(folder: string, options: LockOptions, action: () => Promise<T>): Promise<T> {
  const held = await take(folder, options);
  try {
    return await action();
  } finally {
    await writeFile(held, FREE);
  }
}

async function take(folder: string, { signal, waitMs = WAIT_MS }: LockOptions): Promise<string> {
  await makeFolder(folder);
  // Not the wall clock, which may be set while one waits.
  const until = performance.now() + waitMs;
  const own = unfinishedName(join(folder, 'lock'));
  const words = `${process.pid} ${startOf(process.pid) ?? '-'} ${randomUUID()}\n`;
  try {
    await writeFile(own, words, { mode: 0o600 });
    for (;;) {
      signal?.throwIfAborted();
      // Each step follows from what the one before found.
      // oxlint-disable-next-line no-await-in-loop
      const taken = await tryTake(folder, own);
      if (taken.kind === 'taken') return taken.file;
      if (performance.now() > until) throw held(folder, taken.by);
      // oxlint-disable-next-line no-await-in-loop
      await sleep(POLL_MS);
    }
  } finally {
    await rm(own, { force: true });
  }
}

type Taken = { readonly kind: 'taken'; readonly file: string } | { readonly kind: 'held'; readonly by: string };

async function tryTake(folder: string, own: string): Promise<Taken> {
  const highest = await highestLock(folder);
  const by = highest === 0 ? FREE : await readFile(join(folder, `lock.${highest}`), 'utf8').catch(() => '');
  if (by !== FREE && isAlive(by)) return { kind: 'held', by };
  const mine = highest + 1;
  const file = join(folder, `lock.${mine}`);
  try {
    await link(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return { kind: 'held', by: '' };
    throw error;
  }
  if ((await highestLock(folder)) > mine) {
    await rm(file, { force: true });
    return { kind: 'held', by: '' };
  }
  for (const lower of await locks(folder)) {
    // oxlint-disable-next-line no-await-in-loop
    if (lower < mine) await rm(join(folder, `lock.${lower}`), { force: true });
  }
  return { kind: 'taken', file };
}

/** A listing is no snapshot: it counts once a second one agrees. */
async function highestLock(folder: string): Promise<number> {
  for (let last = -1; ;) {
    // oxlint-disable-next-line no-await-in-loop
    const highest = Math.max(0, ...(await locks(folder)));
    if (highest === last) return highest;
    last = highest;
  }
}

async function locks(folder: string): Promise<readonly number[]> {
  return (await readdir(folder)).flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
}

/** An owner that is written half, or whose process has gone, is no owner. */
function isAlive(words: string): boolean {
  const [, pid = '', start = ''] = /^(\d+) (\d+|-) \S+\n$/.exec(words) ?? [];
  return pid !== '' && isRunning(Number(pid), start === '-' ? undefined : start);
}

/** @param start as `startOf` gave it: another process may have got the same number since */
export function isRunning(pid: number, start?: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is running too.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return start === undefined || now === undefined || now === start;
}

/** When a process was started, in the clock ticks of /proc (proc_pid_stat(5), field 22); undefined off Linux. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets, which may hold anything.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function held(folder: string, by: string): OutcropError {
  const who = /^\d+/.exec(by)?.[0];
  const message = `${folder} is in use by another Outcrop${who === undefined ? '' : ` (process ${who})`}; wait until it has finished, or end it.`;
  return new OutcropError('unwritable', message, { file: folder });
}
