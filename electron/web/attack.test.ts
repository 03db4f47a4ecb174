import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Contract } from '../../shared/contract/contract.ts';
import { createEngine } from '../engine/engine.ts';
import { dockerArchive } from '../engine/hostile-recipes.test-support.ts';
import { archive, member } from '../engine/tar/scan.test-support.ts';
import { startServer, type RunningServer } from './server.ts';

/*
 * What a page in the same browser, another user of this machine, and an image with names of its own choosing can try
 * against `outcrop serve`. server.test.ts has what a window does.
 */

let folder = '';
let server: RunningServer;
let handle = '';
const said: string[] = [];
const sockets: (Socket | WebSocket)[] = [];

/** Names that would be headers, pages or paths, if anything took them at their word. */
const NAMES = [
  '..%2f..%2f.bashrc',
  'a\r\nset-cookie: x=1',
  '"; filename="evil.exe',
  '\u202egpj.exe',
  '<img src=x onerror=alert(1)>.svg',
  '~',
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-attack-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer/index.html'), '<!doctype html><title>Outcrop</title>');
  await writeFile(join(folder, 'secret.js'), 'secret');
  const image = join(folder, 'image.tar');
  await writeFile(image, dockerArchive([archive(...NAMES.map((name) => member(name, '<svg onload="alert(1)"/>')))]));
  const engine = createEngine({ dataDir: join(folder, 'data'), threads: 0 });
  server = await startServer({
    engine,
    openAtStart: [],
    rendererDir: join(folder, 'renderer'),
    log: (line) => said.push(line),
  });
  const client = await window();
  for await (const event of await client.sources.open({ kind: 'path', path: image }))
    if (event.kind === 'opened') handle = event.opened.images[0]!.handle;
});
afterEach(hangUp);
afterAll(async () => {
  await server.close();
  expect(said).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

async function window() {
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/rpc`, ['outcrop.1', `t.${server.token}`], {
    origin: server.origin,
  });
  sockets.push(socket);
  await new Promise((open, failed) => socket.once('open', open).once('error', failed));
  return createORPCClient<ContractRouterClient<Contract>>(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
}

/** All but the first window, which holds the image open. */
function hangUp(): void {
  for (const socket of sockets.splice(1)) {
    if (socket instanceof WebSocket) socket.terminate();
    else socket.destroy();
  }
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(path: string, { body, ...options }: RequestOptions & { readonly body?: string } = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = request({ host: '127.0.0.1', port: server.port, path, agent: false, ...options }, (response) => {
    text(response).then(
      (received) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received }),
      reject,
    );
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

/** Bytes as they stand, for what no HTTP library would send. @returns the status line, or `closed` */
function raw(bytes: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
  sockets.push(socket);
  socket.once('data', (data) => resolve(data.toString('latin1').split('\r\n')[0] ?? ''));
  socket.on('error', () => resolve('closed'));
  socket.once('close', () => resolve('closed'));
  return promise;
}

const bearer = () => ({ authorization: `Bearer ${server.token}` });
const uploads = () => readdir(join(folder, 'data/uploads')).catch(() => []);
const stillAnswers = async () => expect((await (await window()).host.info()).host).toBe('web');

describe('a page of another site in the same browser', () => {
  test.each([
    ['reads a file', '/data/content?image=x&path=0', 'GET'],
    ['uploads a file', '/data/upload?name=x.tar', 'PUT'],
    ['asks for a ticket', '/data/ticket', 'GET'],
    ['tries tickets', '/ticket', 'POST'],
    ['posts a form', '/data/upload?name=x.tar', 'POST'],
    ['asks beforehand (CORS)', '/data/upload?name=x.tar', 'OPTIONS'],
  ])('%s: refused though it knew the token, and nothing is written', async (_, path, method) => {
    const before = await uploads();
    for (const origin of [
      'http://evil.example',
      'null',
      `http://127.0.0.1:${server.port + 1}`,
      'https://127.0.0.1',
      `${server.origin}.evil.example`,
    ]) {
      // oxlint-disable-next-line no-await-in-loop
      const { status, headers } = await ask(path, {
        method,
        headers: { ...bearer(), origin },
        ...(method !== 'GET' && { body: 'x' }),
      });
      expect(status).toBe(403);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(await uploads()).toEqual(before);
  });

  test.each([
    'evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]x',
    '127.0.0.1:1@evil.example',
  ])('a name that was pointed here (%j) is not ours', async (name) => {
    const host = `${name}${name === '127.0.0.1' ? ':1' : `:${server.port}`}`;
    for (const path of ['/', '/data/ticket', '/index.html'])
      // oxlint-disable-next-line no-await-in-loop
      expect((await ask(path, { headers: { ...bearer(), host } })).status).toBeOneOf([400, 421]);
  });

  test('two Host headers are refused', async () =>
    expect(await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nHost: evil.example\r\n\r\n`)).toMatch(
      /400|421/,
    ));
});

describe('someone without the token', () => {
  test.each(['Bearer', 'Bearer ', `bearer x`, 'Basic eDp4', `Bearer ${'A'.repeat(43)}`, `Bearer ${'A'.repeat(5000)}`])(
    'authorization %j opens nothing',
    async (authorization) => {
      for (const path of [
        '/data/content?image=x&path=0',
        '/data/blob?image=x&digest=x',
        '/data/upload?name=x',
        '/data/ticket',
      ])
        // oxlint-disable-next-line no-await-in-loop
        expect((await ask(path, { headers: { authorization } })).status).toBe(401);
    },
  );
  test('the token in a query or cookie is no token', async () => {
    const headers = { cookie: `token=${server.token}` };
    expect((await ask(`/data/ticket?token=${server.token}`, { headers })).status).toBe(401);
  });
  test('a thousand guesses of a ticket find none', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => ask('/ticket', { method: 'POST', body: `guess${i}` })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  });
});

describe('paths', () => {
  test.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/..%5csecret.js',
    '/./../secret.js',
    '//secret.js',
    '/renderer/../../secret.js',
    '/%00',
    '/%ff',
    '/.git/config',
    '/index.html/',
    '/C:/x.js',
    '/%c0%ae%c0%ae/secret.js',
  ])('%s leads nowhere', async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });
  test('an upload stays in its own folder whatever it is called', async () => {
    for (const name of ['../../evil', '/etc/passwd', '..\\..\\evil', '.', '..', 'CON', 'a\0b', '~/.bashrc']) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await ask(`/data/upload?name=${encodeURIComponent(name)}`, {
        method: 'PUT',
        headers: bearer(),
        body: 'x',
      });
      expect(answer.status).toBe(201);
      const { path } = JSON.parse(answer.body) as { path: string };
      expect(path.slice(join(folder, 'data/uploads').length)).toMatch(/^\/[0-9a-f-]{36}\/[^/\\]+$/);
    }
    expect((await readdir(folder)).toSorted()).toEqual(['data', 'image.tar', 'renderer', 'secret.js']);
  });
});

describe('an image with names of its own choosing', () => {
  test.each(NAMES.map((name, index) => [name, index] as const))(
    '%j is sent as bytes to be saved, never as a page or a header',
    async (_, index) => {
      const { status, headers, body } = await ask(`/data/content?image=${handle}&path=${index + 1}&layer=0`, {
        headers: bearer(),
      });
      expect(status, body).toBe(200);
      expect(headers['content-type']).toBe('application/octet-stream');
      expect(headers['content-security-policy']).toContain('sandbox');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''[A-Za-z0-9._~!$&+^`|%-]+$/);
    },
  );
});

