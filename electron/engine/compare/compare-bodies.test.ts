import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHA256_BYTES } from '../bytes/sha256.ts';
import { tarOf } from '../opened/oci-archive.test-support.ts';
import { entryAt } from '../tar/entry-at.ts';
import { indexLayer } from '../tar/index-layer.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { BODY } from '../tar/hashed-bodies.ts';
import type { EntryRow } from '../tar/tar-index.ts';
import { compareBodies } from './compare-bodies.ts';

/** More than a window; many in one; one byte. */
const SIZES = [1, 300_000, 17, 262_144, 4096, 600_001, 5, 512, 100_000, 2];
const CONTEXT = { cancelled: () => false, onProgress: () => {} };

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'outcrop-bodies-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `i` and a letter for each byte, so that no two bodies are alike. */
const body = (i: number) => Buffer.alloc(SIZES[i]!, `${i} of many. `);

async function layer(name: string, bytes: Buffer, withBodies = false): Promise<IndexedLayer> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return indexLayer({ file, offset: 0, size: bytes.length }, { withBodies });
}

function rowsByName({ index }: IndexedLayer): ReadonlyMap<string, number> {
  const rows = Array.from({ length: index.length }, (_, row) => row);
  return new Map(rows.map((row) => [Buffer.from(entryAt(index, row as EntryRow).name).toString(), row]));
}

test('bodies of raw layers are compared whatever their sizes, places and order', async () => {
  const names = SIZES.map((_, i) => `f${i}`);
  const changed = new Set(['f1', 'f4', 'f5', 'f9']);
  const before = await layer('before.tar', await tarOf(Object.fromEntries(names.map((name, i) => [name, body(i)]))));
  const other = names.map((name, i) => {
    const bytes = body(i);
    // The last byte: after as many windows as there are.
    if (changed.has(name)) bytes[bytes.length - 1]! ^= 1;
    return [name, bytes] as const;
  });
  const shuffled = [7, 1, 5, 0, 9, 3, 2, 8, 6, 4].map((i) => other[i]!);
  const after = await layer(
    'after.tar',
    await tarOf({ 'before all': Buffer.alloc(70_000), ...Object.fromEntries(shuffled) }),
  );
  const [a, b] = [rowsByName(before), rowsByName(after)];
  const rows = {
    rowsBefore: Int32Array.from(names, (n) => a.get(n)!),
    rowsAfter: Int32Array.from(names, (n) => b.get(n)!),
  };
  const same = compareBodies({ before, after, ...rows }, CONTEXT);
  expect(names.filter((_, at) => same[at] === 0)).toEqual([...changed].toSorted());

  await truncate(join(folder, 'after.tar'), 100_000);
  const cut = compareBodies({ before, after, ...rows }, CONTEXT);
  expect(names.filter((_, at) => cut[at] === 1)).toEqual(['f7']);
});

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
] as const)('bodies of a %s layer are hashed while it is indexed', async (name, compress) => {
  const tar = await tarOf({ ...Object.fromEntries(SIZES.map((_, i) => [`f${i}`, body(i)])), empty: Buffer.alloc(0) });
  const { index, bodies } = await layer(`layer.${name}`, compress(tar), true);
  for (const [row, size] of SIZES.entries()) {
    const digest = Buffer.from(bodies!.digests.subarray(row * SHA256_BYTES, (row + 1) * SHA256_BYTES));
    expect([index.size[row], bodies!.state[row], digest.toString('hex')]).toEqual([
      size,
      BODY.hashed,
      createHash('sha256').update(body(row)).digest('hex'),
    ]);
  }
  expect(bodies!.state[SIZES.length]).toBe(BODY.unread);
});
