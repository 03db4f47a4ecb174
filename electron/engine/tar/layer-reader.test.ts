import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { regionsOf, skippable, textLike } from '../compression/inflate.test-support.ts';
import { indexLayer } from './index-layer.ts';
import { MAX_READ_BYTES, readBody, readLayer, streamBody, streamLayer } from './layer-reader.ts';
import { archive, header, member, randomFrom, rowsOf } from './scan.test-support.ts';
import { ENTRY_FLAG, type EntryRow } from './tar-index.ts';

const regionOf = regionsOf();
const sha = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

const body = textLike(11_000_000);
// What follows the end marker is part of the stream too.
const tar = join(archive(member('a', 'hello'), member('dir/big', body), member('z', 'zz')), new Uint8Array(9000));
const third = Math.floor(tar.length / 3);
const parts = [tar.subarray(0, third), tar.subarray(third, 2 * third), tar.subarray(2 * third)];

const gzip = (bytes: Uint8Array, options: zlib.ZlibOptions = {}) => zlib.gzipSync(bytes, options);
const fixed = { strategy: zlib.constants.Z_FIXED };
const huffman = { strategy: zlib.constants.Z_HUFFMAN_ONLY };

const STORED: readonly [string, Uint8Array, number][] = [
  ['raw', tar, 0],
  ['gzip -6', gzip(tar), 3],
  ['gzip -1', gzip(tar, { level: 1 }), 3],
  ['gzip -9 with small memory, hence small blocks', gzip(tar, { level: 9, memLevel: 1 }), 3],
  ['gzip of stored blocks', gzip(tar, { level: 0 }), 3],
  ['gzip of fixed blocks', gzip(tar, fixed), 3],
  ['gzip of huffman-only blocks', gzip(tar, huffman), 3],
  ['three gzip members', join(...parts.map((part) => gzip(part))), 3],
  [
    'gzip members of 60 KB',
    join(
      ...Array.from({ length: Math.ceil(tar.length / 60_000) }, (_, i) =>
        gzip(tar.subarray(i * 60_000, (i + 1) * 60_000)),
      ),
    ),
    50,
  ],
  ['one zstd frame', zlib.zstdCompressSync(tar), 1],
  [
    'zstd frames and skippable ones',
    join(
      skippable(Buffer.from('toc')),
      ...parts.map((part) => join(zlib.zstdCompressSync(part), skippable(part.subarray(0, 99)))),
    ),
    3,
  ],
];

describe.each(STORED)('%s', (_, stored, leastPoints) => {
  const layer = indexLayer(regionOf(stored, 777));
  const restarts = 'out' in layer.restart ? layer.restart.out : new Float64Array(0);

  test('has its rows, digests and size', () => {
    expect(rowsOf(layer.index)).toBe(`a:5, dir/big:${body.length}, z:2`);
    expect(layer).toMatchObject({ tarSize: tar.length, warnings: [] });
    expect(layer.damage).toBeUndefined();
    expect([layer.digest, layer.diffID]).toEqual(
      layer.compression === 'none' ? [undefined, undefined] : [sha(stored), sha(tar)],
    );
  });

  test('has restart points, ascending from the start', () => {
    expect(restarts.length).toBeGreaterThanOrEqual(leastPoints);
    if (leastPoints > 0) expect(restarts[0]).toBe(0);
    expect([...restarts]).toEqual([...restarts].toSorted((a, b) => a - b));
  });

  test('reads the same bytes as the plain tar, from anywhere', () => {
    const random = randomFrom(7);
    const around = [...restarts].slice(0, 6).flatMap((point) => [point - 1, point, point + 1]);
    const offsets = [
      0,
      1,
      tar.length - 1,
      tar.length,
      third - 5,
      ...around,
      ...Array.from({ length: 12 }, () => Math.floor(random() * tar.length)),
    ];
    for (const offset of offsets.filter((at) => at >= 0)) {
      const length = Math.floor(random() * 100_000);
      const expected = tar.subarray(offset, offset + length);
      expect(Buffer.compare(readLayer(layer, offset, length), expected), `${length} bytes at ${offset}`).toBe(0);
    }
  });

  test('streams the whole, and bodies', () => {
    const hash = createHash('sha256');
    for (const chunk of streamLayer(layer, 0, Number.POSITIVE_INFINITY)) hash.update(chunk);
    expect(`sha256:${hash.digest('hex')}`).toBe(sha(tar));
    expect(Buffer.from(readBody(layer, 0 as EntryRow, 1, 100)).toString()).toBe('ello');
    expect(readBody(layer, 1 as EntryRow, 0, 20_000_000)).toHaveLength(MAX_READ_BYTES);
    const big = [...streamBody(layer, 1 as EntryRow, 9_000_000, 20_000_000)].map((chunk) => chunk.length);
    expect(big.reduce((sum, length) => sum + length, 0)).toBe(body.length - 9_000_000);
  });
});

