import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDigest } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';
import { DEFAULT_LIMITS } from '../limits/limits.ts';
import { checkZtoc } from './check-ztoc.ts';
import { indexLayer } from './index-layer.ts';
import { layerFromToc } from './layer-from-toc.ts';
import { sociLayer, type ZtocOptions, type ZtocRow } from './ztoc.test-support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-ztoc-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FILES = { motd: 'hello', 'etc/big': 'x'.repeat(10_000), empty: '' };

async function put(name: string, bytes: Buffer): Promise<Region> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return { file, offset: 0, size: bytes.length };
}

async function answersTo(options: ZtocOptions): Promise<{ readonly warnings: string[]; readonly isUsed: boolean }> {
  const { blob, ztoc } = sociLayer(FILES, options);
  const region = await put('layer', blob);
  const hex = createHash('sha256').update(ztoc).digest('hex');
  const place = { region: await put('ztoc', ztoc), digest: parseDigest(`sha256:${hex}`)! };
  const limits = { ...DEFAULT_LIMITS, 'layer-entries': 1000 };
  const warnings = checkZtoc(place, indexLayer(region), limits['layer-entries']);
  return {
    warnings: warnings.map(({ code, path, message }) =>
      code === 'toc-unreadable' ? message.replace(/.*: it (.*);.*/, '$1') : `${path}: ${message.split(';')[0]}`,
    ),
    isUsed: layerFromToc(region, { compression: 'gzip', annotations: {}, limits, ztoc: place }) !== undefined,
  };
}

const on = (change: object) => (rows: ZtocRow[]) =>
  rows.map((row) => (row.name === 'motd' ? { ...row, ...change } : row));
const has = (what: string) => [`/motd: /motd has another ${what} in the layer’s table of contents`];

test.each<[string, ZtocOptions, string[]]>([
  ['that is honest', {}, []],
  ['with a wrong size', { lie: on({ size: 6 }) }, has('size')],
  ['with a wrong mode', { lie: on({ mode: 0o4755 }) }, has('mode')],
  ['with another owner', { lie: on({ uid: 7 }) }, has('owner')],
  ['with another type', { lie: on({ type: 'symlink', link: '/etc/shadow', size: 0 }) }, has('type')],
  ['with the place of another file', { lie: on({ offset: 2048 }) }, has('place')],
  ['with a place out of the layer', { lie: on({ offset: 2 ** 50 }) }, has('place')],
  [
    'with an additional name',
    { lie: (rows) => [...rows, { ...rows[0]!, name: 'extra' }] },
    ['/extra: /extra is in the layer’s table of contents but not in the layer'],
  ],
  ['with a missing name', { lie: (rows) => rows.slice(1) }, ['/motd: /motd is not in the layer’s table of contents']],
])('a zTOC %s is taken, and held against the tar', async (_, options, warnings) => {
  expect(await answersTo(options)).toEqual({ warnings, isUsed: true });
});

/** The word at a place taken for an offset, a length or a count. */
const word = (at: number, value: number) => (bytes: Buffer) => {
  bytes.writeUInt32LE(value, at);
  return bytes;
};
const numberAt = (at: number, value: number) => (bytes: Buffer) => {
  bytes.writeBigInt64LE(BigInt(value), at);
  return bytes;
};
const IMPOSSIBLE = 'has checkpoints that cannot be';

test.each<[string, ZtocOptions, string]>([
  ['of another layer', { blobSize: 77 }, 'is of a layer of 77 bytes'],
  ['that is empty', { spoil: () => Buffer.of() }, 'has a place outside of it'],
  ['whose root lies outside', { spoil: word(0, 0xffffffff) }, 'has a place outside of it'],
  ['whose root is itself', { spoil: word(0, 0) }, 'is no zTOC'],
  ['that is cut off', { spoil: (bytes) => bytes.subarray(0, 600) }, 'has a place outside of it'],
  [
    'of the word of another format',
    { spoil: () => Buffer.from('{"version":1,"entries":[]}') },
    'has a place outside of it',
  ],
  ['with a negative size', { lie: on({ size: -1n }) }, 'has a number out of range'],
  ['with a size that no number holds', { lie: on({ size: 2n ** 62n }) }, 'has a number out of range'],
  ['with an unknown type', { lie: on({ type: 'door' }) }, 'has an entry without a known type'],
  [
    'with more rows than a layer may have',
    { lie: (rows) => Array.from({ length: 1001 }, () => rows[0]!) },
    'has too many entries',
  ],
  [
    'whose rows share one row of a thousand records',
    { lie: ([first]) => Array.from({ length: 1000 }, () => many(first!)) },
    'has more in it than it has room for',
  ],
  ['with checkpoints cut off', { checkpoints: (point) => point.subarray(0, 100) }, IMPOSSIBLE],
  ['with a million checkpoints in the place of one', { checkpoints: word(0, 1_000_000) }, IMPOSSIBLE],
  ['with no checkpoint', { checkpoints: word(0, 0) }, IMPOSSIBLE],
  ['with a checkpoint out of the layer', { checkpoints: numberAt(12, 2 ** 40) }, IMPOSSIBLE],
  ['with a negative checkpoint', { checkpoints: numberAt(12, -5) }, IMPOSSIBLE],
  ['that begins within the tar', { checkpoints: numberAt(20, 512) }, IMPOSSIBLE],
  ['with fewer digests than spans', { spanDigests: [] }, IMPOSSIBLE],
])('a zTOC %s is not used', async (_, options, why) => {
  expect(await answersTo(options)).toEqual({ warnings: [why], isUsed: false });
});

const crowded = new Map<ZtocRow, ZtocRow>();
function many(row: ZtocRow): ZtocRow {
  const records = Array.from({ length: 1000 }, () => RECORD);
  const known = crowded.get(row) ?? { ...row, records };
  crowded.set(row, known);
  return known;
}
const RECORD = [{ text: 'k' }, { text: '' }];
