import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits/limits.ts';
import { indexLayer, type IndexOptions } from './index-layer.ts';
import { readLayer } from './layer-reader.ts';
import { END, member } from './scan.test-support.ts';
import { estargz } from './toc.test-support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-alone-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** More than the ring between the threads holds, so that each waits for the other. */
const lines = (from: number) => Array.from({ length: 60_000 }, (_, i) => `${(from + i) ** 2} of a line`).join('\n');
const TAR = Buffer.concat([
  ...['a', 'b', 'c'].map((name, i) => Buffer.from(member(name, lines(i * 1e5)))),
  Buffer.from(END),
]);
const members = Buffer.concat([gzipSync(TAR.subarray(0, 1_000_000)), gzipSync(TAR.subarray(1_000_000))]);

const withDamage = (blob: Buffer, at: number) => {
  const damaged = Buffer.from(blob);
  damaged.fill(0xff, at, at + 40);
  return damaged;
};

async function layer(blob: Buffer, options: IndexOptions) {
  const file = join(folder, 'layer');
  await writeFile(file, blob);
  return indexLayer({ file, offset: 0, size: blob.length }, options);
}

test.each<[string, Buffer]>([
  ['one gzip member', gzipSync(TAR)],
  ['two gzip members', members],
  ['a zstd frame', zstdCompressSync(TAR)],
  ['eStargz', estargz({ motd: 'hello', big: lines(1) })],
  ['data after the end', Buffer.concat([gzipSync(TAR), Buffer.from('junk')])],
  ['damage within', withDamage(gzipSync(TAR), 300_000)],
  ['an end that is missing', gzipSync(TAR).subarray(0, 200_000)],
  ['nothing', Buffer.alloc(0)],
])('a layer of %s is the same when a thread of its own decodes it', async (_, blob) => {
  const compression = blob[0] === 0x28 ? 'zstd' : 'gzip';
  const here = await layer(blob, { compression });
  const alone = await layer(blob, { compression, isAlone: true });
  expect(alone).toEqual(here);
  if (here.damage === undefined && blob.length > 1e5)
    expect(readLayer(alone, 1_500_000, 5000)).toEqual(readLayer(here, 1_500_000, 5000));
});

test('progress is told, and a cancelled pass ends', async () => {
  const told: number[] = [];
  const options = { compression: 'gzip', isAlone: true, onProgress: (bytes: number) => told.push(bytes) } as const;
  await layer(members, options);
  expect(told.at(-1)).toBe(members.length);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  let looks = 0;
  await expect(layer(members, { ...options, cancelled: () => ++looks > 3 })).rejects.toThrow('Cancelled');
});

test('a limit holds, and what cannot be opened is told as ever', async () => {
  const limits = { ...DEFAULT_LIMITS, 'layer-bytes': 1000, 'layer-ratio': 1 };
  await expect(layer(members, { compression: 'gzip', isAlone: true, limits })).rejects.toThrow('layer-bytes');
  const gone = { file: join(folder, 'gone'), offset: 0, size: 10 };
  expect(() => indexLayer(gone, { compression: 'gzip', isAlone: true })).toThrow('not there');
});
