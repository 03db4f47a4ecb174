import { readFile, writeFile, mkdtemp, rm, appendFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detectCompression } from '../compression/detect.ts';
import { indexLayer } from '../tar/index-layer.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { mergeLayers } from '../union/merge.ts';
import { orderChildren } from '../view/child-order.ts';
import { readOrder, writeOrder } from '../view/order-file.ts';
import { readStack, writeStack } from '../view/stack-file.ts';
import { findStored, keepIndex, readIndex } from './index-cache.ts';
import { indexFolders } from './index-folders.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-indexes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Small and seeded, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const KINDS = ['file', 'directory', 'symlink', 'link', 'character-device', 'fifo'] as const;

async function randomTar(seed: number): Promise<Buffer> {
  const pick = random(seed);
  const archive = pack();
  const entries = pick(60);
  for (let i = 0; i < entries; i++) {
    const type = KINDS[pick(KINDS.length)]!;
    const depth = 1 + pick(4);
    const name = Array.from({ length: depth }, () => 'añ.wh-Z'.slice(pick(5)) + pick(9)).join('/');
    const body = type === 'file' ? Buffer.alloc(pick(3000), pick(256)) : '';
    archive.entry(
      {
        name,
        type,
        mode: pick(0o10000),
        uid: pick(4) * 2 ** (8 * pick(4)),
        gid: pick(300),
        mtime: new Date((pick(2) ? 1 : -1) * pick(2 ** 31) * 1000),
        ...((type === 'symlink' || type === 'link') && { linkname: `../${'t'.repeat(1 + pick(120))}` }),
        ...(type === 'character-device' && { devmajor: pick(256), devminor: pick(256) }),
        ...(pick(4) === 0 && { pax: { 'SCHILY.xattr.user.note': 'x'.repeat(pick(50)), path: `${name}-pax` } }),
      },
      body,
    );
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const STORED = {
  raw: (tar: Buffer) => tar,
  gzip: (tar: Buffer) => Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700), { level: 1 })]),
  zstd: (tar: Buffer) => Buffer.concat([zstdCompressSync(tar.subarray(0, 700)), zstdCompressSync(tar.subarray(700))]),
  'cut off': (tar: Buffer) => gzipSync(tar).subarray(0, -20),
} as const;

const foldersOf = (name: string) => indexFolders(join(folder, name), { 'layer-entries': 1 });

/** Writes a layer to a file and indexes it, once the clock's tick in which it was written is over. */
async function layerFile(name: string, bytes: Buffer): Promise<IndexedLayer> {
  const file = join(folder, name);
  await writeFile(file, Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')]));
  await sleep(80);
  return indexLayer({ file, offset: 6, size: bytes.length }, { compression: detectCompression(bytes) });
}

async function keep(folders: ReturnType<typeof foldersOf>, layer: IndexedLayer): Promise<void> {
  const { identity } = findStored(folders, layer.region);
  expect(await keepIndex(folders, layer, identity!)).toBeTypeOf('string');
}

function found(folders: ReturnType<typeof foldersOf>, { region }: IndexedLayer): IndexedLayer | undefined {
  const { stored } = findStored(folders, region);
  return stored && readIndex(folders, region, stored);
}

describe('an index from disk is the one that was kept, to the last column', () => {
  test.each(Object.entries(STORED))('stored %s', async (kind, store) => {
    const layers = await Promise.all(
      Array.from({ length: 12 }, async (_, seed) => layerFile(`${kind}-${seed}`, store(await randomTar(seed)))),
    );
    const folders = foldersOf(`kept ${kind}`);
    for (const layer of layers) {
      await keep(folders, layer);
      expect(found(folders, layer)).toEqual(layer);
    }
    const indexes = layers.map(({ index }) => index);
    const table = mergeLayers(indexes);
    const file = join(folder, `stack ${kind}`);
    await writeStack(file, table);
    const rows = indexes.map(({ length }) => length);
    expect(readStack(file, rows)).toEqual(table);
    expect(readStack(file, [...rows.slice(1), 0])).toBeUndefined();
  });
});

describe('a damaged file is not believed', () => {
  test('whichever byte of it changes, and wherever it ends', async () => {
    const layer = await layerFile('flipped', gzipSync(await randomTar(7)));
    const folders = foldersOf('flipped-indexes');
    await keep(folders, layer);
    const table = mergeLayers([layer.index]);
    await writeStack(join(folders.indexDir, 'stacks', 'one'), table);
    await writeOrder(join(folders.indexDir, 'orders', 'one'), orderChildren(table));
    const believed: string[] = [];
    for (const kind of ['stored', 'tar', 'stacks', 'orders']) {
      const [name = ''] = await readdir(join(folders.indexDir, kind));
      const file = join(folders.indexDir, kind, name);
      const whole = await readFile(file);
      const readers: Record<string, () => unknown> = {
        stacks: () => readStack(file, [layer.index.length]),
        orders: () => readOrder(file, table.length),
      };
      const read = readers[kind] ?? (() => found(folders, layer));
      const variants = [
        ...Array.from({ length: whole.length }, (_, at) => flipped(whole, at)),
        whole.subarray(0, -1),
        whole.subarray(0, 31),
        Buffer.alloc(0),
        Buffer.concat([whole, Buffer.alloc(1)]),
      ];
      for (const [at, bytes] of variants.entries()) {
        await writeFile(file, bytes);
        if (read() !== undefined) believed.push(`${kind} ${at}`);
      }
      await writeFile(file, whole);
      expect(read()).toBeDefined();
    }
    expect(believed).toEqual([]);
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1 << (at % 8);
  return copy;
}

describe('a file that changed is read again', () => {
  test.each([
    ['it grew', (file: string) => appendFile(file, 'x')],
    ['its bytes changed, not its size', (file: string) => writeFile(file, 'y', { flag: 'r+' })],
    ['it is another file of the same name', async (file: string) => (await rm(file), writeFile(file, 'z'.repeat(99)))],
    ['it is gone', (file: string) => rm(file)],
  ])('%s', async (what, change) => {
    const layer = await layerFile(what, await randomTar(3));
    const folders = foldersOf('changed');
    await keep(folders, layer);
    expect(found(folders, layer)).toBeDefined();
    await change(layer.region.file);
    expect(found(folders, layer)).toBeUndefined();
  });

  test('what changed during the pass is not kept', async () => {
    const layer = await layerFile('during', await randomTar(4));
    const folders = foldersOf('during-indexes');
    const { identity } = findStored(folders, layer.region);
    await appendFile(layer.region.file, 'x');
    expect(await keepIndex(folders, layer, identity!)).toBeUndefined();
  });

  test('other limits do not share indexes', async () => {
    const layer = await layerFile('limits', await randomTar(5));
    await keep(foldersOf('limits-indexes'), layer);
    expect(found(indexFolders(join(folder, 'limits-indexes'), { 'layer-entries': 2 }), layer)).toBeUndefined();
  });
});
