import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CompareEvent, SimilarEvent } from '../../shared/contract/compare.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import { DEFAULT_DIFFERENCE_VIEW, type DifferenceViewSpec } from '../../shared/model/compare.ts';
import { createEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/opened.ts';
import { createApi, type Api } from './api.ts';
import { writeArchive } from './archive.test-support.ts';

type Client = ContractRouterClient<Contract>;

const LINES = Array.from({ length: 30 }, (_, i) => `this is line ${i}\n`);
const BASE = {
  'etc/': '',
  'etc/motd': 'hello',
  'etc/old.conf': LINES.join(''),
  'var/': '',
  'var/x.log': 'x'.repeat(99),
};

let folder = '';
let engine: Engine;
let api: Api;
let client: Client;
let close = () => {};
const images: string[] = [];
const opened: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-compare-api-'));
  await writeArchive(join(folder, 'one.tar'), 'web:1', [BASE, { 'app/': '', 'app/v': '1' }]);
  await writeArchive(join(folder, 'two.tar'), 'web:2', [
    BASE,
    { 'etc/.wh.old.conf': '', 'etc/motd': 'hallo', 'app/': '', 'app/v': '2' },
    { '.wh.var': '', 'etc/new.conf': LINES.slice(3).join('') },
  ]);
  engine = createEngine({ dataDir: join(folder, 'data'), threads: 1 });
  const capabilities = { nativeDialogs: false, droppedPaths: false };
  const host = { host: 'web', platform: 'linux', capabilities, openAtStart: [] } as const;
  api = createApi({ engine, host, log: () => {} });
  const { port1, port2 } = new MessageChannel();
  api.connect({
    send: (frame) => port2.postMessage(frame),
    onFrame: (listener) => void port2.on('message', listener),
    onClose: (listener) => void port2.on('close', listener),
  });
  port1.start();
  close = () => port1.close();
  client = createORPCClient(new RPCLink({ port: port1 }));
  for (const name of ['one.tar', 'two.tar'])
    for await (const event of await client.sources.open({ kind: 'path', path: join(folder, name) }))
      if (event.kind === 'opened') images.push(event.opened.images[0]!.handle);
});
afterAll(async () => {
  close();
  await api.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => Promise.all(opened.splice(0).map((compare) => client.compare.close({ compare }).catch(() => {}))));

type Layers = { readonly from: number; readonly to: number };

async function open(layers: readonly [Layers?, Layers?] = [], [a, b] = images) {
  const side = (image: string, stretch: Layers | undefined) => ({ image, ...(stretch && { layers: stretch }) });
  let last: CompareEvent | undefined;
  for await (const event of await client.compare.open({ before: side(a!, layers[0]), after: side(b!, layers[1]) }))
    last = event;
  if (last?.kind !== 'ready') throw new Error('not compared');
  opened.push(last.compare);
  return last;
}

/** `depth letter name`, every folder open. */
async function rowsOf(compare: string, change: Partial<DifferenceViewSpec> = {}): Promise<string[]> {
  const { kinds, ignore, ...spec } = { ...DEFAULT_DIFFERENCE_VIEW, ...change };
  const { view } = await client.compare.view.open({
    compare,
    spec: { ...spec, layer: spec.layer ?? null, kinds: [...kinds], ignore: [...(ignore ?? [])] },
  });
  await client.compare.view.expandAll({ view });
  const { rows } = await client.compare.view.rows({ view, start: 0, end: 100 });
  await client.compare.view.close({ view });
  return rows.map(({ depth, kind, name }) => `${depth} ${kind} ${name}`);
}

const refusal = (code: string) => ({ code: 'OUTCROP', data: { code } });

test('two images are compared and shown, path by path', async () => {
  const { compare, comparison } = await open();
  expect(comparison.ladder.map(({ kind }) => kind)).toEqual(['same', 'changed', 'added']);
  expect(await rowsOf(compare)).toEqual([
    '1 identical app',
    '2 content v',
    '1 identical etc',
    '2 content motd',
    '2 added new.conf',
    '2 removed old.conf',
    '1 removed var',
  ]);
  const motd = await client.compare.lookup({ compare, path: '/etc/motd' });
  expect(await client.compare.path({ compare, pathID: motd ?? -1 })).toMatchObject({
    kind: 'content',
    before: { entry: { layer: 0 }, story: { state: 'visible' } },
    after: { entry: { layer: 1 }, story: { versions: [{ layer: 0, hiddenBy: { layer: 1 } }, { layer: 1 }] } },
  });
  const pair = { compare, pathID: motd ?? -1 };
  expect(await client.compare.content(pair)).toMatchObject({ firstDifference: 1, textDiffersIn: 'content' });
  expect(await client.compare.members({ ...pair, start: 0, end: 9 })).toEqual({ total: 0, start: 0, members: [] });
  expect(await client.compare.lookup({ compare, path: '/nowhere' })).toBeNull();
  const packages = await client.compare.packages({ compare });
  expect(packages.before.every(({ state }) => state === 'absent')).toBe(true);
  expect(JSON.parse(await client.compare.report({ compare, format: 'json' }))).toMatchObject({ verdict: 'different' });
});

test.each([
  [
    'layer 1 after: what it wrote and what it deleted',
    'after',
    1,
    ['1 identical app', '2 content v', '1 identical etc', '2 content motd', '2 removed old.conf'],
  ],
  ['layer 2 after: the folder it deleted too', 'after', 2, ['1 identical etc', '2 added new.conf', '1 removed var']],
  ['layer 1 before: what it held that differs now', 'before', 1, ['1 identical app', '2 content v']],
] as const)('only the differences of %s', async (_, side, index, expected) => {
  const { compare } = await open();
  expect(await rowsOf(compare, { layer: { side, index } })).toEqual(expected);
});

test('noise is left out and counted; a filter with a wildcard is a glob', async () => {
  const { compare } = await open();
  const spec = { ...DEFAULT_DIFFERENCE_VIEW, layer: null, kinds: [...DEFAULT_DIFFERENCE_VIEW.kinds] };
  const { view, state } = await client.compare.view.open({ compare, spec: { ...spec, ignore: ['logs'] } });
  expect(state).toMatchObject({ pathCount: 5, ignored: 1 });
  expect(await client.compare.view.change({ view, spec: { ...spec, ignore: [] } })).toMatchObject({
    pathCount: 6,
    ignored: 0,
  });
  expect(await rowsOf(compare, { filter: '*.conf' })).toEqual([
    '1 identical etc',
    '2 added new.conf',
    '2 removed old.conf',
  ]);
});

test('text that moved and was changed is paired when asked, and rows know it from then on', async () => {
  const { compare } = await open();
  expect(await rowsOf(compare, { movedOnly: true })).toEqual([]);
  let last: SimilarEvent | undefined;
  for await (const event of await client.compare.similar({ compare })) last = event;
  expect(last).toEqual({ kind: 'ready', found: { pairs: 1, skipped: 0 } });
  expect(await rowsOf(compare, { movedOnly: true })).toEqual([
    '1 identical etc',
    '2 added new.conf',
    '2 removed old.conf',
  ]);
  const pathID = (await client.compare.lookup({ compare, path: '/etc/new.conf' })) ?? -1;
  expect(await client.compare.path({ compare, pathID })).toMatchObject({
    before: null,
    moved: { path: '/etc/old.conf', likeness: 90, side: { entry: { size: LINES.join('').length } } },
  });
});

test('two layers of one image are compared', async () => {
  const { compare, comparison } = await open(
    [
      { from: 0, to: 0 },
      { from: 1, to: 2 },
    ],
    [images[1]!, images[1]!],
  );
  expect(comparison).toMatchObject({ before: { from: 0, to: 0 }, after: { from: 1, to: 2 } });
  expect(await rowsOf(compare)).toContain('1 added app');
});

test.each([
  ['a layer that is not there', () => open([{ from: 0, to: 9 }]), 'no-such-layer'],
  ['an image that is not open', () => open([], ['gone', images[0]!]), 'stale'],
  [
    'a comparison that was closed',
    async () => {
      const { compare } = await open();
      await client.compare.close({ compare });
      return client.compare.packages({ compare });
    },
    'stale',
  ],
  [
    'a path that is none',
    async () => client.compare.path({ compare: (await open()).compare, pathID: 99_999 }),
    'no-such-path',
  ],
  [
    'the content of a folder',
    async () => {
      const { compare } = await open();
      return client.compare.content({
        compare,
        pathID: (await client.compare.lookup({ compare, path: '/var' })) ?? -1,
      });
    },
    'not-a-file',
  ],
] as const)('%s is refused with a code', async (_, act, code) => {
  await expect(act()).rejects.toMatchObject(refusal(code));
});

test('one window holds so many comparisons; a ninth is refused until one is closed', async () => {
  for (let i = 0; i < 8; i++) await open();
  await expect(open()).rejects.toMatchObject(refusal('too-large'));
  await client.compare.close({ compare: opened[0]! });
  await open();
});

test('what was reviewed is kept for the pair, whichever comes first, and can be left out', async () => {
  const first = await open();
  expect(first.reviewed).toEqual({ done: 0, total: 6 });
  const etc = (await client.compare.lookup({ compare: first.compare, path: '/etc' })) ?? -1;
  const progress = await client.compare.review({ compare: first.compare, pathID: etc, reviewed: true });
  expect(progress).toEqual({ done: 3, total: 6 });

  const { compare, reviewed } = await open([], images.toReversed());
  expect(reviewed).toEqual(progress);
  expect(await rowsOf(compare, { hideReviewed: true })).toEqual(['1 identical app', '2 content v', '1 added var']);
  await client.compare.review({ compare, pathID: 0, reviewed: false });
  expect((await open()).reviewed.done).toBe(0);
});

test('input that is not of the contract never reaches the engine', async () => {
  const { compare } = await open();
  const wrong = { ...DEFAULT_DIFFERENCE_VIEW, kinds: ['colour'] };
  await expect(client.compare.view.open({ compare, spec: wrong as never })).rejects.toMatchObject(
    refusal('bad-request'),
  );
});
