import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import type { LoadedImage } from '../opened.ts';
import { estargz, type EstargzOptions } from '../tar/toc.test-support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-lazy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FILES = { motd: 'hello', 'etc/big': 'The quick brown fox. '.repeat(600), empty: '' };
const SKOPEO = join(import.meta.dirname, '..', 'tar', 'fixtures', 'zstd-chunked-skopeo.tar.zst');

const text = (value: unknown) => Buffer.from(JSON.stringify(value));

async function layout(name: string, blob: Uint8Array, annotations: Record<string, string> = {}): Promise<string> {
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
  await writeFile(join(root, 'oci-layout'), text({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(root, 'index.json'), text({ schemaVersion: 2, manifests: [manifest] }));
  return root;
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
  expect(lazy).toEqual(['ready', '/motd file 5 0644']);
  const engine = createEngine({ dataDir: join(folder, 'data', 'damaged'), threads: 0 });
  const image = (await engine.open(path)).pick({ image: '1' });
  expect((await image.load()).layers[0]!.state).toBe('damaged');
  await engine.close();
});

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
  const answers = await both(path, (loaded) =>
    loaded
      .content('/motd')
      .read(0, 5)
      .then(
        (bytes) => Buffer.from(bytes).toString(),
        (error: Error) => error.message.replace(/.*(without --lazy)\.$/, '$1'),
      ),
  );
  expect(answers).toEqual(['without --lazy', 'hello']);
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
