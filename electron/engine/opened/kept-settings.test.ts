import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { DEFAULT_LIMITS } from '../limits/limits.ts';
import { createKeptSettings } from './kept-settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const settingsOf = (given = {}) => createKeptSettings(folder, given);

test('what is changed holds at once and after a new start', async () => {
  const settings = settingsOf();
  await settings.change({ limits: { images: 7 }, cacheBytes: 2 ** 30 });
  for (const one of [settings, settingsOf()]) {
    expect(one.limits()).toEqual({ ...DEFAULT_LIMITS, images: 7 });
    expect(one.cacheBytes()).toBe(2 ** 30);
  }
});

test('null gives a value its default again, and what is not named stays', async () => {
  const settings = settingsOf();
  await settings.change({ limits: { images: 7, 'config-bytes': 9 }, cacheBytes: 2 ** 30 });
  await settings.change({ limits: { images: null } });
  expect(settings.limits()).toEqual({ ...DEFAULT_LIMITS, 'config-bytes': 9 });
  expect(settings.cacheBytes()).toBe(2 ** 30);
});

test('the command line wins, is not kept, and is told apart', async () => {
  const settings = settingsOf({ limits: { images: 3 } });
  await settings.change({ limits: { images: 7, 'config-bytes': 9 } });
  expect(settings.limits().images).toBe(3);
  const setBy = Object.fromEntries(settings.rows().map((row) => [row.name, row.setBy]));
  expect([setBy['images'], setBy['config-bytes'], setBy['layer-bytes']]).toEqual([
    'command-line',
    'settings',
    'default',
  ]);
  expect(settingsOf().limits().images).toBe(7);
});

test.each([
  ['an unknown name', { limits: { 'no-such-limit': 5 } }],
  ['a name of every object', { limits: { constructor: 5 } }],
  ['a fixed limit', { limits: { 'name-bytes': 5 } }],
  ['more than the most', { limits: { images: 100_001 } }],
  ['a part of one', { limits: { images: 1.5 } }],
  ['caches of a byte', { cacheBytes: 1 }],
  ['one good and one bad value', { limits: { images: 7, 'name-bytes': 5 } }],
])('%s is refused and changes nothing', async (_, change) => {
  const settings = settingsOf();
  await expect(settings.change(change)).rejects.toMatchObject({ code: 'bad-request' });
  expect(settings.limits()).toEqual(DEFAULT_LIMITS);
  expect(settingsOf().limits()).toEqual(DEFAULT_LIMITS);
});

test.each([
  ['no JSON', '{'],
  ['another shape', '[]'],
  ['values out of range', JSON.stringify({ limits: { images: -1, 'name-bytes': 9, nothing: 1 }, cacheBytes: 3 })],
])('a kept file of %s sets nothing', async (_, text) => {
  await writeFile(join(folder, 'settings.json'), text);
  const settings = settingsOf();
  expect(settings.limits()).toEqual(DEFAULT_LIMITS);
  expect(settings.cacheBytes()).toBe(4 * 2 ** 30);
});

test('two changes at once are both kept', async () => {
  const settings = settingsOf();
  await Promise.all([settings.change({ limits: { images: 7 } }), settings.change({ limits: { 'config-bytes': 9 } })]);
  expect(JSON.parse(await readFile(settings.file, 'utf8'))).toMatchObject({ limits: { images: 7, 'config-bytes': 9 } });
});

test('a limit holds from the next opening, also of a file that is open', async () => {
  await using engine = opened();
  const file = (await engine.openSample()).summary.path;
  expect((await engine.open(file)).images).toHaveLength(2);
  await engine.settings.change({ limits: { images: 1 } });
  const again = await engine.open(file);
  expect(again.images).toHaveLength(1);
  expect(again.warnings.map(({ message }) => message).join()).toContain('the first 1 are shown');
});

test('cleared caches free what they took, and the next opening reads again', async () => {
  await using engine = opened();
  const sample = await engine.openSample();
  // A file that has just been written may change again with the same times: its index is not kept.
  await setTimeout(60);
  await sample.images[0]?.load();
  await engine.close();
  await using next = opened();
  const before = await next.settings.read();
  expect(before.cache.used).toBeGreaterThan(0);
  expect(await next.settings.clearCaches()).toBe(before.cache.used);
  expect((await next.settings.read()).cache.used).toBe(0);
  const loaded = await (await next.openSample()).images[0]?.load();
  expect(loaded?.pathCount).toBeGreaterThan(0);
});

function opened() {
  const engine = createEngine({ dataDir: folder, threads: 0 });
  return Object.assign(engine, { [Symbol.asyncDispose]: () => engine.close() });
}
