import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { OutcropError } from '../../shared/errors.ts';
import { safeText } from '../../shared/format/safe-text.ts';
import type { Entry } from '../../shared/model/entry.ts';
import { createEngine } from './engine.ts';
import { OUTCOMES, type Outcome } from './hostile-cases.test-data.ts';
import {
  configArchive,
  dockerArchive,
  layOut,
  manifestArchive,
  ociArchive,
  RECIPES,
} from './hostile-recipes.test-support.ts';
import { parseLimits } from './limits/limits.ts';
import type { Engine, LoadedImage } from './opened.ts';

/** The rows of e2e/fixtures/hostile/cases.json, which the window and command line are tested with as well. */
interface Case {
  readonly id: string;
  readonly kind: 'layer' | 'compression' | 'image' | 'ui';
  readonly title: string;
  readonly must: 'error' | 'skip-with-warning' | 'safe result';
  readonly file?: string;
}

const fixtures = new URL('../../e2e/fixtures/hostile/', import.meta.url);
const cases = JSON.parse(await readFile(new URL('cases.json', fixtures), 'utf8')) as readonly Case[];
/** Cases of folders and of what is no file; below by name. */
const APART: ReadonlySet<string> = new Set(['HI28', 'HI36']);

let scratch = '';
let canary = '';
let made = 0;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'outcrop-hostile-'));
  canary = join(scratch, 'canary');
  await mkdir(canary);
  await writeFile(join(canary, 'alive'), 'untouched');
});
afterEach(async () => {
  // Nothing came to it, nothing in it changed, and nothing was put beside it but what the tests write.
  expect(await readdir(canary)).toEqual(['alive']);
  expect(await readFile(join(canary, 'alive'), 'utf8')).toBe('untouched');
  const beside = (await readdir(scratch)).filter(
    (name) => !/^(?:canary|pipe|(?:data|out|layout)?\d+(?:\.tar)?)$/.test(name),
  );
  expect(beside).toEqual([]);
});
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

