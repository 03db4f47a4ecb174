import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataURL, type Contract } from '../../shared/contract/contract.ts';
import type { ContainerChangeEvent, ContainerEdit } from '../../shared/contract/container.ts';
import type { ContainerEdited, ContainerRow } from '../../shared/model/container.ts';
import { createEngine } from '../engine/engine.ts';
import { splitPath } from '../engine/container/name.ts';
import type { Engine } from '../engine/opened.ts';
import { createApi, type Api } from './api.ts';
import { writeArchive } from './archive.test-support.ts';

type Client = ContractRouterClient<Contract>;

let folder = '';
let engine: Engine;
let api: Api;
const ports: MessagePort[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-api-container-'));
  await writeArchive(join(folder, 'web.tar'), 'web:1', [
    { 'etc/': '', 'etc/motd': 'hello', 'etc/hosts': 'h', 'srv/': '', 'srv/a': 'a' },
    { 'etc/motd': 'hello again' },
  ]);
  start();
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

function start(): void {
  engine = createEngine({ dataDir: join(folder, 'data'), threads: 0 });
  api = createApi({
    engine,
    host: {
      host: 'web',
      platform: 'linux',
      capabilities: { nativeDialogs: false, droppedPaths: false },
      openAtStart: [],
    },
    log: (message, error) => {
      throw new Error(message, { cause: error });
    },
  });
}
async function stop(): Promise<void> {
  for (const port of ports.splice(0)) port.close();
  await api.close();
  await engine.close();
}

function connect(): Client {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  api.connect({
    send: (frame) => port2.postMessage(frame),
    onFrame: (listener) => void port2.on('message', listener),
    onClose: (listener) => void port2.on('close', listener),
  });
  const client = createORPCClient<Client>(new RPCLink({ port: port1 }));
  port1.start();
  return client;
}

async function last<T>(events: AsyncIterable<T>): Promise<T | undefined> {
  let event: T | undefined;
  for await (event of events);
  return event;
}

async function openImage(client: Client, path = join(folder, 'web.tar')): Promise<string> {
  const event = await last(await client.sources.open({ kind: 'path', path }));
  if (event?.kind !== 'opened') throw new Error('not opened');
  return event.opened.images[0]?.handle ?? '';
}

async function create(client: Client, name: string): Promise<string> {
  const event = await last(await client.container.create({ image: await openImage(client), name }));
  if (event?.kind !== 'done') throw new Error('not created');
  return event.state.summary.id;
}

async function put(container: string, text: string) {
  const request = new Request(`http://host/${dataURL.containerBody(container)}`, { method: 'PUT', body: text });
  const answer = await api.fetch(request);
  expect(answer.status).toBe(201);
  return (await answer.json()) as { sha256: string; size: number };
}

const read = async (container: string, path: string) =>
  (await api.fetch(new Request(`http://host/${dataURL.containerFile(container, path)}`))).text();
const told = ({ effects }: ContainerEdited) => effects.map(({ kind, path }) => `${kind} ${path}`);
const drawn = (rows: readonly ContainerRow[]) =>
  rows.map(({ path, change, depth }) => `${depth} ${change ?? ' '} ${path}`);

test('edits do what overlayfs does, and are shown in three ways and in the tree', async () => {
  const client = connect();
  const container = await create(client, 'edits');
  const edit = (one: ContainerEdit) => client.container.edit({ container, edit: one });

  const written = await edit({ kind: 'write', path: '/etc/motd', body: await put(container, 'edited') });
  expect(told(written)).toEqual(['copy-up /etc', 'copy-up /etc/motd']);
  expect(written.effects[1]).toMatchObject({ layer: 1, size: 6 });
  expect(await read(container, '/etc/motd')).toBe('edited');
  expect(told(await edit({ kind: 'remove', path: '/srv' }))).toEqual(['whiteout /srv']);
  expect(told(await edit({ kind: 'mkdir', path: '/srv' }))).toEqual(['new /srv', 'opaque /srv']);
  const body = await put(container, 'x');
  const added: ContainerEdit = {
    kind: 'add',
    path: '/srv/up',
    entries: [
      { kind: 'dir', path: '' },
      { kind: 'file', path: 'deep', body, mtime: 7 },
    ],
  };
  expect(told(await edit(added))).toEqual(['new /srv/up', 'new /srv/up/deep']);
  expect(told(await edit({ kind: 'chmod', path: '/etc/hosts', mode: 0o600 }))).toEqual(['copy-up /etc/hosts']);

  const page = async (as: 'docker' | 'overlay' | 'oci') =>
    (await client.container.layer({ container, as, start: 0, end: 100 })).rows;
  const docker = await page('docker');
  expect(docker.as === 'docker' && docker.rows.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'C /etc',
    'C /etc/hosts',
    'C /etc/motd',
    'C /srv',
    'D /srv/a',
    'A /srv/up',
    'A /srv/up/deep',
  ]);
  const overlay = await page('overlay');
  expect(overlay.as === 'overlay' && overlay.rows.filter(({ opaque }) => opaque).map(({ path }) => path)).toEqual([
    '/srv',
  ]);
  const oci = await page('oci');
  expect(oci.as === 'oci' && oci.rows.map(({ name }) => name)).toContain('srv/.wh..wh..opq');

  const { rows, rowCount } = await client.container.rows({
    container,
    expanded: ['/srv', '/srv/up'],
    changedOnly: true,
    start: 0,
    end: 100,
  });
  expect(rowCount).toBe(rows.length);
  expect(drawn(rows)).toEqual(['1 C /etc', '1 C /srv', '2 D /srv/a', '2 A /srv/up', '3 A /srv/up/deep']);

  const undone = await client.container.undo({ container });
  expect(undone.state.summary).toMatchObject({ edits: 4, undone: 1 });
  expect(told(undone)).toEqual(['dropped /etc/hosts']);
  expect(told(await client.container.redo({ container }))).toEqual(['copy-up /etc/hosts']);
});

