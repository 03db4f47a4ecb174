import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limitCaches } from './cache-limit.ts';

const HOUR = 3_600_000;
const NOW = 1_900_000_000_000;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-limit-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Files of 100 bytes, by how many hours ago they were used. */
async function withFiles(hours: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, ago] of Object.entries(hours)) {
    const file = join(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, Buffer.alloc(100));
    const used = new Date(NOW - ago * HOUR);
    await utimes(file, used, used);
  }
}

const all = { 'a/old': 9, 'a/older': 10, 'b/newer': 5, 'b/new': 2 };

test.each([
  ['what fits stays', all, 400, [], ['a/old', 'a/older', 'b/new', 'b/newer']],
  ['the longest unused goes first, of all folders together', all, 250, [], ['b/new', 'b/newer']],
  ['what is open stays, and the next goes instead', all, 250, ['a/older'], ['a/older', 'b/new']],
  ['what was used within the hour stays, over the limit or not', { 'a/x': 0.5, 'a/y': 2 }, 50, [], ['a/x']],
  ['what was used before the clock was set back a day goes like the rest', { 'a/x': -24, 'a/y': 2 }, 50, [], []],
  ['what is being written stays', { [`a/z.1-${'0'.repeat(12)}.tmp`]: 9 }, 0, [], [`a/z.1-${'0'.repeat(12)}.tmp`]],
])('%s', async (_, files, bytes, open, left) => {
  await withFiles(files);
  const inUse = new Set(open.map((name) => join(folder, name)));
  await limitCaches({ folders: [join(folder, 'a'), join(folder, 'b')], bytes, inUse, now: NOW });
  const names = await readdir(folder, { recursive: true });
  expect(names.filter((name) => name.includes('/')).toSorted()).toEqual(left);
});
