import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { ociArchive, sha256, tarOf } from './oci-archive.test-support.ts';
import { LOSSES, type Loss } from './unsynced.test-support.ts';

let folder: string;
let small: string;
let other: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-store-'));
  small = join(folder, 'small.tar');
  other = join(folder, 'other.tar');
  await writeFile(small, await ociArchive(['base', 'small']));
  await writeFile(other, await ociArchive(['base', 'other']));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withStore<T>(name: string, use: (engine: ReturnType<typeof createEngine>) => Promise<T>): Promise<T> {
  const engine = createEngine({ dataDir: join(folder, name), threads: 0 });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

async function loadInto(engine: ReturnType<typeof createEngine>, file: string, name: string) {
  return engine.store.load((await engine.open(file)).pick({}), { name });
}

const CLEAN = { problems: [] };

test('an image is opened by its name, under the digests it had', async () => {
  await withStore('named', async (engine) => {
    const original = (await engine.open(small)).pick({});
    const { id, manifestDigest } = await loadInto(engine, small, 'team/small:1');
    expect({ id, manifestDigest }).toEqual({
      id: original.summary.id,
      manifestDigest: original.summary.manifestDigest,
    });
    const image = (await engine.open('team/small:1')).pick({});
    expect(image.summary).toMatchObject({ id, manifestDigest, names: ['docker.io/team/small:1'] });
    const loaded = await image.load();
    expect(Buffer.from(await loaded.content('/small.txt').read(0, 10)).toString()).toBe('smallsmall');
    await expect(engine.open('team/none:1')).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('layers that images share are stored once, and each stack has its record', async () => {
  await withStore('shared', async (engine) => {
    await loadInto(engine, small, 'small:1');
    await loadInto(engine, other, 'other:1');
    const check = await engine.store.check();
    // Two manifests, two configs, the base and two layers on it.
    expect(check).toEqual({ images: 2, blobs: 7, records: 3, problems: [] });
    const records = join(engine.store.folder, 'layers', 'sha256');
    const base = `sha256:${sha256(await tarOf({ 'base.txt': Buffer.from('base'.repeat(200)) }))}`;
    const read = async (file: string) => readFile(join(records, base.slice(7), file), 'utf8').catch(() => null);
    expect(await Promise.all(['diff', 'parent', 'size', 'cache-id'].map(read))).toEqual([
      base,
      null,
      '800',
      base.slice(7),
    ]);
  });
});

describe('what does not hash to its name is refused, and nothing of it stored', () => {
  test.each([
    ['a layer whose diffID the config has wrong', { diffID: `sha256:${'0'.repeat(64)}` }],
    ['a layer whose blob is another', { blob: gzipSync(Buffer.alloc(2048)) }],
  ])('%s', async (what, lie) => {
    await withStore(what, async (engine) => {
      const file = join(folder, `${what}.tar`);
      await writeFile(file, await ociArchive(['base', 'lie'], lie));
      await expect(loadInto(engine, file, 'lie:1')).rejects.toMatchObject({ code: 'digest-mismatch' });
      expect(await readdir(join(engine.store.folder, 'blobs', 'sha256'))).toEqual([]);
      expect(await readdir(join(engine.store.folder, 'ingest'))).toEqual([]);
      expect((await engine.store.listing()).images).toEqual([]);
    });
  });
});

test('garbage is what no name leads to: a moved name frees its old image when asked to', async () => {
  await withStore('garbage', async (engine) => {
    await loadInto(engine, small, 'app:1');
    await loadInto(engine, other, 'app:1');
    expect((await engine.store.listing()).images.map(({ names }) => names)).toEqual([['docker.io/library/app:1'], []]);
    expect(await engine.store.collectGarbage()).toMatchObject({ images: 0, blobs: 0, records: 0 });
    expect(await engine.store.collectGarbage({ unnamed: true })).toMatchObject({ images: 1, blobs: 3, records: 1 });
    expect(await engine.store.check()).toEqual({ images: 1, blobs: 4, records: 2, problems: [] });
  });
});

describe('check repairs or discards what is damaged, and then finds nothing more than it said', () => {
  test.each([
    ['a blob', 'blobs/sha256', ['discarded', 'left'], ['left']],
    ['index.json', 'index.json', ['discarded'], []],
    ['a record', 'layers/sha256', ['discarded', 'repaired'], []],
  ] as const)('%s', async (what, place, first, second) => {
    await withStore(`damaged ${what}`, async (engine) => {
      await loadInto(engine, small, 'app:1');
      const root = engine.store.folder;
      if (place === 'index.json') await writeFile(join(root, place), '{"manifests":');
      else if (place === 'layers/sha256') {
        const [name = ''] = await readdir(join(root, place));
        await writeFile(join(root, place, name, 'diff'), `sha256:${'1'.repeat(64)}`);
      } else {
        const tar = await tarOf({ 'base.txt': Buffer.from('base'.repeat(200)) });
        await writeFile(join(root, place, sha256(tar)), tar.fill(1, 600, 601));
      }
      const done = async () => (await engine.store.check()).problems.map((problem) => problem.done);
      expect(await done()).toEqual(first);
      expect(await done()).toEqual(second);
      await loadInto(engine, small, 'app:1');
      expect(await engine.store.check()).toMatchObject(CLEAN);
    });
  });
});

interface Cut {
  /** Operation before which the process is killed; 0 never. */
  readonly at: number;
  readonly loss: Loss;
  readonly seed: number;
}
const NEVER: Cut = { at: 0, loss: 'kill', seed: 0 };

/** Runs the program of store-process.test-support.ts and returns the lines it confirmed. */
async function run(dataDir: string, cut: Cut, steps: readonly string[]): Promise<readonly string[]> {
  const program = fileURLToPath(new URL('./store-process.test-support.ts', import.meta.url));
  const { at, loss, seed } = cut;
  const child = spawn(process.execPath, [program, dataDir, String(at), loss, String(seed), ...steps], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return (await text(child.stdout)).split('\n').filter(Boolean);
}

/** Names that a step makes sure of, or takes away. */
function effectOf(step: string): { readonly kind: 'has' | 'lacks' | 'nothing'; readonly name: string } {
  const [what = '', ...operands] = step.split(' ');
  const last = operands.at(-1) ?? '';
  if (step.startsWith('load:')) return { kind: 'has', name: fullName(step.split(':').slice(2).join(':')) };
  if (what === 'tag' || what === 'commit') return { kind: 'has', name: fullName(last) };
  return what === 'rmi' ? { kind: 'lacks', name: fullName(last) } : { kind: 'nothing', name: '' };
}

const fullName = (name: string) => (name.includes('/') ? name : `docker.io/library/${name}`);

/** What the store must have and lack once these steps were confirmed; the next one may have happened or not. */
function expectedNames(confirmed: readonly string[], next: string | undefined) {
  const has = new Map<string, boolean>();
  for (const step of confirmed) {
    const { kind, name } = effectOf(step);
    if (kind !== 'nothing') has.set(name, kind === 'has');
  }
  const open = next === undefined ? undefined : effectOf(next);
  if (open && has.get(open.name) !== (open.kind === 'has')) has.delete(open.name);
  return [...has];
}

const stepsOf = (round: number) => [
  `load:${small}:small:${round}`,
  `open:${other}`,
  `load:${other}:other:${round}`,
  `tag small:${round} more:${round}`,
  `commit more:${round} docker.io/library/committed:${round}`,
  `rmi small:${round}`,
  'gc',
  // With its last name go the blobs that only it has; then an image loses its only name to another.
  `rmi other:${round}`,
  `load:${other}:more:${round}`,
  `rmi docker.io/library/committed:${round}`,
  'gc unnamed',
];

const KILLS = 72;

/** Runs the program until it is killed, and looks at what it left as the next Outcrop does. */
async function killed(round: number, total: number) {
  // One point at random within each stretch of the run, so that no phase is left out.
  const random = createHash('sha256').update(`seed 1, round ${round}`).digest().readUInt32LE() / 2 ** 32;
  const cut = {
    at: 1 + Math.floor(((round + random) / KILLS) * (total - 2)),
    loss: LOSSES[round % LOSSES.length]!,
    seed: round,
  };
  const lines = await run(join(folder, `killed ${round}`), cut, stepsOf(round));
  return withStore(`killed ${round}`, async (engine) => {
    const { images: listed } = await engine.store.listing();
    const whole = new Set(listed.filter(({ missing }) => missing.length === 0).flatMap(({ names }) => names));
    const named = new Set(listed.flatMap(({ names }) => names));
    const steps = stepsOf(round);
    const wrong = expectedNames(lines, steps[lines.length])
      .filter(([name, isThere]) => (isThere ? !whole.has(name) : named.has(name)))
      .map(([name, isThere]) => `${isThere ? 'lost' : 'back'}: ${name}`);
    if (whole.size < named.size) wrong.push('an image without its parts');
    const problems = [...(await engine.store.check()).problems];
    await engine.store.collectGarbage();
    const left = (await readdir(engine.store.folder, { recursive: true })).filter((name) => name.endsWith('.tmp'));
    // And it goes on from there; what is kept of layers is right or not there.
    await loadInto(engine, small, 'after:1');
    const again = await (await engine.open('after:1')).pick({}).load();
    if (again.lookup('/small.txt') === undefined) problems.push({ what: 'small.txt is gone', done: 'left' });
    problems.push(...(await engine.store.check()).problems);
    return { cut, wasKilled: !lines.some((line) => line.startsWith('operations:')), wrong, problems, left };
  });
}

test(`killed at ${KILLS} points spread over a run by a seed, with power or without, the store is clean and has all that was confirmed`, async () => {
  const total = Number((await run(join(folder, 'counted'), NEVER, stepsOf(0))).at(-1)!.split(':')[1]);
  expect(total).toBeGreaterThan(KILLS);
  for (let round = 0; round < KILLS; round += 4) {
    const outcomes = await Promise.all([0, 1, 2, 3].map(async (more) => killed(round + more, total)));
    for (const outcome of outcomes)
      expect(outcome).toEqual({ cut: outcome.cut, wasKilled: true, wrong: [], problems: [], left: [] });
  }
}, 600_000);

const loadsOf = (who: string, file: string) =>
  Array.from({ length: 8 }, (_, i) => [`load:${file}:${who}:${i}`, 'gc']).flat();

test('processes that load and collect at once lose nothing of each other', async () => {
  const dataDir = join(folder, 'together');
  const lines = await Promise.all([
    run(dataDir, NEVER, loadsOf('one', small)),
    run(dataDir, NEVER, loadsOf('two', other)),
  ]);
  expect(lines.flat().filter((line) => line.startsWith('load:'))).toHaveLength(16);
  await withStore('together', async (engine) => {
    expect(await engine.store.check()).toEqual({ images: 16, blobs: 7, records: 3, problems: [] });
  });
});

const tmpfs = (() => {
  const place = join(tmpdir(), `outcrop-full-${process.pid}`);
  try {
    execFileSync('mkdir', ['-p', place]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'ignore' });
    return place;
  } catch {
    return undefined;
  }
})();
afterAll(() => {
  if (tmpfs) execFileSync('umount', ['-l', tmpfs]);
});

test.skipIf(tmpfs === undefined)('on a full disk (a tmpfs, which only root can mount) nothing is lost', async () => {
  const large = join(folder, 'large.tar');
  await writeFile(large, await ociArchive(['large'.repeat(1200), 'base']));
  const engine = createEngine({ dataDir: tmpfs!, threads: 0 });
  await loadInto(engine, small, 'small:1');
  await expect(loadInto(engine, large, 'large:1')).rejects.toMatchObject({ code: 'unwritable' });
  expect(await engine.store.check()).toMatchObject({ images: 1, ...CLEAN });
  await loadInto(engine, other, 'other:1');
  expect(await engine.store.check()).toMatchObject({ images: 2, ...CLEAN });
  await engine.close();
});

const skopeo = await promisify(execFile)('skopeo', ['--version']).then(
  () => true,
  () => false,
);

test.skipIf(!skopeo)('skopeo inspects and copies an image out of the store', async () => {
  await withStore('for skopeo', async (engine) => {
    const { manifestDigest } = await loadInto(engine, small, 'team/small:1');
    const place = `oci:${engine.store.folder}:docker.io/team/small:1`;
    const { stdout } = await promisify(execFile)('skopeo', ['inspect', place]);
    expect(JSON.parse(stdout)).toMatchObject({ Digest: manifestDigest, Os: 'linux' });
    const copy = join(folder, 'copied');
    await mkdir(copy);
    await promisify(execFile)('skopeo', ['--insecure-policy', 'copy', place, `dir:${copy}`]);
    const copied = (await engine.open(copy)).pick({});
    expect(copied.summary.manifestDigest).toBe(manifestDigest);
    const loaded = await copied.load();
    expect(loaded.lookup('/small.txt')).toBeDefined();
  });
});

/** A store of its own that holds both images. */
async function store(name: string) {
  const engine = createEngine({ dataDir: join(folder, name), threads: 0 });
  const loaded = [];
  for (const [file, as] of [
    [small, 'small:1'],
    [other, 'other:1'],
  ] as const)
    loaded.push(await engine.store.load((await engine.open(file)).images[0]!, { name: as }));
  return { engine, digests: loaded.map(({ manifestDigest }) => manifestDigest) };
}

describe('names and removal', () => {
  test('two images that share their base layer say so, and what only each of them has', async () => {
    const { engine, digests } = await store('listing');
    const { images, size } = await engine.store.listing();
    expect(images.map(({ names, sharedWith }) => [names, sharedWith])).toEqual([
      [['docker.io/library/small:1'], [digests[1]]],
      [['docker.io/library/other:1'], [digests[0]]],
    ]);
    for (const image of images) {
      expect(image.layers.map(({ users }) => users)).toEqual([2, 1]);
      expect(image.size - image.unique).toBe(image.layers[0]!.size);
    }
    const shared = images[0]!.layers[0]!.size!;
    expect(size).toBe(images[0]!.size + images[1]!.size - shared);
    await engine.close();
  });

  test('another name is one more name of the same image; taken from another, it leaves that one without', async () => {
    const { engine, digests } = await store('tag');
    await engine.store.tag(digests[0]!, 'web');
    await engine.store.tag(digests[0]!, 'other:1');
    const { images } = await engine.store.listing();
    expect(images.map(({ manifestDigest, names }) => [manifestDigest, names.toSorted()])).toEqual(
      expect.arrayContaining([
        [digests[0], ['docker.io/library/other:1', 'docker.io/library/small:1', 'docker.io/library/web:latest']],
        [digests[1], []],
      ]),
    );
    await expect(engine.store.tag(digests[0]!, 'No Name')).rejects.toMatchObject({ code: 'bad-request' });
    // What has no name is opened by its digest.
    expect((await engine.open(digests[1]!)).images).toHaveLength(1);
    await engine.close();
  });

  test('a name that is not the last leaves the image; with the last go the bytes that only it had', async () => {
    const { engine, digests } = await store('remove');
    await engine.store.tag(digests[0]!, 'web');
    const { images } = await engine.store.listing();
    const { unique } = images.find(({ manifestDigest }) => manifestDigest === digests[0])!;
    expect(await engine.store.remove('docker.io/library/web:latest')).toMatchObject({
      names: ['docker.io/library/web:latest'],
      images: 0,
      bytes: 0,
    });
    expect(await engine.store.remove(digests[0]!)).toMatchObject({
      names: ['docker.io/library/small:1'],
      images: 1,
      bytes: unique,
    });
    expect((await engine.store.listing()).images).toHaveLength(1);
    expect((await engine.store.check()).problems).toEqual([]);
    await expect(engine.store.remove(digests[0]!)).rejects.toMatchObject({ code: 'no-such-image' });
    await engine.close();
  });

  test.each(['docker', 'oci'] as const)('an archive in the form of %s opens as the same image', async (format) => {
    const { engine } = await store(`archive-${format}`);
    const image = (await engine.open('small:1')).images[0]!;
    const { size, bytes } = await engine.exportArchive(await image.load(), format);
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    const archive = Buffer.concat(chunks);
    expect(archive.length).toBe(size);
    await writeFile(join(folder, `${format}.tar`), archive);
    const [again] = (await engine.open(join(folder, `${format}.tar`))).images;
    expect(again!.summary.id).toBe(image.summary.id);
    expect(
      (await readdir(join(folder, `archive-${format}`, 'cache'))).filter((name) => name.includes('archive')),
    ).toEqual([]);
    await engine.close();
  });
});
