import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRecent, MAX_RECENT } from './recent.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-recent-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function make() {
  const said: string[] = [];
  let time = 0;
  const recent = createRecent(
    folder,
    (message) => said.push(message),
    () => (time += 1),
  );
  return { recent, said };
}

/** One image with these names. */
const named = (...names: string[]) => [{ names, platform: 'linux/amd64', size: 7, layers: 1, created: null }];

test('a new machine has none, and says nothing', async () => {
  const { recent, said } = make();
  expect(await recent.list()).toEqual([]);
  expect(said).toEqual([]);
});

test('the newest comes first, and a file stands once', async () => {
  const { recent } = make();
  for (const path of ['/a', '/b', '/a']) await recent.add(path, named('x:1', 'x:1'));
  expect(await recent.list()).toEqual([
    { path: '/a', openedAt: 3, names: ['x:1'], images: named('x:1', 'x:1') },
    { path: '/b', openedAt: 2, names: ['x:1'], images: named('x:1', 'x:1') },
  ]);
});

test('windows that open at once lose none of them, and no temporary file stays', async () => {
  const { recent } = make();
  await Promise.all(Array.from({ length: 10 }, (_, index) => recent.add(`/${index}`, [])));
  expect(await recent.list()).toHaveLength(10);
  expect(await readdir(folder)).toEqual(['recent.json']);
});

test(`no more than ${MAX_RECENT} are kept`, async () => {
  const { recent } = make();
  for (let index = 0; index < MAX_RECENT + 5; index += 1) await recent.add(`/${index}`, []);
  const list = await recent.list();
  expect([list.length, list[0]?.path]).toEqual([MAX_RECENT, `/${MAX_RECENT + 4}`]);
});

test('a forgotten one is gone from the file too', async () => {
  const { recent } = make();
  await recent.add('/a', []);
  expect(await recent.forget('/a')).toEqual([]);
  expect(JSON.parse(await readFile(join(folder, 'recent.json'), 'utf8'))).toEqual([]);
});

test.each([
  ['half a file', '[{"path": "/a'],
  ['another program’s file', '{"recent": 1}'],
])('%s is told and begun anew', async (_, text) => {
  await writeFile(join(folder, 'recent.json'), text);
  const { recent, said } = make();
  expect(await recent.list()).toEqual([]);
  expect(said).toHaveLength(1);
  await recent.add('/b', []);
  expect(await recent.list()).toHaveLength(1);
});
