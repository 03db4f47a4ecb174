import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataURL } from '../../shared/contract/contract.ts';
import { createEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/opened.ts';
import { createApi, type Api } from './api.ts';
import { writeArchive } from './archive.test-support.ts';

const BODY = Array.from({ length: 200_000 }, (_, index) => String(index % 10)).join('');

let folder = '';
let engine: Engine;
let api: Api;
let image = '';
let config = '';
let big = 0;
let empty = 0;
let etc = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-http-'));
  const path = join(folder, 'web.tar');
  await writeArchive(path, 'web:1', [{ 'etc/': '', 'etc/empty': '', "it's big (1).txt": BODY }, { 'etc/empty': '' }]);
  engine = createEngine({ dataDir: join(folder, 'data'), threads: 0 });
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
  const opened = (await engine.open(path)).images[0];
  const loaded = await opened?.load();
  image = opened?.summary.handle ?? '';
  config = opened?.summary.id ?? '';
  big = loaded?.lookup("/it's big (1).txt") ?? -1;
  empty = loaded?.lookup('/etc/empty') ?? -1;
  etc = loaded?.lookup('/etc') ?? -1;
});
afterAll(async () => {
  await api.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (url: string, init: RequestInit = {}) => api.fetch(new Request(`http://127.0.0.1/${url}`, init));
const ranged = (range: string) => get(dataURL.content(image, big, 0), { headers: { range } });

describe('content', () => {
  test('the whole file, to be saved and never shown', async () => {
    const response = await get(dataURL.content(image, big, 0));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(BODY);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-disposition': "attachment; filename*=UTF-8''it%27s%20big%20%281%29.txt",
      'content-length': '200000',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    });
  });

  test.each([
    ['the first bytes', 'bytes=0-9', 206, 'bytes 0-9/200000', BODY.slice(0, 10)],
    ['bytes in the middle', 'bytes=123456-123465', 206, 'bytes 123456-123465/200000', '6789012345'],
    ['the last bytes', 'bytes=-5', 206, 'bytes 199995-199999/200000', '56789'],
    ['bytes behind the end', 'bytes=200000-', 416, 'bytes */200000', ''],
    ['several ranges: the whole', 'bytes=0-1,5-6', 200, null, BODY],
  ])('%s', async (_, range, status, contentRange, body) => {
    const response = await ranged(range);
    expect([response.status, response.headers.get('content-range'), await response.text()]).toEqual([
      status,
      contentRange,
      body,
    ]);
  });

  test('HEAD says the length and sends nothing', async () => {
    const response = await get(dataURL.content(image, big, 0), { method: 'HEAD' });
    expect([response.headers.get('content-length'), await response.text()]).toEqual(['200000', '']);
  });

  test('an empty file is empty', async () => {
    const response = await get(dataURL.content(image, empty, 1));
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test.each([
    ['a folder has no bytes', () => dataURL.content(image, etc, 0), 409, 'not-a-file'],
    ['a path that is not there', () => dataURL.content(image, 99_999, 0), 404, 'no-such-path'],
    ['a layer that is not there', () => dataURL.content(image, big, 7), 404, 'no-such-layer'],
    ['an image that is not open', () => dataURL.content('gone', big, 0), 410, 'stale'],
    ['a number that is none', () => `data/content?image=${image}&path=-1&layer=0`, 400, 'bad-request'],
    ['nothing asked', () => 'data/content', 400, 'bad-request'],
    ['another name', () => 'data/other', 404, 'not-found'],
  ])('%s', async (_, url, status, code) => {
    const response = await get(url());
    expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }]);
  });

  test('a method that changes things is not answered', async () => {
    const response = await get(dataURL.content(image, big, 0), { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('blob', () => {
  test('the config comes as it stands in the archive', async () => {
    const response = await get(dataURL.blob(image, config));
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[0-9a-f]{12}\.json$/);
    expect(await response.json()).toMatchObject({ architecture: 'amd64' });
  });

  test.each([
    ['a digest that nothing has', () => dataURL.blob(image, `sha256:${'0'.repeat(64)}`), 404],
    ['no digest', () => dataURL.blob(image, 'latest'), 400],
  ])('%s', async (_, url, status) => expect((await get(url())).status).toBe(status));
});
