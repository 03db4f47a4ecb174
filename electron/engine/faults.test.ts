import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OutcropError, type ErrorCode } from '../../shared/errors.ts';
import { createEngine } from './engine.ts';
import { dockerArchive } from './hostile-recipes.test-support.ts';
import type { Engine, LoadedImage } from './opened.ts';
import { archive, member } from './tar/scan.test-support.ts';

const BODY = Buffer.alloc(3 << 20, 'outcrop ');
const IMAGE = dockerArchive([archive(member('small', 'hello')), gzipSync(archive(member('big', BODY)))]);

const isRoot = process.getuid?.() === 0;
let scratch = '';
let file = '';
let made = 0;
const engines: Engine[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'outcrop-faults-'));
  await chmod(scratch, 0o755);
});
beforeEach(async () => {
  file = join(scratch, `image${made++}.tar`);
  await writeFile(file, IMAGE);
});
afterAll(async () => {
  for (const engine of engines) await engine.close();
  await rm(scratch, { recursive: true, force: true });
});

function engineIn(dataDir = join(scratch, `data${made++}`), threads = 0): Engine {
  const engine = createEngine({ dataDir, threads });
  engines.push(engine);
  return engine;
}

const loaded = async (engine: Engine): Promise<LoadedImage> => (await engine.open(file)).pick({}).load();

/** Refused with one of these codes, in one sentence. */
async function refused(work: Promise<unknown>, ...codes: readonly ErrorCode[]): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OutcropError);
  expect((error as OutcropError).code, (error as OutcropError).message).toBeOneOf(codes);
  expect((error as OutcropError).message).toMatch(/^\S[^\n]*\.$/);
  return (error as OutcropError).message;
}

describe('the file changes while it is open', () => {
  /** What is done to it, and what is said of a body in it afterwards. */
  const CHANGES: readonly (readonly [what: string, change: () => Promise<unknown>, ...codes: ErrorCode[]])[] = [
    ['is cut short', () => truncate(file, 700), 'layer-damaged', 'unreadable'],
    ['is emptied', () => truncate(file, 0), 'layer-damaged', 'unreadable'],
    ['vanishes', () => rm(file), 'not-found'],
    [
      'becomes a folder',
      async () => {
        await rm(file);
        await mkdir(file);
      },
      'unreadable',
    ],
    ['is replaced by another', () => writeFile(file, Buffer.alloc(IMAGE.length, 7)), 'layer-damaged', 'unreadable'],
  ];
  for (const [what, change, ...codes] of CHANGES) {
    test(`it ${what} after it was read: its tree stays, a body is refused or what it was`, async () => {
      const image = await loaded(engineIn());
      await change();
      expect([...image.list({ recursive: true })].map(({ path }) => path)).toEqual(['/big', '/small']);
      const read = image.content('/big').read(2 << 20, 100);
      // A body decoded before may be kept in the cache.
      const bytes = await read.catch(() => undefined);
      if (bytes) expect(Buffer.from(bytes)).toEqual(BODY.subarray(2 << 20, (2 << 20) + 100));
      else await refused(image.content('/big').read(2 << 20, 100), ...codes);
    });

    test(`it ${what} before its layers were read: each says so, and verifying does not call it right`, async () => {
      const image = (await engineIn().open(file)).pick({});
      await change();
      const { layers } = await image.load();
      expect(layers.map(({ state }) => state)).not.toContain('ready');
      for (const { problem } of layers) expect(problem).toMatch(/^\S[^\n]*\.$/);
      for await (const _ of image.verify());
      expect(image.integrity().filter(({ kind, state }) => kind === 'diffID' && state === 'ok')).toEqual([]);
    });
  }

  test('it is replaced and opened again: the new one is read', async () => {
    const engine = engineIn();
    await loaded(engine);
    await writeFile(`${file}.new`, dockerArchive([archive(member('other', 'x'))]));
    await rename(`${file}.new`, file);
    expect([...(await loaded(engine)).list()].map(({ path }) => path)).toEqual(['/other']);
  });
});

