// `npm run fuzz -- [--seconds N] [--target NAME] [--seed N]`: every target for so long, each in a process of its own.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seeded } from './target.ts';
import { TARGETS } from './targets.ts';

/** A round takes milliseconds; one that tells nothing for so long hangs. */
const HANG_MS = 10_000;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    target: { type: 'string', multiple: true, default: TARGETS.map(({ name }) => name) },
    child: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const firstSeed = Number(values.seed);

/** Runs one target here; a message with each seed, and one with what failed. */
async function runTarget(name: string): Promise<void> {
  const target = TARGETS.find((known) => known.name === name);
  if (!target) throw new Error(`no target ${name}: there are ${TARGETS.map((known) => known.name).join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), `outcrop-fuzz-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const running = await target.start(folder);
  const until = performance.now() + seconds * 1000;
  for (let seed = firstSeed; performance.now() < until; seed++) {
    process.send?.(seed);
    // oxlint-disable-next-line no-await-in-loop
    await running.round(seeded(seed));
  }
  await running.close();
}

/** @returns whether nothing was found */
function watch(name: string): Promise<boolean> {
  const child = fork(fileURLToPath(import.meta.url), [
    '--child',
    '--target',
    name,
    '--seconds',
    String(seconds),
    '--seed',
    String(firstSeed),
  ]);
  let seed = firstSeed;
  let peak = 0;
  const bite = () => {
    process.stdout.write(`${name}: seed ${seed} HANGS\n`);
    child.kill('SIGKILL');
  };
  let dog = setTimeout(bite, HANG_MS * 2);
  child.on('message', (message) => {
    seed = Number(message);
    peak = Math.max(peak, seed - firstSeed + 1);
    clearTimeout(dog);
    dog = setTimeout(bite, HANG_MS);
  });
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      clearTimeout(dog);
      const fine = code === 0;
      const again = `npm run fuzz -- --target ${name} --seed ${seed} --seconds 1`;
      process.stdout.write(
        fine ? `${name}: ${peak} rounds, nothing found\n` : `${name}: seed ${seed} FAILED: ${again}\n`,
      );
      resolve(fine);
    });
  });
}

if (values.child) {
  // What escapes a round is a finding, too.
  process.on('unhandledRejection', (error) => {
    process.stderr.write(`unhandled: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
  await runTarget(values.target[0] ?? '');
  process.exit(0);
} else {
  const results = [];
  // One after the other: two cores are what CI has.
  // oxlint-disable-next-line no-await-in-loop
  for (const name of values.target) results.push(await watch(name));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}
