import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Region } from '../bytes/region.ts';
import { emptyDigests } from '../tar/hashed-bodies.ts';
import { indexLayer } from '../tar/index-layer.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { END, header, member } from '../tar/scan.test-support.ts';
import { jobs, type JobContext } from './jobs.ts';

/*
 * Work that may take long tells how far it is at least once in so many units of it, and can be stopped there. That is what
 * keeps a progress line moving and Ctrl-C working, on a machine of any speed.
 */

const ENTRIES = 60_000;
const BODY = 24 << 20;

let folder = '';
let many: IndexedLayer;
let upper: IndexedLayer;
let large: IndexedLayer;
let largeGzip: IndexedLayer;

async function layerOf(name: string, bytes: Uint8Array): Promise<IndexedLayer> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return indexLayer({ file, offset: 0, size: bytes.length });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-life-'));
  many = await layerOf('many', entries(''));
  upper = await layerOf('upper', entries('.wh.'));
  const body = Buffer.concat([member('large', Buffer.alloc(BODY, 'outcrop ')), END]);
  large = await layerOf('large', body);
  largeGzip = await layerOf('large.gz', gzipSync(body, { level: 1 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function entries(prefix: string): Buffer {
  return Buffer.concat([...Array.from({ length: ENTRIES }, (_, i) => header(`d/${prefix}${i}`)), END]);
}

const ROW = Int32Array.of(0);
const region = ({ region: { file, size } }: IndexedLayer): Region => ({ file, offset: 0, size });

/** Job, what it does, and the units (entries or bytes) that may pass between two signs of life. */
const WORK: readonly (readonly [what: string, most: number, run: (context: JobContext) => unknown])[] = [
  ['reads a layer of many entries', 1 << 20, (c) => jobs.indexLayer({ region: region(many), compression: 'none' }, c)],
  ['inflates a layer', 4 << 20, (c) => jobs.indexLayer({ region: region(largeGzip), compression: 'gzip' }, c)],
  ['hashes a layer', 4 << 20, (c) => jobs.hashLayer({ region: region(large), compression: 'none' }, c)],
  ['merges layers', 1 << 15, (c) => jobs.merge({ indexes: [many.index, upper.index] }, c)],
  [
    'measures space',
    1 << 15,
    (c) => {
      const { table } = jobs.merge({ indexes: [many.index, upper.index] }, { ...c, onProgress: () => {} });
      return jobs.measureSpace({ table, indexes: [many.index, upper.index] }, c);
    },
  ],
  [
    'searches one large file',
    4 << 20,
    (c) => jobs.searchLayer({ layer: large, rows: ROW, query: { text: 'zz', pattern: 'text', ignoreCase: false } }, c),
  ],
  ['hashes one large file', 4 << 20, (c) => jobs.hashBodies({ layer: large, rows: ROW, digests: emptyDigests(1) }, c)],
  ['reads one large file', 4 << 20, (c) => jobs.readBodies({ layer: large, rows: ROW }, c)],
  [
    'unpacks a layer',
    4 << 20,
    (c) =>
      jobs.unpackLayer(
        { region: region(largeGzip), compression: 'gzip', target: join(folder, `copy${Math.random()}`) },
        c,
      ),
  ],
];

describe.each(WORK)('a job that %s', (_, most, run) => {
  test('tells how far it is', async () => {
    const told = [0];
    await run({ cancelled: () => false, onProgress: (done) => told.push(done) });
    const steps = told.slice(1).map((done, i) => done - told[i]!);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...steps)).toBeLessThanOrEqual(most);
    expect(told.at(-1)).toBeGreaterThan(0);
  });

  test('ends when it is cancelled half-way', async () => {
    let signs = 0;
    const half = async () => run({ cancelled: () => signs > 1, onProgress: () => signs++ });
    await expect(half()).rejects.toMatchObject({ code: 'cancelled' });
  });
});
