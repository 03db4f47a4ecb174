import { createCipheriv, createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import type { LoadedImage } from '../opened.ts';
import { estargz, type EstargzOptions } from '../tar/toc.test-support.ts';
import { sociLayer, type ZtocOptions } from '../tar/ztoc.test-support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-lazy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FILES = { motd: 'hello', 'etc/big': 'The quick brown fox. '.repeat(600), empty: '' };
const SOCI = join(import.meta.dirname, '..', 'tar', 'fixtures', 'soci.tar.xz');
const SKOPEO = join(import.meta.dirname, '..', 'tar', 'fixtures', 'zstd-chunked-skopeo.tar.zst');

const sha = (content: string) => createHash('sha256').update(content).digest('hex');
const text = (value: unknown) => Buffer.from(JSON.stringify(value));

/** @param ztoc named by a SOCI index beside the image */
async function layout(
  name: string,
  blob: Uint8Array,
  annotations: Record<string, string> = {},
  ztoc?: Uint8Array,
): Promise<string> {
  const root = join(folder, name);
  const blobs = join(root, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const put = async (bytes: Uint8Array) => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    await writeFile(join(blobs, hex), bytes);
    return { digest: `sha256:${hex}`, size: bytes.length };
  };
  const config = await put(text({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [] } }));
  const layers = [{ ...(await put(blob)), annotations }];
  const manifest = await put(text({ schemaVersion: 2, config, layers }));
  const index = ztoc && (await sociIndex(ztoc));
  await writeFile(join(root, 'oci-layout'), text({ imageLayoutVersion: '1.0.0' }));
  const manifests = [manifest, ...(index ? [index] : [])];
  await writeFile(join(root, 'index.json'), text({ schemaVersion: 2, manifests }));
  return root;

  async function sociIndex(table: Uint8Array) {
    const mediaType = 'application/vnd.amazon.soci.index.v1+json';
    const of = { 'com.amazon.soci.image-layer-digest': layers[0]!.digest };
    return put(
      text({
        schemaVersion: 2,
        config: { mediaType, ...(await put(text({}))) },
        layers: [{ mediaType: 'application/octet-stream', ...(await put(table)), annotations: of }],
        subject: manifest,
      }),
    );
  }
}

/** Opens it lazily, then in full; the full answer must not know of the lazy one. */
async function both<T>(path: string, look: (loaded: LoadedImage) => T | Promise<T>): Promise<[T, T]> {
  const engine = createEngine({ dataDir: join(folder, 'data', path.replaceAll('/', '_')), threads: 0 });
  try {
    const image = (await engine.open(path)).pick({ image: '1' });
    const lazy = await look(await image.loadLazy());
    return [lazy, await look(await image.load())];
  } finally {
    await engine.close();
  }
}

const listed = (loaded: LoadedImage) =>
  [...loaded.list({ recursive: true })].map(({ path, type, size, mode }) => `${path} ${type} ${size} ${mode}`);
const bytesOf = async (loaded: LoadedImage, path: string) => {
  const content = loaded.content(path);
  return Buffer.from(await content.read(0, content.size)).toString();
};

test('an eStargz layer lists the same, and its bodies are the same, from its table and from its tar', async () => {
  const path = await layout('honest', estargz(FILES));
  const [lazy, full] = await both(path, listed);
  expect(lazy).toEqual(full);
  for (const [name, body] of Object.entries(FILES))
    expect(await both(path, (loaded) => bytesOf(loaded, `/${name}`))).toEqual([body, body]);
  const [part] = await both(path, async (loaded) => loaded.content('/etc/big').read(8000, 3000));
  expect(Buffer.from(part).toString()).toBe(FILES['etc/big'].slice(8000, 11_000));
});

test('a zstd:chunked layer of skopeo does, too', async () => {
  const path = await layout('skopeo', await readFile(SKOPEO));
  const [lazy, full] = await both(path, async (loaded) => [
    ...listed(loaded),
    await bytesOf(loaded, '/a/seq'),
    await bytesOf(loaded, '/a/zeros'),
    await bytesOf(loaded, '/a/hard'),
  ]);
  expect(full).toHaveLength(11);
  expect(lazy).toEqual(full);
});

