import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { DEFAULT_LIMITS } from '../limits/limits.ts';
import type { OpenedImage } from '../opened.ts';
import { openSource } from '../sources/open-source.ts';
import { indexFolders } from '../store/index-folders.ts';
import { createPool } from '../work/pool.ts';
import { createKeptIndexes } from './kept-indexes.ts';
import { ociArchive, sha256, tarOf, type Lie } from './oci-archive.test-support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-same-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tarIn = (text: string) => tarOf({ [`${text}.txt`]: Buffer.from(text.repeat(200)) });
const hexOf = async (text: string) => sha256(await tarIn(text));

/** An archive whose first layer is raw and whose others are gzip, older than the tick of the clock. */
async function archive(name: string, texts: readonly string[], lie?: Lie): Promise<string> {
  const file = join(folder, `${name}.tar`);
  await writeFile(file, await ociArchive(texts, lie));
  await sleep(80);
  return file;
}

/** What a data folder keeps: names of layers' files are cut to their digest, or `file` for the identity of one. */
async function kept(dataDir: string, kind: string, known: Readonly<Record<string, string>> = {}) {
  const names = await readdir(join(dataDir, 'store', 'indexes', 'v1', kind)).catch(() => []);
  return names.map((name) => known[name.split('-')[0]!] ?? 'file').toSorted();
}

async function inEngine<T>(dataDir: string, file: string, look: (image: OpenedImage) => Promise<T>): Promise<T> {
  const engine = createEngine({ dataDir, threads: 0 });
  try {
    return await look((await engine.open(file)).pick({}));
  } finally {
    await engine.close();
  }
}

const pathsOf = async (image: OpenedImage) =>
  [...(await image.load()).list({ recursive: true })].map(({ path }) => path);
async function verified(image: OpenedImage): Promise<readonly string[]> {
  const paths = await pathsOf(image);
  for await (const _ of image.verify()) continue;
  return paths;
}

test('a raw layer of two files is indexed under its file until verified, and then once for both', async () => {
  const dataDir = join(folder, 'raw');
  const [one, two] = [await archive('one', ['base', 'one']), await archive('two', ['base', 'two'])];
  const names = {
    [await hexOf('base')]: 'base',
    [await hexOf('one')]: 'one',
    [await hexOf('two')]: 'two',
  };
  const tars = () => kept(dataDir, 'tar', names);
  for (const file of [one, two]) await inEngine(dataDir, file, pathsOf);
  expect(await tars()).toEqual(['file', 'file', 'one', 'two']);
  await inEngine(dataDir, one, verified);
  expect(await tars()).toEqual(['base', 'file', 'one', 'two']);
  await inEngine(dataDir, two, verified);
  expect(await tars()).toEqual(['base', 'one', 'two']);
  // The stacks went along: opening again merges nothing, so nothing new is kept.
  const stacks = await kept(dataDir, 'stacks');
  expect(await inEngine(dataDir, one, pathsOf)).toEqual(['/base.txt', '/one.txt']);
  expect(await inEngine(dataDir, two, pathsOf)).toEqual(['/base.txt', '/two.txt']);
  expect(stacks).toHaveLength(2);
  expect(await kept(dataDir, 'stacks')).toEqual(stacks);
});

test('what goes into the store is verified where it came from, too', async () => {
  const dataDir = join(folder, 'stored');
  const file = await archive('stored', ['base', 'one']);
  const names = { [await hexOf('base')]: 'base', [await hexOf('one')]: 'one' };
  const engine = createEngine({ dataDir, threads: 0 });
  const image = (await engine.open(file)).pick({});
  await engine.store.load(image, { name: 'app' });
  expect(image.integrity().filter(({ state }) => state !== 'ok')).toEqual([]);
  await engine.close();
  expect(await kept(dataDir, 'tar', names)).toEqual(['base', 'one']);
  expect(await inEngine(dataDir, 'app', pathsOf)).toEqual(['/base.txt', '/one.txt']);
  expect(await kept(dataDir, 'stacks')).toHaveLength(1);
});

test('a raw layer that lies about its diffID is not taken for the other', async () => {
  const dataDir = join(folder, 'lying raw');
  const honest = await archive('honest raw', ['base']);
  const liar = await archive('liar raw', ['liar'], { diffID: `sha256:${await hexOf('base')}` });
  for (const file of [honest, liar]) await inEngine(dataDir, file, verified);
  expect(await kept(dataDir, 'tar', { [await hexOf('base')]: 'base', [await hexOf('liar')]: 'liar' })).toEqual([
    'base',
    'liar',
  ]);
  expect(await inEngine(dataDir, liar, pathsOf)).toEqual(['/liar.txt']);
  expect(await inEngine(dataDir, honest, pathsOf)).toEqual(['/base.txt']);
});

/** The second layer of an archive as what is kept gives it. @param pass what reads it */
async function secondLayer(dataDir: string, file: string, pass: () => Promise<never>) {
  const pool = createPool({ threads: 0 });
  const indexes = createKeptIndexes(pool, indexFolders(dataDir, DEFAULT_LIMITS), async () => {});
  const source = await openSource(file, { cacheDir: join(dataDir, 'cache') });
  const claims = source.images[0]!.layers.map(({ region, digest }) => region && { region, digest });
  const found = await indexes.find(claims, { signal: new AbortController().signal, priority: 0 });
  try {
    return await found.layer(1, pass);
  } finally {
    await indexes.settled();
  }
}

const inflate = () => Promise.reject(new Error('it was inflated'));

test('a compressed layer is not inflated when its blob was, in another file: hashing it is enough', async () => {
  const dataDir = join(folder, 'gzip');
  await inEngine(dataDir, await archive('first', ['base', 'shared']), pathsOf);
  const second = await archive('second', ['other', 'shared']);
  const { layer, isFound } = await secondLayer(dataDir, second, inflate);
  expect({ isFound, diffID: layer.diffID, file: layer.region.file }).toEqual({
    isFound: true,
    diffID: `sha256:${await hexOf('shared')}`,
    file: second,
  });
  // From then on it is known by its own file, without hashing it.
  await rm(join(dataDir, 'store', 'indexes', 'v1', 'blobs'), { recursive: true });
  expect((await secondLayer(dataDir, second, inflate)).isFound).toBe(true);
  expect(await inEngine(dataDir, second, pathsOf)).toEqual(['/other.txt', '/shared.txt']);
});

const stateOf = (image: OpenedImage) => image.integrity().find(({ key }) => key === 'blob:1')?.state;

test.each<[string, (text: string) => Promise<Buffer>]>([
  ['other files', async () => gzipSync(await tarIn('forged'))],
  [
    'the same files, compressed at another time',
    async (text) => {
      const blob = gzipSync(await tarIn(text));
      blob[4] = 1;
      return blob;
    },
  ],
])('a blob that claims the digest of a known one is read when it is another: it holds %s', async (what, blobOf) => {
  const dataDir = join(folder, what);
  await inEngine(dataDir, await archive(`first ${what}`, ['base', 'shared']), pathsOf);
  const liar = await archive(`liar ${what}`, ['other', 'shared'], { blob: await blobOf('shared') });
  await expect(secondLayer(dataDir, liar, inflate)).rejects.toThrow('it was inflated');
  const answer = await inEngine(dataDir, liar, async (image) => [await pathsOf(image), stateOf(image)]);
  const own = what === 'other files' ? '/forged.txt' : '/shared.txt';
  expect(answer).toEqual([[own, '/other.txt'].toSorted(), 'differs']);
});