describe('damage', () => {
  const small = archive(member('a', 'hello'), member('b', textLike(60_000)), member('c', 'x'));
  test('a gzip layer cut short keeps the rows before the cut', () => {
    const stored = gzip(small);
    const layer = indexLayer(regionOf(stored.subarray(0, stored.length - 500)));
    expect(rowsOf(layer.index)).toBe('a:5, b:60000');
    expect(layer.damage).toContain('ends early');
    expect(layer.diffID).toBeUndefined();
    expect(Buffer.from(readBody(layer, 0 as EntryRow, 0, 5)).toString()).toBe('hello');
    expect(() => readBody(layer, 1 as EntryRow, 0, 60_000)).toThrow(expect.objectContaining({ code: 'layer-damaged' }));
  });
  test('a gzip layer spoilt in the middle keeps the rows before', () => {
    const stored = gzip(small, { level: 0 });
    const layer = indexLayer(regionOf(stored.map((byte, i) => (i === stored.length >> 1 ? byte ^ 1 : byte))));
    expect(rowsOf(layer.index)).toBe('a:5, b:60000, c:1');
    expect(layer.damage).toContain('CRC');
  });
  test('a raw layer cut short marks the entry and refuses its missing bytes', () => {
    const layer = indexLayer(regionOf(small.subarray(0, 3000)));
    expect(rowsOf(layer.index)).toBe('a:5, b:60000');
    expect(layer.index.flags[1]! & ENTRY_FLAG.incomplete).not.toBe(0);
    expect(() => readBody(layer, 1 as EntryRow, 0, 60_000)).toThrow(expect.objectContaining({ code: 'layer-damaged' }));
  });
  test('gzip inside gzip is decoded once (HC03)', () => {
    expect(indexLayer(regionOf(gzip(gzip(small)))).damage).toContain('not a tar archive');
  });
  test('a layer of zeros at a thousand to one is read to its end (HC01)', () => {
    const zeros = archive(member('zeros', new Uint8Array(20 << 20)));
    expect(rowsOf(indexLayer(regionOf(gzip(zeros, { level: 9 }))).index)).toBe(`zeros:${20 << 20}`);
  });
  test.each([
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2])],
    ['bzip2', Buffer.from('BZh91AY')],
  ])('%s is refused by name (HC10)', (name, stored) => {
    expect(() => indexLayer(regionOf(stored))).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(name) }),
    );
  });
  test('an empty blob is an empty layer', () => {
    expect(indexLayer(regionOf(new Uint8Array(0)))).toMatchObject({ tarSize: 0, warnings: [] });
  });
});

const flags = (stored: Uint8Array): boolean[] =>
  [...indexLayer(regionOf(stored)).index.flags].map((bits) => (bits & ENTRY_FLAG.skipped) !== 0);

describe('eStargz', () => {
  const files = join(member('.no.prefetch.landmark', '\x0f'), member('bin/x', 'x'));
  const toc = archive(member('stargz.index.json', '{}'));
  const footer = Buffer.from('1f8b080400000000000018005347160000000000000000000000', 'hex').subarray(0, 16);
  const estargz = join(
    gzip(files),
    gzip(toc),
    footer,
    Buffer.from(`${'0'.repeat(16)}STARGZ`),
    Buffer.from('010000ffff0000000000000000', 'hex'),
  );

  test('its own entries are flagged', () => expect(flags(estargz)).toEqual([true, false, true]));
  test('and leave no warning', () => expect(indexLayer(regionOf(estargz)).warnings).toEqual([]));
  test('the same names elsewhere are not', () => expect(flags(gzip(join(files, toc)))).toEqual([false, false, false]));
});

test('a layer of many entries grows its columns and keeps each row', () => {
  const count = 30_000;
  const many = archive(...Array.from({ length: count }, (_, i) => header(`d${i % 97}/f${i}`, { mtime: i })));
  const { index } = indexLayer(regionOf(many));
  expect(index.length).toBe(count);
  expect([...index.mtime]).toEqual(Array.from({ length: count }, (_, i) => i));
  expect(index.dirCount).toBe(98);
});