test('a filter shows what has it in its path, and the folders above', async () => {
  const client = connect();
  const container = await create(client, 'filtered');
  const rows = async (filter: string, changedOnly = false) =>
    (await client.container.rows({ container, expanded: [], changedOnly, filter, start: 0, end: 100 })).rows;
  expect(drawn(await rows('HOSTS'))).toEqual(['1   /etc', '2   /etc/hosts']);
  expect((await rows('hosts'))[1]).toMatchObject({ position: 1, siblings: 1 });
  expect(drawn(await rows('srv'))).toEqual(['1   /srv', '2   /srv/a']);
  expect(await rows('nowhere')).toEqual([]);
  await client.container.edit({ container, edit: { kind: 'remove', path: '/srv/a' } });
  expect(drawn(await rows('a', true))).toEqual(['1 C /srv', '2 D /srv/a']);
});

test('what the command line does to a container is told to the window that shows it', async () => {
  const client = connect();
  const container = await create(client, 'shared');
  const ended = new AbortController();
  const told: ContainerChangeEvent[] = [];
  const following = (async () => {
    for await (const event of await client.container.changes({ container }, { signal: ended.signal })) told.push(event);
  })().catch(() => {});
  // Another engine over the same folder, as a command is.
  const other = createEngine({ dataDir: join(folder, 'data'), threads: 0 });
  try {
    const { container: same } = await other.containers.open(container);
    let made = 0;
    // Until the window has begun to look: what is done before that is part of what it knows.
    await expect
      .poll(
        async () => {
          await same.apply({ kind: 'mkdir', path: splitPath(`/made${made++}`), mode: 0o755, parents: false });
          return told.length;
        },
        { interval: 300, timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    await expect.poll(() => told.at(-1)?.state.summary.edits, { timeout: 20_000 }).toBe(made);
    const { rows } = await client.container.rows({ container, expanded: [], changedOnly: true, start: 0, end: 100 });
    expect(rows.map(({ path }) => path)).toContain('/made0');
  } finally {
    ended.abort();
    await following;
    await other.close();
  }
});

test('a container outlasts the host, is committed into the store, and goes when it is discarded', async () => {
  const first = connect();
  const container = await create(first, 'kept');
  const body = await put(container, 'new');
  await first.container.edit({ container, edit: { kind: 'write', path: '/new', body } });
  await stop();
  start();

  const client = connect();
  expect((await client.container.list()).map(({ name, edits }) => `${name} ${edits}`)).toContain('kept 1');
  const opened = await last(await client.container.open({ container }));
  expect(opened).toMatchObject({ kind: 'done', state: { counts: { A: 1, C: 0, D: 0 }, upperEntries: 1 } });
  expect(await read(container, '/new')).toBe('new');

  const wish = { container, name: 'web:2', author: 'me', message: 'why', changes: ['ENV A=b', 'USER 7'] };
  const event = await last(await client.container.commit(wish));
  if (event?.kind !== 'done') throw new Error('not committed');
  const { made } = event;
  expect(made.names).toEqual(['docker.io/library/web:2']);
  expect(made.report.layers.map(({ state }) => state)).toEqual(['kept', 'kept', 'new']);
  const image = await openImage(client, made.manifestDigest);
  const squashed = await last(await client.container.squash({ image, from: 0, to: 2, name: 'flat' }));
  expect(squashed).toMatchObject({ kind: 'done', made: { names: ['docker.io/library/flat:latest'] } });
  const purged = await last(await client.container.purge({ image, path: '/new', name: '' }));
  expect(purged).toMatchObject({ kind: 'done', made: { purged: [{ path: '/new', layer: 2 }] } });

  expect((await client.container.remove({ container })).map(({ name }) => name)).not.toContain('kept');
  await expect(client.container.undo({ container })).rejects.toMatchObject({ data: { code: 'not-found' } });
  expect(await readdir(folder)).toEqual(expect.arrayContaining(['data', 'web.tar']));
  expect(await readdir(folder)).toHaveLength(2);
});

test.each<[string, ContainerEdit, string]>([
  ['content that never came', { kind: 'write', path: '/x', body: { sha256: 'a'.repeat(64), size: 1 } }, 'bad-request'],
  ['what is not there', { kind: 'remove', path: '/none/x' }, 'no-such-path'],
  [
    'a name that leaves its folder',
    { kind: 'add', path: '/x', entries: [{ kind: 'dir', path: '../y' }] },
    'bad-request',
  ],
])('an edit of %s is refused and leaves nothing behind', async (_, edit, code) => {
  const client = connect();
  const container = await create(client, '');
  await expect(client.container.edit({ container, edit })).rejects.toMatchObject({ data: { code } });
  expect((await client.container.layer({ container, as: 'docker', start: 0, end: 9 })).total).toBe(0);
});
