import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openRegion } from '../bytes/region-reader.ts';
import { detectCompression } from './detect.ts';
import { hashRegion } from './hash-region.ts';
import { inflateRegion } from './inflate.ts';
import { regionsOf, skippable, textLike } from './inflate.test-support.ts';
import { inflateWhole } from './inflate-whole.ts';
import { hasHandles } from './sync-decoder.ts';

const regionOf = regionsOf();
const sha = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

const one = textLike(700_000, 1);
const two = textLike(300_000, 2);
const gz = (bytes: Uint8Array, level = 6) => zlib.gzipSync(bytes, { level });
const zst = (bytes: Uint8Array) => zlib.zstdCompressSync(bytes);
const checksummed = (bytes: Uint8Array) =>
  zlib.zstdCompressSync(bytes, { params: { [zlib.constants.ZSTD_c_checksumFlag]: 1 } });

/** A gzip member with every optional header field (RFC 1952 §2.3.1). */
function ornate(bytes: Uint8Array): Uint8Array {
  const plain = gz(bytes);
  const head = Buffer.from(plain.subarray(0, 10));
  head[3] = 2 | 4 | 8 | 16;
  return join(
    head,
    Buffer.from([3, 0, 1, 2, 3]),
    Buffer.from('name\0comment\0'),
    Buffer.from([0, 0]),
    plain.subarray(10),
  );
}

test('this runtime lets zlib be driven below its streams', () => expect(hasHandles()).toBe(true));

describe('well-formed blobs hash to what node:crypto says, whole stream included', () => {
  test.each([
    ['raw bytes', one, one, []],
    ['one gzip member', gz(one), one, []],
    ['a member of stored blocks', gz(one, 0), one, []],
    ['an empty member', gz(new Uint8Array(0)), new Uint8Array(0), []],
    ['two members', join(gz(one), gz(two)), join(one, two), []],
    [
      'many tiny members',
      join(...Array.from({ length: 500 }, () => gz(one.subarray(0, 50)))),
      join(...Array.from({ length: 500 }, () => one.subarray(0, 50))),
      [],
    ],
    ['a member with all header fields', ornate(two), two, []],
    ['zeros after the end', join(gz(one), new Uint8Array(5000)), one, []],
    [
      'zeros between members',
      join(gz(one), new Uint8Array(700), gz(two)),
      join(one, two),
      ['gzip-zeros-between-members'],
    ],
    [
      'garbage after the end (HC05)',
      join(gz(one), Buffer.from('garbage that is long enough')),
      one,
      ['gzip-trailing-data'],
    ],
    ['one zstd frame', zst(one), one, []],
    ['a zstd frame with a checksum', checksummed(one), one, []],
    ['several zstd frames', join(zst(one), checksummed(two), zst(one)), join(one, two, one), []],
    [
      'skippable frames first, between and last',
      join(skippable(one, 3), zst(one), skippable(two), zst(two), skippable(one)),
      join(one, two),
      [],
    ],
    ['an empty zstd frame', join(zst(new Uint8Array(0)), zst(two)), two, []],
    ['zstd with run-length blocks', zst(new Uint8Array(3 << 20)), new Uint8Array(3 << 20), []],
    ['garbage after zstd', join(zst(one), Buffer.from('garbage')), one, ['zstd-trailing-data']],
  ])('%s', (_, stored, plain, warnings) => {
    const region = regionOf(stored, 1000);
    const compression = detectCompression(stored);
    expect(hashRegion(region, compression)).toEqual({ digest: sha(stored), diffID: sha(plain), tarSize: plain.length });
    if (compression !== 'gzip' && compression !== 'zstd') return;
    using reader = openRegion(region);
    expect(warningsOf(inflateRegion(reader, compression, {}).chunks)).toEqual(warnings);
    // The fallback for a runtime without handles agrees.
    const chunks: Uint8Array[] = [];
    for (const chunk of inflateWhole(reader, compression)) chunks.push(chunk.slice());
    expect(sha(join(...chunks))).toBe(sha(plain));
  });
});

function warningsOf(chunks: ReturnType<typeof inflateRegion>['chunks']): string[] {
  let step = chunks.next();
  while (!step.done) step = chunks.next();
  return step.value.warnings.map(({ code }) => code);
}

const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 0x55 : byte));

describe('damaged blobs keep their digest and say what is wrong', () => {
  const gzip = new Uint8Array(gz(one));
  const zstd = new Uint8Array(checksummed(one));
  test.each([
    ['gzip cut in the middle', gzip.subarray(0, gzip.length >> 1), 'ends early'],
    ['gzip cut in its trailer', gzip.subarray(0, -3), 'trailer'],
    ['gzip cut in its header', gzip.subarray(0, 7), 'header'],
    ['gzip cut in its second header', join(gzip, gzip.subarray(0, 5)), 'header'],
    ['gzip with a wrong CRC', flipped(gzip, gzip.length - 8), 'CRC'],
    ['gzip with a wrong length', flipped(gzip, gzip.length - 1), 'length'],
    ['gzip with a wrong block type', flipped(gzip, 10), 'damaged'],
    ['zstd cut in the middle', zstd.subarray(0, zstd.length >> 1), 'ends early'],
    ['zstd cut in its checksum', zstd.subarray(0, -2), 'ends early'],
    ['zstd with a wrong checksum', flipped(zstd, zstd.length - 1), 'damaged'],
    ['zstd cut in a skippable frame', join(zst(one), skippable(one).subarray(0, 100)), 'skippable'],
    [
      'zstd that needs a dictionary',
      flipped(join(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x21 ^ 0x55, 9, 5]), zst(one)), 4),
      'dictionary',
    ],
    ['zstd with a window of 2^41 (HC11)', join(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xff, 1, 0, 0])), 'damaged'],
  ])('%s', (_, stored, says) => {
    const result = hashRegion(regionOf(stored), detectCompression(stored));
    expect(result.digest).toBe(sha(stored));
    expect(result.diffID).toBeUndefined();
    expect(result.damage).toContain(says);
  });
});

test('xz and bzip2 have a digest and no diffID', () => {
  const stored = Buffer.from('BZh9 whatever follows');
  expect(hashRegion(regionOf(stored), detectCompression(stored))).toEqual({
    digest: sha(stored),
    tarSize: stored.length,
  });
});

test('progress ends at the size of the region, and cancelling stops', () => {
  const region = regionOf(gz(one));
  const seen: number[] = [];
  hashRegion(region, 'gzip', { onProgress: (bytes) => seen.push(bytes) });
  expect(seen.at(-1)).toBe(region.size);
  expect(() => hashRegion(region, 'gzip', { cancelled: () => true })).toThrow(
    expect.objectContaining({ code: 'cancelled' }),
  );
});

test('a file that is gone is named', () => {
  const region = { file: '/nowhere/layer.tar', offset: 0, size: 10 };
  expect(() => hashRegion(region, 'none')).toThrow(expect.objectContaining({ code: 'not-found' }));
});
