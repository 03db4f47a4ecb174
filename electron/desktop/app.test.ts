import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Contract } from '../../shared/contract/contract.ts';
import { createEngine } from '../engine/engine.ts';
import { startDesktop } from './app.ts';
import { OPEN_CHANNEL, PORT_CHANNEL } from './channels.ts';
import { createElectronStandIn, mainPort } from './electron.test-support.ts';
import { PAGE } from './origin.ts';

let folder = '';
const said: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-desktop-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'index.html'), '<title>Outcrop</title>');
  await writeFile(join(folder, 'secret.js'), 'secret');
});
afterEach(async () => {
  expect(said.splice(0)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

type StandIn = ReturnType<typeof createElectronStandIn>;

function start(standIn: StandIn, argv: readonly string[] = ['electron', '.', '--no-sandbox', 'a.tar']): void {
  startDesktop({
    electron: standIn.electron,
    createEngine: () => createEngine({ dataDir: join(folder, 'data'), threads: 0 }),
    preload: '/app/preload.cjs',
    rendererDir: join(folder, 'renderer'),
    argv,
    workingFolder: '/images',
    platform: 'linux',
    log: (message) => said.push(message),
  });
}

async function running(options: Parameters<typeof createElectronStandIn>[0] = {}) {
  const standIn = createElectronStandIn(options);
  start(standIn);
  standIn.becomeReady();
  await vi.waitFor(() => expect(standIn.windows).toHaveLength(1));
  const [window] = standIn.windows;
  if (!window) throw new Error('no window');
  return { ...standIn, window };
}

/** Hands main a port from a frame, as the preload does. @returns the page's end */
function handOver({ ipcMain }: StandIn, frame: { url: string; parent: unknown } | null, pageID = 1) {
  const { port1, port2 } = new MessageChannel();
  ipcMain.emit(PORT_CHANNEL, { ports: [mainPort(port2)], senderFrame: frame, sender: { id: pageID } });
  return port1;
}

describe('before ready', () => {
  test('the lock, the sandbox and the scheme come first, and nothing waits', () => {
    const { order, ...rest } = createElectronStandIn();
    start({ order, ...rest });
    expect(order.map((step) => step.split(' ')[0])).toEqual(['lock', 'sandbox', 'schemes', 'whenReady']);
    expect(order[0]).toBe('lock {"files":["/images/a.tar"]}');
    expect(order[2]).not.toMatch(/bypassCSP|corsEnabled|allowServiceWorkers/);
  });

  test('a second start hands its files over and ends', () => {
    const standIn = createElectronStandIn({ locked: true });
    start(standIn);
    expect(standIn.order).toEqual(['lock {"files":["/images/a.tar"]}', 'quit']);
  });
});

describe('the window', () => {
  test('has no Node, no way around the sandbox, and our page', async () => {
    const { window } = await running();
    expect(window.urls).toEqual([PAGE]);
    expect(window.options['webPreferences']).toMatchObject({
      preload: '/app/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
    });
  });

  test.each([
    ['from source', false, true],
    ['packaged', true, false],
  ])('%s: developer tools %s', async (_, packaged, devTools) => {
    const { window } = await running({ packaged });
    expect(window.options['webPreferences']).toMatchObject({ devTools });
  });

  test.each(['will-navigate', 'will-redirect', 'will-attach-webview'])('%s is prevented', async (event) => {
    const { window } = await running();
    let prevented = false;
    window.page.emit(event, { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });

  test('new windows are denied', async () => {
    const { window } = await running();
    expect(window.page.openHandler?.()).toEqual({ action: 'deny' });
  });

  test('every permission is denied', async () => {
    const { session } = await running();
    const answers: boolean[] = [];
    session.requestHandler?.(undefined, 'clipboard-read', (yes) => answers.push(yes));
    expect([...answers, session.checkHandler?.(), session.deviceHandler?.()]).toEqual([false, false, false]);
  });

  test.each([
    ['our own page', 'app://outcrop/index.html', false],
    ['a blob it made', 'blob:app://outcrop/1', false],
    ['the developer tools', 'devtools://devtools/x.js', false],
    ['the web', 'https://example.com/', true],
    ['a socket', 'ws://127.0.0.1:1/', true],
    ['a file', 'file:///etc/passwd', true],
    ['another host of our scheme', 'app://other/index.html', true],
    ['a name that begins with ours', 'app://outcrop.example/', true],
  ])('loading %s: cancelled %s', async (_, url, cancelled) => {
    const { session } = await running();
    let answer: { cancel: boolean } | undefined;
    session.requestFilter?.({ url }, (to) => (answer = to));
    expect(answer).toEqual({ cancel: cancelled });
  });

  test('where it was is remembered', async () => {
    const standIn = createElectronStandIn();
    start(standIn);
    standIn.becomeReady();
    await vi.waitFor(() => expect(standIn.windows).toHaveLength(1));
    const window = standIn.windows[0];
    window?.owner.emit('close');
    expect(JSON.parse(await readFile(join(folder, 'data', 'window.json'), 'utf8'))).toEqual({
      x: 10,
      y: 20,
      width: 1000,
      height: 700,
      maximized: false,
    });
  });
});

async function get(url: string, method = 'GET'): Promise<Response> {
  const { session } = await running();
  const response = await session.handlers.get('app')?.(new Request(url, { method }));
  return response ?? Response.error();
}

describe('app://', () => {
  test('our page comes with the policy of the web host, and no sockets', async () => {
    const response = await get(PAGE);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Outcrop');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'; style-src 'self'");
    expect(policy).toContain("connect-src 'self';");
  });

  test.each([
    ['a path that climbs out', 'app://outcrop/%2e%2e/secret.js', 'GET', 404],
    ['another host', 'app://other/index.html', 'GET', 404],
    ['a method that changes things', PAGE, 'POST', 405],
    ['an upload: files are opened in place here', 'app://outcrop/data/upload?name=x', 'PUT', 400],
    ['a closed image', 'app://outcrop/data/content?image=x&path=1&layer=0', 'GET', 410],
  ])('%s is refused', async (_, url, method, status) => expect((await get(url, method)).status).toBe(status));
});

describe('the port', () => {
  test('our top frame speaks the whole contract over it', async () => {
    const port = handOver(await running(), { url: PAGE, parent: null });
    const client = createORPCClient<ContractRouterClient<Contract>>(new RPCLink({ port }));
    port.start();
    expect(await client.host.info()).toMatchObject({
      host: 'electron',
      openAtStart: ['/images/a.tar'],
      capabilities: { nativeDialogs: true, droppedPaths: true },
    });
    expect(await client.host.pickFile({ folder: false })).toBe('/picked.tar');
    await expect(client.view.rows({ view: 'v1', start: 0, end: 1 })).rejects.toMatchObject({
      code: 'OUTCROP',
      data: { code: 'stale' },
    });
    port.close();
  });

  test.each([
    ['a frame that is gone', null],
    ['a frame inside ours', { url: PAGE, parent: {} }],
    ['a page of the web', { url: 'https://example.com/', parent: null }],
    ['a page with a name like ours', { url: 'app://outcrop.example/index.html', parent: null }],
  ])('%s is refused', async (_, frame) => {
    const port = handOver(await running(), frame);
    await new Promise((resolve) => port.once('close', resolve));
  });

  test('a reload closes the port before it, another window’s stays', async () => {
    const standIn = await running();
    const first = handOver(standIn, { url: PAGE, parent: null });
    const other = handOver(standIn, { url: PAGE, parent: null }, 2);
    const closed = new Promise((resolve) => first.once('close', resolve));
    handOver(standIn, { url: PAGE, parent: null }).close();
    await closed;
    const client = createORPCClient<ContractRouterClient<Contract>>(new RPCLink({ port: other }));
    other.start();
    expect(await client.host.info()).toMatchObject({ host: 'electron' });
    other.close();
  });

  test.each([
    ['an object', { i: '1', p: { u: '/host/info' } }],
    ['more than a mebibyte', 'x'.repeat(2 ** 20 + 1)],
  ])('a frame that is %s closes it', async (_, frame) => {
    const port = handOver(await running(), { url: PAGE, parent: null });
    const closed = new Promise((resolve) => port.once('close', resolve));
    port.postMessage(frame);
    await closed;
  });
});

describe('files of a second start', () => {
  test('are sent to the window', async () => {
    const { app, window } = await running();
    app.emit('second-instance', {}, [], '/', { files: ['/images/b.tar'] });
    expect(window.page.sent).toEqual([[OPEN_CHANNEL, ['/images/b.tar']]]);
  });

  test('that are no list of names open nothing', async () => {
    const { app, window } = await running();
    for (const data of [undefined, 'x', { files: 'x' }, { files: [1, {}] }])
      app.emit('second-instance', {}, [], '/', data);
    expect(window.page.sent).toEqual([]);
  });

  test('that come before it is ready are opened at start', async () => {
    const standIn = createElectronStandIn();
    start(standIn, ['electron', '.']);
    standIn.app.emit('second-instance', {}, [], '/', { files: ['/images/early.tar'] });
    standIn.becomeReady();
    await vi.waitFor(() => expect(standIn.windows).toHaveLength(1));
    const port = handOver(standIn, { url: PAGE, parent: null });
    const client = createORPCClient<ContractRouterClient<Contract>>(new RPCLink({ port }));
    port.start();
    expect(await client.host.info()).toMatchObject({ openAtStart: ['/images/early.tar'] });
    port.close();
  });
});
