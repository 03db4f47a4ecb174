import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIFFERENCE_KINDS } from '../../shared/model/compare.ts';
import { makeArchive, type TestImage } from './test-image.ts';
import { createEngine } from '../engine/engine.ts';

const BIG = 'the same in both\n'.repeat(40_000);
const layer = (name: string, text: string) => ({ createdBy: name, entries: [{ name, text }] });
const BASE = { createdBy: 'base', entries: [{ name: 'base', text: BIG }] };
const one: TestImage = { names: ['one'], layers: [BASE, layer('top', 'one')] };
const other: TestImage = { names: ['other'], layers: [BASE, layer('top', 'two')] };
/** Puts a byte into the middle of the base, so that it is not what its diffID says. */
const changed = (tar: Buffer, index: number) => {
  const copy = Buffer.from(tar);
  if (index === 0) copy.write('X', 512 + (BIG.length >> 1));
  return copy;
};
/** Puts other content all through the base. */
const replaced = (tar: Buffer, index: number) =>
  index === 0
    ? Buffer.concat([tar.subarray(0, 512), Buffer.alloc(BIG.length, 'z'), tar.subarray(512 + BIG.length)])
    : tar;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-shared-'));
  await writeFile(join(folder, 'one.tar'), await makeArchive([one]));
  await writeFile(join(folder, 'other.tar'), await makeArchive([other]));
  await writeFile(join(folder, 'changed.tar'), await makeArchive([other], changed));
  await writeFile(join(folder, 'replaced.tar'), await makeArchive([other], replaced));
  // Past the clock's tick in which they were written: only settled files have their indexes kept.
  await sleep(80);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The paths that differ, whether the base is known to be the same, and how many layers were read and kept on the way. */
async function compared(name: string, options: { readonly verify?: boolean; readonly loadBoth?: boolean } = {}) {
  const dataDir = await mkdtemp(join(folder, 'data-'));
  const engine = createEngine({ dataDir, threads: 0 });
  const [before, after] = await Promise.all(
    ['one.tar', name].map(async (file) => (await engine.open(join(folder, file))).images[0]!),
  );
  const opened = await engine.compare(
    { image: before!.summary.handle },
    { image: after!.summary.handle },
    { verify: options.verify ?? false },
  );
  if (options.loadBoth) await after!.load();
  await engine.close();
  const { ladder } = opened.comparison;
  return {
    files: [...opened.files(DIFFERENCE_KINDS)].filter(({ kind }) => kind !== 'identical').map(({ path }) => path),
    base: `${ladder[0]!.kind}${ladder[0]!.kind === 'same' && ladder[0]!.verified ? ', verified' : ''}`,
    read: (await readdir(join(dataDir, 'store', 'indexes', 'v1', 'stored'))).length,
  };
}

test.each([
  ['a base that both claim is read once', 'other.tar', {}, { files: ['/top'], base: 'same', read: 3 }],
  [
    'it is read for the other image once that is opened',
    'other.tar',
    { loadBoth: true },
    { files: ['/top'], base: 'same', read: 4 },
  ],
  ['verifying reads it in both', 'other.tar', { verify: true }, { files: ['/top'], base: 'same, verified', read: 4 }],
  [
    'a claim with other content is not believed',
    'replaced.tar',
    {},
    { files: ['/base', '/top'], base: 'changed', read: 4 },
  ],
  [
    'one changed byte is found by verifying',
    'changed.tar',
    { verify: true },
    { files: ['/base', '/top'], base: 'changed', read: 4 },
  ],
])('%s', async (_, name, options, expected) => {
  expect(await compared(name, options)).toEqual(expected);
});
