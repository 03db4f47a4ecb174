import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { ociArchive, tarOf } from './oci-archive.test-support.ts';

let folder: string;
let small: string;
let other: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-names-'));
  small = join(folder, 'small.tar');
  other = join(folder, 'other.tar');
  await writeFile(small, await ociArchive(['base', 'small']));
  await writeFile(other, await ociArchive(['base', 'other']));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withStore(name: string, use: (engine: ReturnType<typeof createEngine>) => Promise<void>): Promise<void> {
  const engine = createEngine({ dataDir: join(folder, name), threads: 0 });
  try {
    await use(engine);
  } finally {
    await engine.close();
  }
}

async function loadInto(engine: ReturnType<typeof createEngine>, file: string, name: string) {
  return engine.store.load((await engine.open(file)).pick({}), { name });
}

describe('names of the store, as Docker resolves them', () => {
  test('one image has several; a name that moves leaves the other image without one', async () => {
    await withStore('tags', async (engine) => {
      const { id } = await loadInto(engine, small, 'small:1');
      await loadInto(engine, other, 'other');
      expect(await engine.store.tag('small:1', 'registry.example:5000/team/app')).toBe(
        'registry.example:5000/team/app:latest',
      );
      expect(await engine.store.tag(id.slice(7, 19), 'other:latest')).toBe('docker.io/library/other:latest');
      const { images } = await engine.store.listing();
      expect(images.map((image) => [image.id === id, image.names])).toEqual([
        [
          true,
          ['docker.io/library/small:1', 'registry.example:5000/team/app:latest', 'docker.io/library/other:latest'],
        ],
        [false, []],
      ]);
    });
  });

  test.each([
    ['UPPER', /no image name/],
    ['a b', /no image name/],
    [`small@sha256:${'0'.repeat(64)}`, /holds a digest/],
  ])('%s is refused', async (name, says) => {
    await withStore('refused names', async (engine) => {
      await loadInto(engine, small, 'small:1');
      await expect(engine.store.tag('small:1', name)).rejects.toMatchObject({
        code: 'bad-request',
        message: expect.stringMatching(says),
      });
      await expect(engine.store.tag('none:1', 'x:1')).rejects.toMatchObject({ code: 'no-such-image' });
    });
  });

  test.each(['UPPER', 'a b'])('nor is an image loaded under the name %s', async (name) => {
    await withStore('refused loads', async (engine) => {
      await expect(loadInto(engine, small, name)).rejects.toMatchObject({ code: 'bad-request' });
      expect((await engine.store.listing()).images).toEqual([]);
    });
  });

  test('a root file system without a config is loaded, and a bare name means what it means to Docker', async () => {
    await withStore('rootfs', async (engine) => {
      const file = join(folder, 'rootfs.tar');
      await writeFile(file, await tarOf({ 'etc/hostname': Buffer.from('here') }));
      expect((await loadInto(engine, file, 'plain')).names).toEqual(['docker.io/library/plain:latest']);
      const loaded = await (await engine.open('plain', { stored: true })).pick({}).load();
      expect(Buffer.from(await loaded.content('/etc/hostname').read(0, 10)).toString()).toBe('here');
      expect((await engine.store.check()).problems).toEqual([]);
    });
  });

  test('each record says below what it lies and who stands on it', async () => {
    await withStore('sharing', async (engine) => {
      await loadInto(engine, small, 'small:1');
      await loadInto(engine, other, 'other:1');
      const layers = await engine.store.records();
      expect(layers.map(({ parent, usedBy }) => [parent === null, usedBy])).toEqual(
        expect.arrayContaining([
          [true, ['other:1', 'small:1']],
          [false, ['small:1']],
          [false, ['other:1']],
        ]),
      );
    });
  });
});

describe('removing', () => {
  test('takes a name; with the last one go the image and what no other needs', async () => {
    await withStore('rmi', async (engine) => {
      await loadInto(engine, small, 'small:1');
      await loadInto(engine, other, 'other:1');
      await engine.store.tag('small:1', 'small:2');
      expect(await engine.store.remove('small:2')).toEqual({
        names: ['docker.io/library/small:2'],
        images: 0,
        blobs: 0,
        bytes: 0,
        kept: [],
      });
      const removed = await engine.store.remove('small:1');
      expect(removed).toMatchObject({ names: ['docker.io/library/small:1'], images: 1, blobs: 3, kept: [] });
      expect(removed.bytes).toBeGreaterThan(0);
      const left = await engine.store.check();
      expect(left).toEqual({ images: 1, blobs: 4, records: 2, problems: [] });
      expect(await readAll(engine, 'other:1')).toBe('otherother');
    });
  });

  test('by ID an image with several names goes only by force', async () => {
    await withStore('rmi by id', async (engine) => {
      const { id } = await loadInto(engine, small, 'small:1');
      await engine.store.tag('small:1', 'small:2');
      await expect(engine.store.remove(id)).rejects.toMatchObject({ code: 'bad-request' });
      const { names } = await engine.store.remove(id, { force: true });
      expect(names).toHaveLength(2);
      expect((await engine.store.listing()).images).toEqual([]);
    });
  });

  test('an image that a container stands on stays, also without a name and when garbage is collected', async () => {
    await withStore('rmi in use', async (engine) => {
      await loadInto(engine, small, 'small:1');
      const image = await (await engine.open('small:1', { stored: true })).pick({}).load();
      const { container } = await engine.containers.create(image, 'box');
      await expect(engine.store.remove('small:1')).rejects.toMatchObject({
        message: expect.stringMatching(/container box stands on/),
      });
      expect((await engine.store.remove('small:1', { force: true })).kept).toEqual([
        expect.stringMatching(/stays, without a name/),
      ]);
      expect((await engine.store.collectGarbage({ unnamed: true })).images).toBe(0);
      await engine.containers.remove(container.summary.id);
      expect((await engine.store.collectGarbage({ unnamed: true })).images).toBe(1);
    });
  });
});

async function readAll(engine: ReturnType<typeof createEngine>, name: string): Promise<string> {
  const loaded = await (await engine.open(name, { stored: true })).pick({}).load();
  return Buffer.from(await loaded.content(`/${name.split(':')[0]}.txt`).read(0, 10)).toString();
}