describe('someone who wastes what there is', () => {
  test.each([
    ['a request that is none', 'hello\r\n\r\n'],
    ['a header of 100 KB', `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['two lengths', 'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    [
      'a length and chunks',
      'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['an upgrade to nothing', `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n`],
  ])('%s: refused', async (_, bytes) => {
    expect(await raw(bytes)).toMatch(/^(?:closed|HTTP\/1\.1 4)/);
    await stillAnswers();
  });

  test('3,000 connections: those over the limit are closed, and the window goes on', async () => {
    const before = await window();
    const many = Array.from({ length: 3000 }, () => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => {});
      sockets.push(socket);
      return new Promise<void>((settled) =>
        socket.once('close', settled).once('connect', () => setTimeout(settled, 500)),
      );
    });
    await Promise.all(many);
    expect((await before.host.info()).host).toBe('web');
    hangUp();
    await expect
      // Three thousand ends of this process are to be closed, too.
      .poll(
        () =>
          ask('/').then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(200);
    await stillAnswers();
  });

  test('one who sends a byte now and then keeps nobody waiting', async () => {
    for (let i = 0; i < 50; i++) {
      const socket = connect(server.port, '127.0.0.1', () =>
        socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nX-a: `),
      );
      socket.on('error', () => {});
      sockets.push(socket);
    }
    await stillAnswers();
    expect((await ask('/')).status).toBe(200);
  });

  test('an upload that breaks off leaves nothing', async () => {
    const before = await uploads();
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(
        `PUT /data/upload?name=x HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${server.token}\r\nContent-Length: 1000000\r\n\r\nhalf`,
      );
      setTimeout(() => socket.destroy(), 100);
    });
    await new Promise((closed) => socket.once('close', closed));
    await expect.poll(async () => (await uploads()).length).toBe(before.length);
  });

  test.each([
    ['an upload larger than any disk', { 'content-length': String(2 ** 52) }],
    ['an upload of a length that is none', { 'content-length': '-1' }],
  ])('%s is refused before a byte is kept', async (_, headers) => {
    const before = await uploads();
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    expect(
      await raw(
        `PUT /data/upload?name=x HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${server.token}\r\n${lines.join('')}\r\n`,
      ),
    ).toMatch(/^HTTP\/1\.1 4/);
    expect(await uploads()).toEqual(before);
  });
});