/** Damage in a header that no body needs: whoever reads the layer meets it. */
test('a layer is not read when its table answers', async () => {
  const blob = estargz(FILES);
  blob.fill(0xff, 12, 20);
  const path = await layout('damaged', blob);
  const [lazy] = await both(path, async (loaded) => [loaded.layers[0]!.state, ...listed(loaded).slice(-1)]);
  expect(lazy).toEqual(['claimed', '/motd file 5 0644']);
  const engine = createEngine({ dataDir: join(folder, 'data', 'damaged'), threads: 0 });
  const image = (await engine.open(path)).pick({ image: '1' });
  expect((await image.load()).layers[0]!.state).toBe('damaged');
  await engine.close();
});

/** The content of /motd, or the advice at the end of what was said instead. */
const motdOrAdvice = (loaded: LoadedImage) =>
  loaded
    .content('/motd')
    .read(0, 5)
    .then(
      (bytes) => Buffer.from(bytes).toString(),
      (error: Error) => error.message.replace(/.*(without --lazy)\)\.$/, '$1'),
    );

const motd = (change: object): EstargzOptions => ({
  lie: (rows) => rows.map((row) => (row.name === 'motd' ? { ...row, ...change } : row)),
});
test.each<[string, EstargzOptions]>([
  ['a wrong digest', motd({ digest: `sha256:${'0'.repeat(64)}` })],
  ['the place of another file', motd({ offset: 0 })],
  ['a place in the middle of a member', motd({ offset: 3 })],
  ['a place outside the layer', motd({ offset: 2 ** 50 })],
  ['a size that is too small', motd({ size: 4 })],
])('no byte is handed on of a body with %s, and the tar itself is right', async (name, options) => {
  const path = await layout(name.replaceAll(' ', '-'), estargz(FILES, options));
  expect(await both(path, motdOrAdvice)).toEqual(['without --lazy', 'hello']);
});

test('a table that is not the one the manifest names is not used', async () => {
  const blob = estargz(FILES, motd({ size: 4 }));
  const path = await layout('other', blob, { 'containerd.io/snapshot/stargz/toc.digest': `sha256:${'0'.repeat(64)}` });
  const [lazy, full] = await both(path, listed);
  expect(lazy).toEqual(full);
  expect(lazy).toContain('/motd file 5 0644');
});

test('a table with a body too large to be read at random is not used', async () => {
  const path = await layout('huge', estargz(FILES, motd({ size: 2 ** 45 })));
  expect(await both(path, (loaded) => bytesOf(loaded, '/motd'))).toEqual(['hello', 'hello']);
});

test('a layer lists the same, and its bodies are the same, from the SOCI index beside it', async () => {
  const [lazy, full] = await both(SOCI, async (loaded) => [
    ...listed(loaded),
    ...(await Promise.all(['motd', 'services'].map(async (name) => sha(await bytesOf(loaded, `/etc/${name}`))))),
    ...(await Promise.all(
      ['share/doc/GPL-3', 'share/doc/LGPL-2.1', 'bin/ls'].map(async (name) =>
        sha(await bytesOf(loaded, `/usr/${name}`)),
      ),
    )),
  ]);
  expect(full).toHaveLength(24);
  expect(lazy).toEqual(full);
});

test('a layer is not read when the SOCI index beside it answers', async () => {
  const { blob, ztoc } = sociLayer(FILES);
  const damaged = Buffer.from(blob);
  damaged.fill(0xff, 8, 10);
  damaged.fill(0xff, blob.length - 8);
  const path = await layout('soci-unread', damaged, {}, ztoc);
  const [lazy, full] = await both(path, (loaded) => [loaded.layers[0]!.state, ...listed(loaded).slice(-1)]);
  expect(lazy).toEqual(['claimed', '/motd file 5 0644']);
  expect(full[0]).toBe('damaged');
});