async function archiveOf({ id, from }: Outcome): Promise<Uint8Array> {
  if (from !== undefined) return RECIPES[from]();
  const { file = '', kind } = cases.find((known) => known.id === id)!;
  const bytes = await readFile(new URL(file, fixtures));
  if (kind !== 'image') return dockerArchive([bytes]);
  if (!file.endsWith('.json')) return bytes;
  const text = bytes.toString('latin1');
  if (text.includes('"manifests"')) return ociArchive(text);
  return /"[lL]ayers": ?\[/.test(text) && !text.includes('rootfs') ? manifestArchive(bytes) : configArchive(bytes);
}

async function withEngine<T>(limit: string | undefined, use: (engine: Engine) => Promise<T>): Promise<T> {
  const limits = parseLimits(limit === undefined ? [] : [limit]);
  const engine = createEngine({ dataDir: join(scratch, `data${made++}`), threads: 0, limits });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

async function written(bytes: Uint8Array): Promise<string> {
  const path = join(scratch, `${made++}.tar`);
  await writeFile(path, bytes);
  return path;
}

async function readAll(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

const MARK: Readonly<Record<Entry['type'], string>> = {
  file: '',
  dir: '/',
  symlink: '@',
  char: '!',
  block: '!',
  fifo: '|',
};

function sight(image: LoadedImage): string {
  return [...image.list({ recursive: true })]
    .slice(0, 6)
    .map(({ path, type }) => safeText(path.slice(1)) + MARK[type])
    .join(' ');
}

/** What every screen asks of an image: each answer comes to its end, whatever the image claims. */
async function askAll(loaded: LoadedImage): Promise<void> {
  const { contentSize, visibleSize, hiddenSize } = await loaded.space.summary();
  expect(visibleSize + hiddenSize).toBe(contentSize);
  await loaded.space.duplicates();
  await loaded.findings();
  await loaded.packages();
  const search = loaded.search({
    text: 'no such text',
    in: 'content',
    pattern: 'text',
    ignoreCase: false,
    hidden: true,
  });
  expect((await search.run()).done).toBe(true);
}

/** One sentence, that of an error or of a layer's problem. */
function expectSentence(message: string, says: RegExp | undefined): void {
  expect(message).toMatch(/^\S[^\n]*\.$/);
  expect(message).not.toMatch(/\bat .*\.[tj]s:\d+|undefined|NaN|\[object/);
  if (says) expect(message).toMatch(says);
}

function nameOf({ id, from, limit }: Outcome): string {
  const title = cases.find((known) => known.id === id)?.title ?? '';
  return [id, title, ...(from ? [`(${from})`] : []), ...(limit ? [`with ${limit}`] : [])].join(' ');
}

const open = async (id: string, engine: Engine, from?: Outcome['from']) =>
  (await engine.open(await written(await archiveOf({ id, ...(from && { from }) })))).pick({}).load();

const fifo = () => {
  const path = join(scratch, 'pipe');
  return spawnSync('mkfifo', [path]).status === 0 ? path : undefined;
};

describe('hostile images', () => {
  test('every case has an outcome', () => {
    const told = new Set([...OUTCOMES.map(({ id }) => id), ...APART]);
    expect(cases).toHaveLength(98);
    expect(cases.filter(({ id }) => !told.has(id))).toEqual([]);
  });

  test.each(OUTCOMES.map((outcome) => [nameOf(outcome), outcome] as const))('%s', async (_, outcome) => {
    const path = await written(await archiveOf(outcome));
    await withEngine(outcome.limit, async (engine) => {
      const opening = engine.open(path).then((source) => source.pick({}));
      if (outcome.error) {
        const error: unknown = await opening.catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(OutcropError);
        const { code, message } = error as OutcropError;
        expect(code, message).toBe(outcome.error);
        expectSentence(message, outcome.says);
        expect(message).toContain(path);
        return;
      }
      const loaded = await (await opening).load();
      const states = new Set(loaded.layers.map(({ state }) => state).filter((state) => state !== 'ready'));
      expect([...states]).toEqual(outcome.layer ? [outcome.layer] : []);
      const problems = loaded.layers.flatMap(({ problem }) => problem ?? []);
      for (const problem of problems) expectSentence(problem, outcome.says);
      expect([...new Set(loaded.warnings.map(({ code }) => code))].toSorted()).toEqual(
        [...(outcome.warns ?? [])].toSorted(),
      );
      for (const { message } of loaded.warnings) expect(message).toMatch(/^\S[^\n]*\.$/s);
      if (outcome.sees !== undefined) expect(sight(loaded)).toBe(outcome.sees);
      if (outcome.count !== undefined) expect(loaded.pathCount).toBe(outcome.count);
      expect([...loaded.hidden()].length).toBeLessThan(50_000);
      await askAll(loaded);
    });
  });
});

describe('what is accepted is exactly so', () => {
  test('HT26 a file of 8 EiB is not read as a whole, but each part of it is', () =>
    withEngine(undefined, async (engine) => {
      const content = (await open('HT26', engine)).content('/sp');
      await expect(readAll(content.stream())).rejects.toMatchObject({ code: 'too-large' });
      expect(await content.read(2 ** 60, 16)).toEqual(new Uint8Array(16));
    }));
  test('HT26, HI39 what is nearly all holes is passed over by who reads all bodies, and the rest is read', () =>
    withEngine(undefined, async (engine) => {
      const loaded = await open('HI39', engine, 'three files of 4 PiB');
      const found = (await loaded.space.duplicates()).summary;
      expect(found).toMatchObject({ groups: 0, unread: 3 });
      const search = loaded.search({ text: '\0', in: 'content', pattern: 'text', ignoreCase: false, hidden: true });
      expect(await search.run()).toMatchObject({ done: true, hits: 0, unread: 3 });
    }));
  test('HI39 sizes over 2^53 do not overflow', () =>
    withEngine(undefined, async (engine) => {
      const loaded = await open('HI39', engine, 'three files of 4 PiB');
      for (const { contentSize } of loaded.layers) expect(contentSize).toBe(2 ** 52);
    }));
  test('HL14 hard links count once', () =>
    withEngine(undefined, async (engine) => {
      const loaded = await open('HL14', engine, 'a file and 20,000 hard links to it');
      expect(loaded.layers[0]?.contentSize).toBe(1000);
    }));
  test('HM07 numbers out of range are shown without loss', () =>
    withEngine(undefined, async (engine) => {
      const [entry] = (await open('HM07', engine)).list({ recursive: true });
      expect(Number.isSafeInteger(entry!.uid) || entry!.uid === 2 ** 53).toBe(true);
      expect(entry!.mode).toMatch(/^[0-7]{4}$/);
    }));
  test('HI24 no prototype is touched', () =>
    withEngine(undefined, async (engine) => {
      await open('HI24', engine);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }));
  test('HI10, HI14 other bytes than a digest says are found by verifying', async () => {
    for (const from of [undefined, 'a layer with other bytes'] as const)
      // oxlint-disable-next-line no-await-in-loop
      await withEngine(undefined, async (engine) => {
        const path = await written(await archiveOf({ id: from ? 'HI14' : 'HI10', ...(from && { from }) }));
        const image = (await engine.open(path)).pick({});
        await readAll(image.verify());
        expect(image.integrity().some(({ state }) => state === 'differs')).toBe(true);
      });
  });
  test.each(['HP19', 'HP20'])(
    '%s taken out beside a link of nearly the same name, nothing goes through the link',
    (id) =>
      withEngine(undefined, async (engine) => {
        const target = join(scratch, `out${made++}`);
        const outside = (await readdir('/tmp')).includes('x');
        const { written: count, skipped } = await (
          await open(id, engine)
        ).exportFolder({ paths: [] }, { folder: target, force: false, devices: false, setID: false });
        expect({ count, skipped }).toEqual({ count: 3, skipped: [] });
        const entries = await readdir(target, { withFileTypes: true });
        expect(
          entries
            .map((entry) => [entry.isSymbolicLink(), entry.isDirectory()])
            .toSorted(([a], [b]) => Number(a) - Number(b)),
        ).toEqual([
          [false, true],
          [true, false],
        ]);
        expect((await readdir('/tmp')).includes('x')).toBe(outside);
      }),
  );
  test('HU08 no cell of a list begins as a formula does', () =>
    withEngine(undefined, async (engine) => {
      const image = await open('HU08', engine);
      let text = '';
      for await (const part of image.exportList({ name: 'files' }, 'csv')) text += part;
      const cells = text.split('\r\n').flatMap((line) => line.match(/"(?:[^"]|"")*"|[^,]+/g) ?? []);
      expect(cells.some((cell) => cell.includes('SUM'))).toBe(true);
      expect(cells.filter((cell) => /^"?[=+\-@\t]/.test(cell))).toEqual([]);
    }));
  test('HI34 a million tags are capped, and each is escaped by who shows it', () =>
    withEngine(undefined, async (engine) => {
      const path = await written(await archiveOf({ id: 'HI34' }));
      const { names } = (await engine.open(path)).pick({}).summary;
      expect(names.length).toBeLessThanOrEqual(1000);
      for (const name of names) expect(safeText(name)).not.toMatch(/[\u0000-\u001f]/); // eslint-disable-line no-control-regex
    }));
  test('HU11 of a long line only what is asked for is read', () =>
    withEngine(undefined, async (engine) => {
      const content = (await open('HU11', engine, 'a line of 32 MiB')).content('/line.txt');
      expect(await content.read(0, 1024)).toHaveLength(1024);
    }));
  test('a name of 10,000 combining marks stays one name', () =>
    withEngine(undefined, async (engine) => {
      const path = await written(RECIPES['a name of 10,000 combining marks']());
      const entries = [...(await (await engine.open(path)).pick({}).load()).list({ recursive: true })];
      expect(entries.map((entry) => entry.path.length)).toEqual([10_002]);
    }));
});

describe('HI28 OCI folders that lack something', () => {
  const index = JSON.stringify({ schemaVersion: 2, manifests: [] });
  test.each([
    ['no index.json', { 'oci-layout': '{"imageLayoutVersion":"1.0.0"}' }, /index\.json/],
    [
      'a version of the layout that nobody knows',
      { 'oci-layout': '{"imageLayoutVersion":"9.9.0"}', 'index.json': index },
      /9\.9/,
    ],
  ])('%s: refused', async (_, files, says) => {
    const folder = await layOut(join(scratch, `layout${made++}`), files);
    await withEngine(undefined, async (engine) => {
      const error: unknown = await engine.open(folder).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(OutcropError);
      expectSentence((error as OutcropError).message, says);
    });
  });
});

describe('HI36 what is no file or folder', () => {
  test.each([
    ['a device without end', () => '/dev/zero', /device, pipe or socket/],
    ['a pipe that nobody writes to', fifo, /device, pipe or socket/],
    ['a folder without a layout', () => canary, /neither index\.json nor manifest\.json/],
    ['a name that ends in a NUL', () => 'a\0b', /./],
  ])('%s: refused at once', async (_, path, says) => {
    const given = path();
    if (given === undefined) return;
    await withEngine(undefined, async (engine) => {
      const error: unknown = await engine.open(given).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(OutcropError);
      expectSentence((error as OutcropError).message, says);
    });
  });
  test('a file of 0 bytes: refused', async () => {
    const path = await written(new Uint8Array(0));
    await withEngine(undefined, (engine) =>
      expect(engine.open(path)).rejects.toMatchObject({
        code: 'not-an-image',
        message: expect.stringContaining('empty') as string,
      }),
    );
  });
});
