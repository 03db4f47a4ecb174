import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import type { Contract } from '../../shared/contract/contract.ts';
import { createEngine } from '../engine/engine.ts';
import { MAX_FRAME, MAX_SOCKETS, startServer, type RunningServer } from './server.ts';

let folder = '';
let server: RunningServer;
const said: string[] = [];
const opened: WebSocket[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-server-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Outcrop</title>');
  await writeFile(join(folder, 'secret.js'), 'secret');
  server = await startServer({
    engine: createEngine({ dataDir: join(folder, 'data'), threads: 0 }),
    openAtStart: ['/images/a.tar'],
    rendererDir: join(folder, 'renderer'),
    log: (message) => said.push(message),
  });
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** By `node:http`: `fetch` neither sends another Host nor leaves `..` in a path. */
function ask(path: string, options: RequestOptions & { readonly body?: string } = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { body, ...rest } = options;
  const outgoing = request({ host: '127.0.0.1', port: server.port, path, agent: false, ...rest }, (response) => {
    text(response).then(
      (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      reject,
    );
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

const authorized = () => ({ authorization: `Bearer ${server.token}` });

/** @returns `open`, or the status of the refusal */
function dial(protocols: string[], options: ClientOptions = {}, path = '/rpc'): Promise<WebSocket | number> {
  const { promise, resolve } = Promise.withResolvers<WebSocket | number>();
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, protocols, {
    origin: server.origin,
    ...options,
  });
  opened.push(socket);
  socket.once('open', () => resolve(socket));
  socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
  socket.on('error', () => {});
  return promise;
}

const ours = () => ['outcrop.1', `t.${server.token}`];

async function connected(): Promise<WebSocket> {
  const socket = await dial(ours());
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

function clientOf(socket: WebSocket): ContractRouterClient<Contract> {
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}

const keeping = async (path: string) => (await ask(path)).headers['cache-control'];

describe('pages', () => {
  test('what is named by its content may be kept by the browser, nothing else may', async () => {
    const assets = join(folder, 'renderer', 'assets');
    await mkdir(assets);
    for (const name of ['index-DTLpjgYG.js', 'index.js']) await writeFile(join(assets, name), '1');
    expect(await keeping('/assets/index-DTLpjgYG.js')).toBe('private, max-age=31536000, immutable');
    expect(await keeping('/assets/index.js')).toBe('no-store');
    expect(await keeping('/index.html')).toBe('no-store');
  });

  test('the window is served with its whole baseline of headers', async () => {
    const { status, headers, body } = await ask('/');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('Outcrop');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; ");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port}; `);
    expect(policy).toContain("frame-ancestors 'none'; base-uri 'none'; form-action 'none'; ");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types default");
    expect(policy).not.toContain('unsafe');
  });

  test('no page holds the token', async () => expect((await ask('/')).body).not.toContain(server.token));

  test.each([
    ['a path that climbs out', '/../secret.js', {}, 404],
    ['an escaped path that climbs out', '/%2e%2e/secret.js', {}, 404],
    ['a path that is not there', '/nowhere.js', {}, 404],
    ['a method that changes things', '/', { method: 'POST' }, 405],
    ['another Host', '/', { headers: { host: 'evil.example' } }, 421],
    ['another Host with our port', '/', { headers: { host: 'evil.example:80' } }, 421],
    ['another Origin', '/', { headers: { origin: 'http://evil.example' } }, 403],
  ])('%s is refused', async (_, path, options, status) => {
    const answer = await ask(path, options);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('secret');
  });
});

describe('data', () => {
  test.each([
    ['without a token', () => ({}), 401],
    ['with a wrong token', () => ({ authorization: 'Bearer wrong' }), 401],
    ['with the token in another scheme', () => ({ authorization: `Basic ${server.token}` }), 401],
    ['with the token, for a name that is not there', authorized, 404],
    ['with the token, from another page', () => ({ ...authorized(), origin: 'http://evil.example' }), 403],
    ['with the token, by another Host', () => ({ ...authorized(), host: 'evil.example' }), 421],
  ])('%s', async (_, headers, status) =>
    expect((await ask('/data/nothing', { headers: headers() })).status).toBe(status),
  );

  test('a closed image is told by code', async () => {
    const { status, body } = await ask('/data/content?image=gone&path=1&layer=0', { headers: authorized() });
    expect([status, JSON.parse(body)]).toMatchObject([410, { error: { code: 'stale' } }]);
  });

  test('an upload arrives, and its path can be opened', async () => {
    const { status, body } = await ask('/data/upload?name=..%2Fweb.tar', {
      method: 'PUT',
      headers: authorized(),
      body: 'not an image',
    });
    const { path } = JSON.parse(body) as { path: string };
    expect(status).toBe(201);
    expect(path.startsWith(join(folder, 'data', 'uploads'))).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('not an image');
  });

  test('what is sent cannot be shown as a page', async () => {
    const { headers } = await ask('/data/nothing', { headers: authorized() });
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });
});

function redeem(ticket: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask('/ticket', { method: 'POST', body: ticket, headers });
}

async function issue(): Promise<string> {
  const { body } = await ask('/data/ticket', { headers: authorized() });
  return (JSON.parse(body) as { ticket: string }).ticket;
}

describe('tickets', () => {
  test('a ticket is the token, once', async () => {
    const ticket = await issue();
    expect(JSON.parse((await redeem(ticket)).body)).toEqual({ token: server.token });
    const again = await redeem(ticket);
    expect([again.status, again.body]).toEqual([401, '401 Unauthorized\n']);
  });

  test('none is issued without the token', async () => expect((await ask('/data/ticket')).status).toBe(401));

  test('another page cannot use one up', async () => {
    const ticket = await issue();
    expect((await redeem(ticket, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await redeem(ticket)).status).toBe(200);
  });
});

describe('sockets', () => {
  test('a window with the token speaks the contract; the token is not echoed', async () => {
    const socket = await connected();
    expect(socket.protocol).toBe('outcrop.1');
    expect(await clientOf(socket).host.info()).toMatchObject({
      host: 'web',
      openAtStart: ['/images/a.tar'],
      capabilities: { nativeDialogs: false, droppedPaths: false },
    });
  });

  test.each([
    ['no token', () => ['outcrop.1'], {}, '/rpc', 401],
    ['a wrong token', () => ['outcrop.1', 't.wrong'], {}, '/rpc', 401],
    ['the token without the protocol', () => [`t.${server.token}`], {}, '/rpc', 401],
    ['another origin', ours, { origin: 'http://evil.example' }, '/rpc', 403],
    ['no origin', ours, { origin: undefined }, '/rpc', 403],
    ['another host', ours, { headers: { host: 'evil.example' } }, '/rpc', 421],
    ['another path', ours, {}, '/other', 404],
  ])('%s is refused', async (_, protocols, options, path, status) =>
    expect(await dial(protocols(), options as ClientOptions, path)).toBe(status),
  );

  test(`the ${MAX_SOCKETS + 1}th window is refused`, async () => {
    for (let index = 0; index < MAX_SOCKETS; index += 1) await connected();
    expect(await dial(ours())).toBe(503);
  });

  test('a frame over the limit closes the socket, and no other', async () => {
    const [large, other] = [await connected(), await connected()];
    const closed = new Promise<number>((resolve) => large.once('close', resolve));
    large.send('x'.repeat(MAX_FRAME + 1));
    expect(await closed).toBe(1009);
    expect(await clientOf(other).host.info()).toMatchObject({ host: 'web' });
  });

  test.each([
    ['no JSON', 'hello'],
    ['JSON of another kind', '[1,2,3]'],
    ['a null', 'null'],
    ['bytes', Buffer.from([0, 255, 1, 2])],
  ])('a frame that is %s does no harm', async (_, frame) => {
    const socket = await connected();
    socket.send(frame);
    expect(await clientOf(socket).host.info()).toMatchObject({ host: 'web' });
  });
});

describe('starting and stopping', () => {
  test.each(['0.0.0.0', '192.0.2.1', '::'])('--host %s needs --allow-remote', async (host) => {
    const starting = startServer({
      engine: createEngine({ dataDir: join(folder, 'none'), threads: 0 }),
      openAtStart: [],
      rendererDir: folder,
      host,
    });
    await expect(starting).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('a port in use is told as what it is', async () => {
    const starting = startServer({
      engine: createEngine({ dataDir: join(folder, 'none'), threads: 0 }),
      openAtStart: [],
      rendererDir: folder,
      port: server.port,
    });
    await expect(starting).rejects.toThrow(/in use/);
  });

  test('closing ends windows and idle connections', async () => {
    const second = await startServer({
      engine: createEngine({ dataDir: join(folder, 'second'), threads: 0 }),
      openAtStart: [],
      rendererDir: folder,
    });
    const window = new WebSocket(second.origin.replace('http', 'ws') + '/rpc', ['outcrop.1', `t.${second.token}`], {
      origin: second.origin,
    });
    await new Promise((resolve) => window.once('open', resolve));
    const idle = connect(second.port, '127.0.0.1').on('error', () => {});
    await new Promise((resolve) => idle.once('connect', resolve));
    const closed = new Promise((resolve) => window.once('close', resolve));
    await second.close();
    expect(await closed).toBe(1001);
    await expect(fetch(second.origin)).rejects.toThrow();
  });
});