const sociMotd = (change: object): ZtocOptions => ({
  lie: (rows) => rows.map((row) => (row.name === 'motd' ? { ...row, ...change } : row)),
});
test.each<[string, ZtocOptions]>([
  ['the place of another file', sociMotd({ offset: 2048 })],
  ['a place before the layer', sociMotd({ offset: 0 })],
  ['a place outside the layer', sociMotd({ offset: 2 ** 40 })],
  ['a size that is too small', sociMotd({ size: 4 })],
  ['another digest of its span', { spanDigests: [`sha256:${'0'.repeat(64)}`] }],
])(
  'no byte is handed on of a body to which a SOCI index gives %s, and the tar itself is right',
  async (name, options) => {
    const { blob, ztoc } = sociLayer(FILES, options);
    const path = await layout(`soci-${name.replaceAll(' ', '-')}`, blob, {}, ztoc);
    expect(await both(path, motdOrAdvice)).toEqual(['without --lazy', 'hello']);
  },
);

test('where a SOCI index lies is a warning on the path, each time the image is opened', async () => {
  const { blob, ztoc } = sociLayer(FILES, sociMotd({ mode: 0o4755 }));
  const path = await layout('soci-lies', blob, {}, ztoc);
  const engine = createEngine({ dataDir: join(folder, 'data', 'soci-lies'), threads: 0 });
  for (let time = 0; time < 2; time++) {
    const loaded = await (await engine.open(path)).pick({ image: '1' }).load();
    const ofLayer = loaded.warnings.filter(({ layer }) => layer === 0);
    expect(ofLayer.map(({ code, path: where }) => [code, where])).toEqual([['toc-mismatch', '/motd']]);
  }
  await engine.close();
});

/** Nothing compresses it: above what is read before anyone minds the wait. */
const LARGE = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16))
  .update(Buffer.alloc(9_000_000))
  .toString('base64');
const largeLayer = (files: Readonly<Record<string, string>>, options?: EstargzOptions) =>
  estargz({ ...files, large: LARGE }, { chunk: 4 << 20, ...options });

/** What a window shows before and after, by one view that is opened before. */
async function previewed(path: string) {
  const engine = createEngine({ dataDir: join(folder, 'data', path.replaceAll('/', '_')), threads: 0 });
  const image = (await engine.open(path)).pick({ image: '1' });
  const preview = await image.preview();
  if (!preview) {
    await engine.close();
    return undefined;
  }
  const spec = { mode: { kind: 'merged' }, showHidden: false, filter: '', sort: 'name', descending: false } as const;
  const before = await preview.openView(spec);
  before.toggle(preview.lookup('/etc')!, true);
  const rows = (view: typeof before) => view.rows(0, 99).rows.map(({ name, size }) => `${name} ${size}`);
  const shown = { rows: rows(before), same: (await image.shown()) === preview, state: image.layers[0]!.state };
  const loaded = await image.load();
  const after = await loaded.openView(spec, undefined, before);
  const now = { rows: rows(after), claims: image.claims, again: await image.preview() };
  expect((await image.shown()) === loaded).toBe(true);
  expect(after.state.revision).toBeGreaterThan(before.state.revision);
  await engine.close();
  return { shown, now };
}

test('a window shows a large eStargz layer by its table until it is read, its folders open as they were', async () => {
  const rows = ['etc 12000', 'big 12000', 'large 12000000', 'motd 5'];
  const files = { motd: 'hello', 'etc/big': 'x'.repeat(12_000) };
  expect(await previewed(await layout('large', largeLayer(files)))).toEqual({
    shown: { rows, same: true, state: 'waiting' },
    now: { rows, claims: 'held', again: undefined },
  });
});

test('when the table lied, what was read takes its place', async () => {
  const files = { motd: 'hello', 'etc/big': 'x' };
  const lie: EstargzOptions = { lie: (rows) => rows.filter(({ name }) => name !== 'motd') };
  expect(await previewed(await layout('large lie', largeLayer(files, lie)))).toEqual({
    shown: { rows: ['etc 1', 'big 1', 'large 12000000'], same: true, state: 'waiting' },
    // Path IDs are others: nobody knows which folders were meant.
    now: { rows: ['etc 1', 'large 12000000', 'motd 5'], claims: 'differed', again: undefined },
  });
});

test('what is read in a moment, or known from before, has no preview', async () => {
  expect(await previewed(await layout('small', estargz(FILES)))).toBeUndefined();
  const path = await layout('large again', largeLayer({ 'etc/a': 'a' }));
  await sleep(80);
  expect(await previewed(path)).toBeDefined();
  expect(await previewed(path)).toBeUndefined();
});
