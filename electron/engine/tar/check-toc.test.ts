import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexLayer } from './index-layer.ts';
import { estargz, type EstargzOptions, type Row } from './toc.test-support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-toc-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FILES = { motd: 'hello', 'etc/big': 'x'.repeat(10_000), empty: '' };

async function warningsOf(options: EstargzOptions): Promise<string[]> {
  const file = join(folder, 'layer');
  const blob = estargz(FILES, options);
  await writeFile(file, blob);
  const layer = indexLayer({ file, offset: 0, size: blob.length });
  expect(layer.damage).toBeUndefined();
  // The tar is what counts, whatever the table says.
  expect(layer.index.length).toBe(4);
  return layer.warnings.map(({ code, path, message }) =>
    code === 'toc-unreadable' ? message.replace(/.*: it (.*);.*/, '$1') : `${code} ${path}: ${message.split(';')[0]}`,
  );
}

const on = (name: string, change: Partial<Row>) => (rows: Row[]) =>
  rows.map((row) => (row.name === name && row['type'] !== 'chunk' ? { ...row, ...change } : row));
const has = (path: string, what: string) => [
  `toc-mismatch /${path}: /${path} has another ${what} in the layer’s table of contents`,
];

test.each<[string, EstargzOptions, string[]]>([
  ['an honest table', {}, []],
  ['a wrong size', { lie: on('motd', { size: 6 }) }, has('motd', 'size')],
  ['a wrong mode', { lie: on('motd', { mode: 0o4755 }) }, has('motd', 'mode')],
  ['another owner', { lie: on('motd', { uid: 7 }) }, has('motd', 'owner')],
  ['another type', { lie: on('motd', { type: 'symlink', linkName: '/etc/shadow' }) }, has('motd', 'type')],
  ['a changed digest', { lie: on('motd', { digest: `sha256:${'0'.repeat(64)}` }) }, has('motd', 'digest')],
  ['an offset into another member', { lie: on('motd', { offset: 0 }) }, has('motd', 'place')],
  ['an offset within a member', { lie: on('motd', { offset: 3 }) }, has('motd', 'place')],
  ['an offset out of the layer', { lie: on('motd', { offset: 2 ** 50 }) }, has('motd', 'place')],
  ['an inner offset', { lie: on('motd', { innerOffset: 1 }) }, has('motd', 'place')],
  [
    'a chunk elsewhere',
    { lie: (rows) => rows.map((row) => (row['type'] === 'chunk' ? { ...row, offset: 0 } : row)) },
    has('etc/big', 'place'),
  ],
  [
    'an additional name',
    { lie: (rows) => [...rows, { name: 'extra', type: 'reg', size: 0, mode: 0o644 }] },
    ['toc-mismatch /extra: /extra is in the layer’s table of contents but not in the layer'],
  ],
  [
    'a missing name',
    { lie: (rows) => rows.filter(({ name }) => name !== 'motd') },
    ['toc-mismatch /motd: /motd is not in the layer’s table of contents'],
  ],
  ['a negative size', { lie: on('motd', { size: -1 }) }, ['has a number that is none']],
  [
    'a device number of 2^50',
    { lie: on('motd', { type: 'char', devMajor: 2 ** 50 }) },
    ['has a device number that no tar can hold'],
  ],
  ['an unknown type', { lie: on('motd', { type: 'door' }) }, ['has an entry without a known type or name']],
  ['a chunk of nothing', { lie: (rows) => [{ name: 'x', type: 'chunk' }, ...rows] }, ['has a chunk of no file']],
  ['no JSON', { json: () => '{' }, ['is no JSON']],
  ['no list', { json: () => '{"entries":{}}' }, ['lists no entries']],
  ['nested arrays without end', { json: () => '['.repeat(3_000_000) }, ['has too many entries']],
  ['objects without end', { json: () => `[${'{},'.repeat(3_000_000)}{}]` }, ['has too many entries']],
  [
    '70 MB of blanks in a few KB',
    { json: (text) => ' '.repeat(70 << 20) + text },
    ['cannot be inflated or is too large'],
  ],
  ['a footer that points outside', { tocAt: 2 ** 40 }, ['lies outside the layer or is too large']],
  ['a footer that points elsewhere', { tocAt: 1 }, ['cannot be inflated or is too large']],
])('a table with %s', async (_, options, warnings) => {
  expect(await warningsOf(options)).toEqual(warnings);
});

test('a flood of lies is counted, not listed', async () => {
  const more = Array.from({ length: 200 }, (_, i) => ({ name: `n${i}`, type: 'reg', mode: 0o644 }));
  const warnings = await warningsOf({ lie: (rows) => [...rows, ...more] });
  expect(warnings.length).toBe(51);
  expect(warnings.at(-1)).toContain('150 more paths');
});

test('the zstd:chunked table that skopeo writes agrees with the tar, and a byte changed in it is noticed', async () => {
  const file = join(folder, 'chunked');
  await copyFile(join(import.meta.dirname, 'fixtures', 'zstd-chunked-skopeo.tar.zst'), file);
  const layer = indexLayer({ file, offset: 0, size: (await stat(file)).size });
  expect([layer.index.length, layer.warnings]).toEqual([8, []]);
});
