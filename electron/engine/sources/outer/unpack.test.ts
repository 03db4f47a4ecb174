import { createHash, randomBytes } from 'node:crypto';
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSource } from '../open-source.ts';
import { sampleImage, writeArchive } from '../sample-image.ts';

let dir = '';
let cacheDir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'outcrop-unpack-'));
  cacheDir = join(dir, 'cache');
});
afterEach(() => rm(dir, { recursive: true }));

const fixture = (name: string) => readFile(new URL(`./fixtures/${name}`, import.meta.url));
const tarOf = async (last = new Uint8Array()): Promise<Buffer> => {
  const { layers, config } = await sampleImage(['one', 'two']);
  const path = await writeArchive(join(dir, 'plain.tar'), [
    ...layers.map((body, n) => ({ name: `${n}.tar`, body })),
    { name: 'c.json', body: config },
    { name: 'manifest.json', body: [{ Config: 'c.json', RepoTags: ['a:1'], Layers: ['0.tar', '1.tar'] }] },
    { name: 'last', body: last },
  ]);
  return readFile(path);
};

/** Two halves compressed apart: a reader that stops after the first shows half an image. */
const inHalves = (bytes: Buffer, compress: (bytes: Uint8Array) => Uint8Array) =>
  Buffer.concat([compress(bytes.subarray(0, 3000)), compress(bytes.subarray(3000))]);
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);

const COMPRESSED: Readonly<Record<string, readonly [string, (tar: Buffer) => Uint8Array]>> = {
  gzip: ['gzip', gzipSync],
  'gzip of two members': ['gzip', (tar) => inHalves(tar, gzipSync)],
  zstd: ['zstd', zstdCompressSync],
  'zstd of two frames': ['zstd', (tar) => inHalves(tar, zstdCompressSync)],
  'zstd after a skippable frame': ['zstd', (tar) => Buffer.concat([skippable, zstdCompressSync(tar)])],
  'gzip inside zstd': ['zstd', (tar) => zstdCompressSync(gzipSync(tar))],
};

describe('a compressed archive, whatever its name says', () => {
  test.each(Object.entries(COMPRESSED))('%s', async (_, [compression, compress]) => {
    const tar = await tarOf();
    const path = join(dir, 'image.tar');
    await writeFile(path, compress(tar));
    const source = await openSource(path, { cacheDir });
    expect(source.compression).toBe(compression);
    expect(source.size).toBe((await stat(path)).size);
    expect(source.warnings).toEqual([]);
    expect(source.images[0]?.names).toEqual(['a:1']);
    const region = source.images[0]?.layers[1]?.region;
    expect(await readFile(region?.file ?? '')).toEqual(tar);
  });

  test.each(['xz-one-stream.tar.xz', 'xz-two-streams.tar.xz'])('%s, made by xz', async (name) => {
    const path = join(dir, name);
    await writeFile(path, await fixture(name));
    const source = await openSource(path, { cacheDir });
    expect(source.compression).toBe('xz');
    const unpacked = await readFile(source.images[0]?.layers[0]?.region?.file ?? '');
    expect(createHash('sha256').update(unpacked).digest('hex')).toBe(XZ_TAR);
  });
});

/** What `xz -dc` makes of both fixtures. */
const XZ_TAR = 'f0d9b43b7adbb8d60bf92672c6e0e2dfbdbe92ecd9e2fd0ca76291aa55c6bec9';

describe('the copy', () => {
  test('is made once while the file stays the same', async () => {
    const path = join(dir, 'a.tar.gz');
    await writeFile(path, gzipSync(await tarOf()));
    const seen: string[] = [];
    const onProgress = ({ stage }: { readonly stage: string }) => seen.push(stage);
    await openSource(path, { cacheDir, onProgress });
    expect(seen).toContain('unpacking');
    seen.length = 0;
    await openSource(path, { cacheDir, onProgress });
    expect(seen).toEqual([]);
    expect(await readdir(join(cacheDir, 'unpacked'))).toHaveLength(1);
  });

  test('is made anew when the file changed', async () => {
    const path = join(dir, 'a.tar.gz');
    await writeFile(path, gzipSync(await tarOf()));
    await openSource(path, { cacheDir });
    await utimes(path, 1, 1);
    await openSource(path, { cacheDir });
    expect(await readdir(join(cacheDir, 'unpacked'))).toHaveLength(2);
  });

  test('leaves nothing behind when it is cancelled', async () => {
    const path = join(dir, 'large.gz');
    await writeFile(path, gzipSync(randomBytes(16 << 20)));
    const controller = new AbortController();
    const opening = openSource(path, { cacheDir, signal: controller.signal, onProgress: () => controller.abort() });
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(join(cacheDir, 'unpacked'))).toEqual([]);
  });

  test('of data that breaks off keeps what came before, with a warning', async () => {
    const tar = await tarOf(randomBytes(1 << 20));
    const path = join(dir, 'cut.tar.gz');
    await writeFile(path, gzipSync(tar, { level: 1 }).subarray(0, 500_000));
    const source = await openSource(path, { cacheDir });
    expect(source.images[0]?.layers).toHaveLength(2);
    expect(source.warnings.map(({ code }) => code)).toContain('damaged-archive');
    const again = await openSource(path, { cacheDir });
    expect(again.warnings.map(({ code }) => code)).toContain('damaged-archive');
    const whole = join(dir, 'whole.tar.gz');
    await copyFile(path, whole);
    await appendFile(whole, gzipSync(tar, { level: 1 }).subarray(500_000));
    expect((await openSource(whole, { cacheDir })).warnings.map(({ code }) => code)).not.toContain('damaged-archive');
  });

  test('needs a folder that can be written to', async () => {
    const path = join(dir, 'a.gz');
    await writeFile(path, gzipSync(await tarOf()));
    const error = { code: 'unwritable', message: expect.stringContaining('data folder') as string };
    await expect(openSource(path, { cacheDir: join(path, 'cache') })).rejects.toMatchObject(error);
  });

  test('is stripped twice at most', async () => {
    const path = join(dir, 'thrice');
    await writeFile(path, gzipSync(gzipSync(gzipSync(await tarOf()))));
    await expect(openSource(path, { cacheDir })).rejects.toMatchObject({ code: 'not-an-image' });
  });
});
