import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seeded } from './target.ts';
import { TARGETS } from './targets.ts';

/** Bounded: `npm run fuzz` runs as long as one likes. */
const ROUNDS: Readonly<Record<string, number>> = {
  tar: 1500,
  compression: 150,
  documents: 250,
  union: 250,
  contract: 40,
  ztoc: 1000,
};

/** Seeds that once failed, by target; each is a case of its own from then on. */
const FOUND: readonly (readonly [target: string, seed: number, what: string])[] = [];

async function runSeeds(name: string, seeds: readonly number[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), `outcrop-fuzz-${name}-`));
  const running = await TARGETS.find((target) => target.name === name)!.start(folder);
  try {
    for (const seed of seeds)
      // oxlint-disable-next-line no-await-in-loop
      await running.round(seeded(seed)).catch((error: unknown) => {
        throw new Error(`seed ${seed} of ${name}: npm run fuzz -- --target ${name} --seed ${seed} --seconds 1`, {
          cause: error,
        });
      });
  } finally {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  }
}

test.each(Object.entries(ROUNDS))('%s: %i rounds find nothing', (name, rounds) =>
  runSeeds(
    name,
    Array.from({ length: rounds }, (_, seed) => seed + 1),
  ),
);
test('what was found once stays away', async () => {
  for (const [name, seed] of FOUND) await runSeeds(name, [seed]);
  expect(new Set(TARGETS.map(({ name }) => name))).toEqual(new Set(Object.keys(ROUNDS)));
});