describe('the system refuses', () => {
  test.skipIf(process.platform !== 'linux')('a read that fails (EIO) is told', async () => {
    // A regular file to `stat`, and every read at its beginning fails.
    await refused(engineIn().open('/proc/self/mem'), 'unreadable', 'not-an-image');
  });

  test.skipIf(process.platform === 'win32')('a file without permission is told by name', async () => {
    const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
    await chmod(file, 0);
    const who = isRoot ? { uid: 65_534, gid: 65_534 } : {};
    const home = join(scratch, `home${made++}`);
    const { status, stderr } = spawnSync(process.execPath, [cli, 'inspect', file, '--json'], {
      ...who,
      env: { OUTCROP_HOME: home, PATH: process.env['PATH'] ?? '' },
      encoding: 'utf8',
    });
    // Where this user cannot even reach the program there is nothing to see.
    if (status === 1 && /EACCES|Cannot find module/.test(stderr)) return;
    expect(stderr).toMatch(/"code":"(?:unreadable|unwritable)"/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(3);
  });

  test.skipIf(!isRoot || process.platform !== 'linux')(
    'a disk that is full is told, and nothing is left on it',
    async (context) => {
      const disk = join(scratch, 'disk');
      await mkdir(disk);
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status !== 0)
        context.skip('this machine does not let a tmpfs be mounted');
      try {
        await writeFile(`${file}.gz`, gzipSync(IMAGE, { level: 0 }));
        expect(await refused(engineIn(disk).open(`${file}.gz`), 'unwritable')).toContain(disk);
        const left = (await readdir(disk, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
        expect(left.map(({ name }) => name)).toEqual([]);
        // What needs no copy is still read.
        expect((await loaded(engineIn(disk))).pathCount).toBe(2);
      } finally {
        // Lazily: an engine may still be keeping an index there.
        spawnSync('umount', ['-l', disk]);
      }
    },
  );

  test('a data folder that is a file is told', async () => {
    const dataDir = join(scratch, `not-a-folder${made++}`);
    await writeFile(dataDir, '');
    await refused(engineIn(dataDir).open(file), 'unwritable');
  });
});

describe('several at once', () => {
  test('two hosts on one data folder open the same file and leave one copy', async () => {
    const dataDir = join(scratch, `shared${made++}`);
    await writeFile(`${file}.gz`, gzipSync(IMAGE));
    file = `${file}.gz`;
    const images = await Promise.all([loaded(engineIn(dataDir)), loaded(engineIn(dataDir)), loaded(engineIn(dataDir))]);
    for (const image of images)
      // oxlint-disable-next-line no-await-in-loop
      expect(Buffer.from(await image.content('/big').read(1 << 20, 64))).toEqual(
        BODY.subarray(1 << 20, (1 << 20) + 64),
      );
    expect((await readdir(join(dataDir, 'cache/unpacked'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('closing while layers are read ends the work with a reason', async () => {
    const engine = engineIn(undefined, 2);
    const image = (await engine.open(file)).pick({});
    const loading = image.load().then(
      () => 'done',
      (error: unknown) => error,
    );
    await engine.close();
    const outcome = await loading;
    expect(outcome === 'done' || outcome instanceof Error).toBe(true);
  });

  test('a worker thread that is killed while it reads: told, and the next try goes on with another', async () => {
    await writeFile(file, dockerArchive([gzipSync(archive(member('zeros', Buffer.alloc(96 << 20))), { level: 1 })]));
    const image = (await engineIn(undefined, 1).open(file)).pick({});
    const started = new Promise<Worker>((found) => process.once('worker', found));
    const loading = image.load().then(
      () => 'done',
      (error: unknown) => error,
    );
    const worker = await started;
    await new Promise((online) => worker.once('online', online));
    await worker.terminate();
    expect(await loading).toMatchObject({
      code: 'internal',
      message: expect.stringContaining('worker thread') as string,
    });
    expect((await image.load()).pathCount).toBe(1);
  });

  test('a cancelled load can be asked for again', async () => {
    const image = (await engineIn(undefined, 1).open(file)).pick({});
    const stop = new AbortController();
    const first = image.load({ signal: stop.signal }).catch((error: unknown) => error);
    stop.abort();
    await first;
    expect((await image.load()).pathCount).toBe(2);
  });
});

test('the fixtures were not touched', async () => {
  const folder = new URL('../../e2e/fixtures/hostile/', import.meta.url);
  expect(existsSync(folder)).toBe(true);
  expect(await readFile(new URL('HT22.tar', folder))).toEqual(Buffer.alloc(1024));
});
