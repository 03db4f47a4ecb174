import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { DEFAULT_LIMITS } from '../limits/limits.ts';
import { makeSample } from '../sample/sample-archive.ts';
import { openSource } from '../sources/open-source.ts';
import { indexFolders } from '../store/index-folders.ts';
import { createPool } from '../work/pool.ts';
import { createKeptIndexes } from './kept-indexes.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-again-'));
  file = join(folder, 'sample.tar');
  await writeFile(file, await makeSample());
  // Past the clock's tick in which it was written.
  await sleep(80);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** All that an opening finds out, as text. */
async function openOnce(): Promise<string> {
  const engine = createEngine({ dataDir: folder, threads: 0 });
  const loaded = await (await engine.open(file)).pick({ image: '1' }).load();
  const { layers, warnings, image } = loaded;
  const all = { layers, warnings, integrity: image.integrity(), entries: [...loaded.list({ recursive: true })] };
  await engine.close();
  return JSON.stringify({ ...all, hidden: [...loaded.hidden()] });
}

const indexes = join('store', 'indexes', 'v1');
const contents = async () => {
  const names = (await readdir(join(folder, indexes), { recursive: true })).toSorted();
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, indexes, name);
      return (await stat(path)).isFile() ? [[path, await readFile(path)] as const] : [];
    }),
  );
  return files.flat();
};

test('an image opened again is the same, whether its indexes are whole, damaged or gone', async () => {
  const first = await openOnce();
  const kept = await contents();
  expect(kept.length).toBeGreaterThan(2);
  expect(await openOnce()).toBe(first);
  for (const [path, bytes] of kept) await writeFile(path, Buffer.from(bytes).fill(0xff, bytes.length >> 1));
  expect(await openOnce()).toBe(first);
  // And they were made anew.
  expect((await contents()).map(([path, bytes]) => [path, bytes.equals(kept.find(([p]) => p === path)![1])])).toEqual(
    kept.map(([path]) => [path, true]),
  );
  await rm(join(folder, indexes), { recursive: true });
  expect(await openOnce()).toBe(first);
});

const refuse = () => Promise.reject(new Error('it was read again'));

test('no layer is read and nothing merged a second time', async () => {
  const engine = createEngine({ dataDir: folder, threads: 0 });
  const { layers } = await (await engine.open(file)).pick({ image: '1' }).load();
  await engine.close();
  const stored = (await contents()).filter(([path]) => path.includes('/stored/'));
  expect(stored).toHaveLength(layers.length);
  const pool = createPool({ threads: 0 });
  const disk = createKeptIndexes(pool, indexFolders(folder, DEFAULT_LIMITS), async () => {});
  const source = await openSource(file, { cacheDir: join(folder, 'cache') });
  const regions = source.images[0]!.layers.map(({ region }) => region);
  const claims = regions.map((region) => region && { region });
  const found = await disk.find(claims, { signal: new AbortController().signal, priority: 0 });
  const all = await Promise.all(regions.map(async (_, layer) => found.layer(layer, refuse)));
  expect(all.map(({ isFound }) => isFound)).toEqual(regions.map(() => true));
  expect((await found.stack(all, refuse)).table.length).toBeGreaterThan(1);
});

test('what verifying a raw layer found out is known when the same file is opened again', async () => {
  const dataDir = join(folder, 'verified');
  const digests = async (verify: boolean) => {
    const engine = createEngine({ dataDir, threads: 0 });
    const image = (await engine.open(file)).pick({ image: '1' });
    await image.load();
    const unchecked = image.integrity().filter(({ actual }) => actual === null).length;
    if (verify) for await (const _ of image.verify()) continue;
    await engine.close();
    return unchecked;
  };
  expect(await digests(true)).toBeGreaterThan(0);
  expect(await digests(false)).toBe(0);
});
