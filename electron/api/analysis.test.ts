import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataURL, MAX_WINDOW_ROWS, type Contract } from '../../shared/contract/contract.ts';
import { MAX_EXPORT_PATHS } from '../../shared/contract/export.ts';
import type { SearchQuery } from '../../shared/model/search.ts';
import type { HiddenQuery } from '../../shared/model/space.ts';
import { createEngine } from '../engine/engine.ts';
import type { Engine, LoadedImage } from '../engine/opened.ts';
import { createApi, type Api } from './api.ts';
import { writeArchive } from './archive.test-support.ts';
import { MAX_SEARCHES } from './session.ts';
import type { Wire } from './wire.ts';

type Client = ContractRouterClient<Contract>;

let folder = '';
let engine: Engine;
let api: Api;
let image = '';
let loaded: LoadedImage;
let client: Client;
let port: MessagePort;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-analysis-api-'));
  const file = join(folder, 'web.tar');
  await writeArchive(file, 'team/web:1', [
    { 'etc/': '', 'etc/motd': 'hello', '=cmd': 'twice the same', copy: 'twice the same', '.env': 'KEY=secret' },
    { 'etc/.wh.motd': '', 'etc/hosts': 'localhost', '.wh..env': '' },
  ]);
  engine = createEngine({ dataDir: join(folder, 'data'), threads: 1 });
  api = createApi({
    engine,
    host: {
      host: 'web',
      platform: 'linux',
      capabilities: { nativeDialogs: false, droppedPaths: false },
      openAtStart: [],
    },
    log: () => {},
  });
  const { port1, port2 } = new MessageChannel();
  port = port1;
  api.connect(wireOf(port2));
  port1.start();
  client = createORPCClient(new RPCLink({ port: port1 }));
  const opened = (await engine.open(file)).images[0]!;
  image = opened.summary.handle;
  loaded = await opened.load();
});
afterAll(async () => {
  port.close();
  await api.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

function wireOf(end: MessagePort): Wire {
  return {
    send: (frame) => end.postMessage(frame),
    onFrame: (listener) => end.on('message', listener),
    onClose: (listener) => end.on('close', listener),
  };
}

async function all<T>(events: Promise<AsyncIterable<T>>): Promise<T[]> {
  const list: T[] = [];
  for await (const event of await events) list.push(event);
  return list;
}
const refused = (code: string) =>
  expect.objectContaining({ data: expect.objectContaining({ code }) as unknown }) as Error;

const get = (url: string) => api.fetch(new Request(`http://127.0.0.1/${url}`));

describe('space and findings', () => {
  const FINDINGS = { kinds: [], filter: '', sort: 'kind', descending: false } as const;
  const HIDDEN: HiddenQuery = { bytesOnly: true, secretsOnly: false, filter: '', sort: 'size' };

  test('the sums, the groups and the pages agree', async () => {
    const summary = await client.space.summary({ image });
    const page = await client.space.hidden({ image, query: HIDDEN, start: 0, end: 10 });
    expect(page.bytes).toBe(summary.hiddenSize);
    expect(page.rows.map(({ path, secret }) => [path, secret])).toEqual([
      ['/.env', 'dotenv'],
      ['/etc/motd', undefined],
    ]);
    const groups = await client.space.hiddenGroups({ image });
    expect(groups).toEqual([{ layer: 1, count: 2, bytes: summary.hiddenSize, secrets: 1 }]);
    expect(summary.layers.map(({ hidesSize }) => hidesSize)).toEqual([0, summary.hiddenSize]);
  });

  test('a treemap of the merged tree and of what is hidden', async () => {
    const tree = await client.space.tree({ image, pathID: 0, mode: { kind: 'merged' }, depth: 9, limit: 50 });
    expect(tree.nodes.map(({ name }) => name).toSorted()).toEqual(['', '=cmd', 'copy', 'etc', 'hosts']);
    const hidden = await client.space.tree({ image, pathID: 0, mode: { kind: 'hidden' }, depth: 9, limit: 50 });
    expect(hidden.nodes[0]?.size).toBe(15);
  });

  test('duplicates come after they were looked for', async () => {
    await expect(client.space.duplicateGroups({ image, start: 0, end: 9 })).rejects.toThrow(refused('stale'));
    const events = await all(client.space.duplicates({ image }));
    expect(events.at(-1)).toEqual({ kind: 'ready', summary: { groups: 1, wastedSize: 14, unread: 0 } });
    const [group] = await client.space.duplicateGroups({ image, start: 0, end: 9 });
    expect(group?.copies.map(({ path }) => path).toSorted()).toEqual(['/=cmd', '/copy']);
  });

  test('findings by kind', async () => {
    const page = await client.findings.list({
      image,
      query: { ...FINDINGS, kinds: ['secret-name'] },
      start: 0,
      end: 9,
    });
    expect(page).toMatchObject({ total: 1, rows: [{ path: '/.env', rule: 'dotenv', visible: false }] });
    expect(page.counts.find(({ kind }) => kind === 'secret-name')).toEqual({
      kind: 'secret-name',
      visible: 0,
      hidden: 1,
    });
  });

  test('more rows than a screen has are refused', async () => {
    const window = { image, start: 0, end: MAX_WINDOW_ROWS + 1 };
    await expect(client.space.hidden({ ...window, query: HIDDEN })).rejects.toThrow(refused('bad-request'));
    await expect(client.findings.list({ ...window, query: FINDINGS })).rejects.toThrow(refused('bad-request'));
  });
});

describe('search', () => {
  const query: SearchQuery = { text: 'secret', in: 'content', pattern: 'text', ignoreCase: false, hidden: true };

  test('is told it started, then asked for its hits', async () => {
    const events = await all(client.search.start({ image, query }));
    const [started] = events;
    if (started?.kind !== 'started') throw new Error('a search begins with its name');
    expect(events.at(-1)).toMatchObject({ kind: 'done', state: { hits: 1, done: true } });
    const page = await client.search.hits({ search: started.search, start: 0, end: 10 });
    expect(page.hits.map(({ path, matches }) => [path, matches?.[0]?.offset])).toEqual([['/.env', 4]]);
    await client.search.close({ search: started.search });
    await expect(client.search.hits({ search: started.search, start: 0, end: 1 })).rejects.toThrow(refused('stale'));
  });

  test('a pattern that does not parse is a refusal, not a failure', async () => {
    const bad: SearchQuery = { ...query, text: '(', pattern: 'regex' };
    await expect(all(client.search.start({ image, query: bad }))).rejects.toThrow(refused('bad-request'));
  });

  test('a window keeps so many searches and no more', async () => {
    const ids: string[] = [];
    for (let i = 0; i < MAX_SEARCHES; i++) {
      const [started] = await all(client.search.start({ image, query }));
      if (started?.kind === 'started') ids.push(started.search);
    }
    await expect(all(client.search.start({ image, query }))).rejects.toThrow(refused('too-large'));
    for (const search of ids) await client.search.close({ search });
  });
});

describe('export', () => {
  test('a selection as a tar that another reader reads', async () => {
    const response = await get(dataURL.exportTar(image, [loaded.lookup('/etc')!, loaded.lookup('/copy')!]));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain('web-1.tar');
    expect(await namesIn(Buffer.from(await response.arrayBuffer()))).toEqual(['etc/', 'copy', 'etc/hosts']);
  });

  test('the versions of a layer', async () => {
    const response = await get(dataURL.exportTar(image, [loaded.lookup('/etc/motd')!], 0));
    expect(response.headers.get('content-disposition')).toContain('motd.tar');
    expect(await namesIn(Buffer.from(await response.arrayBuffer()))).toEqual(['etc/motd']);
  });

  test('a hidden path of the merged tree is listed in the tar as skipped', async () => {
    const response = await get(dataURL.exportTar(image, [loaded.lookup('/etc/motd')!]));
    expect(await namesIn(Buffer.from(await response.arrayBuffer()))).toEqual(['outcrop-skipped.json']);
  });

  test('a layer as it is stored', async () => {
    const response = await get(dataURL.exportLayer(image, 1));
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.length).toBe(loaded.layers[1]!.blobSize);
    expect(await namesIn(bytes)).toContain('etc/hosts');
  });

  test('a list as CSV that no spreadsheet computes, and as JSON', async () => {
    const csv = await (await get(dataURL.list(image, { name: 'files' }, 'csv'))).text();
    // A path begins with a slash, which is text to a spreadsheet; what could not is quoted by list-text.
    expect(csv.split('\r\n').map((line) => line.split(',')[0])).toEqual([
      'path',
      '/=cmd',
      '/copy',
      '/etc',
      '/etc/hosts',
      '',
    ]);
    const hidden = (await (await get(dataURL.list(image, { name: 'hidden' }, 'json'))).json()) as { path: string }[];
    expect(hidden.map(({ path }) => path).toSorted()).toEqual(['/.env', '/etc/motd']);
    expect(await (await get(dataURL.list(image, { name: 'duplicates' }, 'csv'))).text()).toContain('/copy');
    expect(await (await get(dataURL.list(image, { name: 'findings' }, 'csv'))).text()).toContain('dotenv');
  });

  test.each([
    ['data/export?image=x&paths=1', 410],
    ['data/export?paths=1', 400],
    [`data/export?image=IMAGE&paths=${Array.from({ length: MAX_EXPORT_PATHS + 1 }, (_, i) => i).join(',')}`, 400],
    ['data/export?image=IMAGE&paths=1;2', 400],
    ['data/export?image=IMAGE&paths=99999999', 404],
    ['data/layer?image=IMAGE&layer=9', 404],
    ['data/list?image=IMAGE&name=passwords&format=csv', 400],
  ])('%s is answered with %i', async (url, status) => {
    expect((await get(url.replace('IMAGE', encodeURIComponent(image)))).status).toBe(status);
  });

  test('into a folder of this machine', async () => {
    const target = join(folder, 'out');
    const events = await all(
      client.export.folder({
        image,
        paths: [loaded.lookup('/etc')!],
        folder: target,
        force: false,
        devices: false,
        setID: false,
      }),
    );
    expect(events.at(-1)).toEqual({ kind: 'done', report: { written: 2, bytes: 9, skipped: [] } });
    expect(await readFile(join(target, 'etc/hosts'), 'utf8')).toBe('localhost');
    expect(existsSync(join(target, 'etc/motd'))).toBe(false);
  });
});

async function namesIn(tar: Buffer): Promise<string[]> {
  const names: string[] = [];
  const reader = extract();
  reader.on('entry', (header, stream, next) => {
    names.push(header.name);
    stream.resume();
    stream.on('end', next);
  });
  const read = once(reader, 'finish');
  reader.end(tar);
  await read;
  return names;
}
