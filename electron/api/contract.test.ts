import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Contract, LoadEvent, OpenEvent } from '../../shared/contract/contract.ts';
import type { ViewSpec } from '../../shared/model/view.ts';
import { createEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/opened.ts';
import { createApi, type Api } from './api.ts';
import { writeArchive } from './archive.test-support.ts';
import { MAX_VIEWS } from './session.ts';

type Client = ContractRouterClient<Contract>;

const GRACE_MS = 50;
const MERGED: ViewSpec = { mode: { kind: 'merged' }, showHidden: false, filter: '', sort: 'name', descending: false };

let folder = '';
let engine: Engine;
let api: Api;
const said: unknown[] = [];
const ports: MessagePort[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-api-'));
  await writeArchive(join(folder, 'web.tar'), 'web:1', [
    { 'etc/': '', 'etc/motd': 'hello', 'data.bin': 'x'.repeat(5000) },
    { 'etc/.wh.motd': '', 'etc/hosts': 'localhost' },
  ]);
  await writeArchive(join(folder, 'again.tar'), 'again:1', [
    { 'small.txt': 'tiny', 'large.bin': 'x'.repeat(5000) },
    { 'small.txt': 'tiny', 'large.bin': 'x'.repeat(5000) },
  ]);
  engine = createEngine({ dataDir: join(folder, 'data'), threads: 0 });
  api = createApi({
    engine,
    host: {
      host: 'web',
      platform: 'linux',
      capabilities: { nativeDialogs: false, droppedPaths: false },
      openAtStart: [],
    },
    log: (message, error) => said.push([message, error]),
    graceMs: GRACE_MS,
  });
});
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
  expect(said.splice(0)).toEqual([]);
});
afterAll(async () => {
  await api.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** A window on the other end of a channel; nothing but the contract between. */
function connect(): { client: Client; port: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  api.connect({
    send: (frame) => port2.postMessage(frame),
    onFrame: (listener) => void port2.on('message', listener),
    onClose: (listener) => void port2.on('close', listener),
  });
  const client = createORPCClient<Client>(new RPCLink({ port: port1 }));
  port1.start();
  return { client, port: port1 };
}

async function open(client: Client, path = join(folder, 'web.tar')): Promise<string> {
  let last: OpenEvent | undefined;
  for await (const event of await client.sources.open({ kind: 'path', path })) last = event;
  if (last?.kind !== 'opened') throw new Error('not opened');
  return last.opened.images[0]?.handle ?? '';
}

const refusal = (code: string) => ({ code: 'OUTCROP', defined: true, data: { code } });

describe('from file to rows', () => {
  test('a file is opened, loaded, shown, explained and verified', async () => {
    const { client } = connect();
    const image = await open(client);

    const loading: LoadEvent[] = [];
    for await (const event of await client.image.load({ image })) loading.push(event);
    expect(loading.filter(({ kind }) => kind === 'layer')).toHaveLength(2);
    expect(loading.at(-1)).toMatchObject({ kind: 'ready', layers: [{ state: 'ready' }, { added: 1, removed: 1 }] });

    const { view, state } = await client.view.open({ image, spec: MERGED });
    expect(state.rowCount).toBe(2);
    const etc = await client.image.lookup({ image, path: '/etc' });
    expect(await client.image.pathOf({ image, pathID: etc ?? -1 })).toBe('/etc');
    const expanded = await client.view.toggle({ view, pathID: etc ?? -1, expanded: true });
    expect(expanded.rowCount).toBe(3);
    const { rows } = await client.view.rows({ view, start: 0, end: 10 });
    expect(rows.map(({ name, depth }) => [name, depth])).toEqual(
      expect.arrayContaining([
        ['etc', 1],
        ['hosts', 2],
        ['data.bin', 1],
      ]),
    );

    expect(await client.image.explain({ image, path: '/etc/motd' })).toMatchObject({
      state: 'hidden',
      versions: [{ layer: 0, visible: false, hiddenBy: { layer: 1, how: 'whiteout' } }],
    });

    let report: unknown;
    for await (const event of await client.image.verify({ image })) if (event.kind === 'done') ({ report } = event);
    expect(report).toMatchObject({ ok: true });
  });

  test('what is rewritten: a story read at most so far leaves it undecided, its bytes tell', async () => {
    const { client } = connect();
    const image = await open(client, join(folder, 'again.tar'));
    for await (const _ of await client.image.load({ image })) void _;
    const tell = async (path: string, limit: { readAtMost?: number }) => {
      const pathID = (await client.image.lookup({ image, path })) ?? -1;
      return (await client.image.story({ image, pathID, ...limit })).versions.at(-1);
    };
    expect(await tell('/small.txt', { readAtMost: 100 })).toMatchObject({ change: ['identical'] });
    expect(await tell('/large.bin', { readAtMost: 100 })).toMatchObject({ change: [], undecided: true });
    expect(await tell('/large.bin', {})).toMatchObject({ change: ['identical'] });
    const pathID = (await client.image.lookup({ image, path: '/large.bin' })) ?? -1;
    const row = { pathID, layer: 1 };
    expect(await client.image.reasons({ image, mode: { kind: 'merged' }, rows: [row] })).toEqual([['identical']]);
    const digest = `sha256:${createHash('sha256').update('x'.repeat(5000)).digest('hex')}`;
    expect(await client.content.digests({ image, files: [row] })).toEqual([digest]);
    await client.host.forgetRecent({ path: join(folder, 'again.tar') });
  });

  test('what was opened is remembered, and can be forgotten', async () => {
    const { client } = connect();
    await open(client);
    const path = join(folder, 'web.tar');
    expect((await client.host.info()).recent).toMatchObject([{ path, names: [expect.stringContaining('web:1')] }]);
    expect(await client.host.forgetRecent({ path })).toEqual([]);
  });
});

describe('what is refused, by code', () => {
  const image = 'nowhere';
  test.each<[string, (client: Client) => Promise<unknown>, string]>([
    ['a file that is not there', (client) => open(client, join(folder, 'none.tar')), 'not-found'],
    ['a folder that is not there', (client) => client.host.listFolder({ path: join(folder, 'none') }), 'not-found'],
    ['an image that is not open', (client) => client.image.history({ image }), 'stale'],
    ['a view that is not open', (client) => client.view.rows({ view: 'v9', start: 0, end: 1 }), 'stale'],
    ['too many rows', (client) => client.view.rows({ view: 'v1', start: 0, end: 501 }), 'bad-request'],
    ['rows backwards', (client) => client.view.rows({ view: 'v1', start: 5, end: 1 }), 'bad-request'],
    ['a dialog that this host has not', (client) => client.host.pickFile({ folder: false }), 'bad-request'],
    ['an argument of another type', (client) => client.image.history({ image: 5 as never }), 'bad-request'],
    ['an argument too many', (client) => client.host.pickFile({ folder: true, and: 1 } as never), 'bad-request'],
    ['a negative row', (client) => client.view.rows({ view: 'v1', start: -1, end: 1 }), 'bad-request'],
  ])('%s', async (_, call, code) => {
    await expect(call(connect().client)).rejects.toMatchObject(refusal(code));
  });

  test('a method that is not there', async () => {
    const { client } = connect();
    const other = client as unknown as { readonly image: { readonly destroy: (input: object) => Promise<void> } };
    await expect(other.image.destroy({})).rejects.toMatchObject(refusal('bad-request'));
  });

  test(`the ${MAX_VIEWS + 1}th view of one window; another window has its own`, async () => {
    const { client } = connect();
    const image = await open(client);
    for (let index = 0; index < MAX_VIEWS; index += 1) await client.view.open({ image, spec: MERGED });
    await expect(client.view.open({ image, spec: MERGED })).rejects.toMatchObject(refusal('too-large'));
    await connect().client.view.open({ image, spec: MERGED });
  });
});

describe('lifetime', () => {
  test('a closed image is stale, its views too', async () => {
    const { client } = connect();
    const image = await open(client);
    const { view } = await client.view.open({ image, spec: MERGED });
    await client.sources.close({ image });
    await expect(client.image.history({ image })).rejects.toMatchObject(refusal('stale'));
    await expect(client.view.expandAll({ view })).rejects.toMatchObject(refusal('stale'));
  });

  test('an image that another window holds stays open', async () => {
    const [one, two] = [connect().client, connect().client];
    const image = await open(one);
    await two.image.history({ image });
    await one.sources.close({ image });
    expect(await two.image.history({ image })).toHaveLength(2);
  });

  test('the same file opened by a second window is closed by neither alone', async () => {
    const [one, two] = [connect().client, connect().client];
    const image = await open(one);
    expect(await open(two)).toBe(image);
    await one.sources.close({ image });
    expect(await two.image.history({ image })).toHaveLength(2);
  });

  test('a window that comes back in time finds its image', async () => {
    const before = connect();
    const image = await open(before.client);
    before.port.close();
    expect(await connect().client.image.history({ image })).toHaveLength(2);
  });

  test('an image that no window comes back for is closed', async () => {
    const before = connect();
    const image = await open(before.client);
    before.port.close();
    const stale = () => {
      try {
        engine.image(image);
        return false;
      } catch {
        return true;
      }
    };
    await expect.poll(stale, { timeout: 10_000 }).toBe(true);
  });

  test('a window that leaves a stream leaves its work', async () => {
    const { client } = connect();
    const image = await open(client);
    for await (const event of await client.image.load({ image })) {
      expect(event.kind).toBeTruthy();
      break;
    }
    // The next call is answered: nothing waits for the stream that was left.
    expect(await client.image.history({ image })).toHaveLength(2);
  });
});
