import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import {
  header,
  HOSTILE_CASES,
  hostileArchive,
  imageWithLayer,
  imageWithLayers,
  measured,
  type Measured,
} from '../harness/hostile.ts';
import { packMembers } from '../harness/members.ts';
import { requireBuild } from '../harness/product.ts';
import { makeScratch, removeScratch, stateOf } from '../harness/scratch.ts';

const MAX_MEMORY = 512 * 2 ** 20;

let scratch: string;
let home: string;
/** Working folder and the one above it: `../` from an image would end here. */
let canary: string;

test.beforeAll(async () => {
  requireBuild();
  scratch = makeScratch();
  home = join(scratch, 'home');
  canary = join(scratch, 'jail', 'canary');
  await mkdir(canary, { recursive: true });
  await writeFile(join(canary, 'alive'), 'untouched\n');
  await writeFile(join(canary, '../victim'), 'untouched\n');
});
test.afterAll(() => removeScratch(scratch));

interface Inspected {
  readonly images: readonly {
    readonly layers: readonly { readonly state?: string; readonly problem?: string }[];
    readonly problem?: string;
    readonly kind?: string;
  }[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** Runs beside the canary: nothing outside `OUTCROP_HOME` may change, and it ends within its bounds. */
async function run(args: readonly string[]): Promise<Measured> {
  const before = stateOf(join(canary, '..'));
  const result = await measured(args, { home, cwd: canary });
  expect(stateOf(join(canary, '..'))).toEqual(before);
  expect(result.hung, `${args.join(' ')} hung`).toBe(false);
  expect(result.status, 'it was ended by a signal').not.toBeNull();
  expect(result.peak).toBeLessThan(MAX_MEMORY);
  expect(result.stderr).not.toMatch(/^\s+at .*[:(]\d+|node:internal|\.[tj]s:\d+|Unhandled|heap/m);
  // eslint-disable-next-line no-control-regex -- a name must not reach the terminal as it is
  expect(result.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
  return result;
}

/** Refused with a sentence as a whole, or where it is wrong: the image, a layer, a document. */
const REFUSED_IN_PLACE: Readonly<Record<string, string>> = {
  HI09: 'layer-count',
  HI22: 'bad-config',
};

for (const found of HOSTILE_CASES) {
  if (found.file === undefined) continue;
  test(`${found.id} ${found.title}: ${found.must}`, async () => {
    const path = await hostileArchive(found, scratch);
    const limit = found.id === 'HI23' ? ['--limit', 'config-bytes=65536'] : [];
    const { status, stdout, stderr } = await run(['inspect', path, '--json', ...limit]);
    if (status !== 0) {
      expect(status, stderr).toBe(3);
      expect(found.must === 'error' || found.id === 'HI29', stderr).toBe(true);
      const { error } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { error: { message: string } };
      expect(error.message).toMatch(/^\S[^\n]*\.$/);
      expect(error.message).toContain(`${found.id}.tar`);
      return;
    }
    const { images, warnings } = JSON.parse(stdout.toString()) as Inspected;
    const problems = images.flatMap((image) =>
      [image.problem ?? [], image.layers.map(({ problem }) => problem ?? [])].flat(2),
    );
    const codes = warnings.map(({ code }) => code);
    const said = [...problems, ...warnings.map(({ message }) => message)];
    for (const sentence of said) expect(sentence).toMatch(/^\S[\s\S]*\.$/);
    if (found.must === 'safe result') expect(problems).toEqual([]);
    else if (found.id === 'HI10') expect((await run(['verify', path, '--json'])).status).toBe(1);
    else if (found.id === 'HI29') expect(images.map(({ kind }) => kind)).toEqual(['artifact']);
    // Docker's old form, without a manifest.json, is read.
    else if (found.id === 'HI35') expect(problems).toEqual([]);
    else if (found.id === 'HI23') expect(codes).toContain('config-missing');
    else if (found.must === 'skip-with-warning') expect(said).not.toEqual([]);
    else if (found.id in REFUSED_IN_PLACE) expect(codes).toContain(REFUSED_IN_PLACE[found.id]);
    else expect(problems).not.toEqual([]);
    // Whatever came of it, a list of what is there can be had, and says when it is not whole.
    const listed = await run(['ls', path, '-R', '--json', ...limit]);
    if (found.id === 'HI29') return;
    expect(listed.status, listed.stderr).toBe(0);
    if (problems.length > 0) expect(listed.stderr).toMatch(/layer-(?:damaged|absent)/);
    for (const line of listed.stdout.toString().split('\n').filter(Boolean))
      expect((JSON.parse(line) as { path: string }).path).toMatch(/^\/(?!.*\/\.\.?(?:\/|$))(?!\.\.?(?:\/|$))/s);
  });
}

test.describe('limits', () => {
  let many: Buffer;
  test.beforeAll(async () => {
    many = await packMembers(
      Array.from({ length: 20_000 }, (_, i) => ({ kind: 'file', name: `a/${i}`, bytes: Buffer.alloc(0) })),
    );
  });

  const ROWS: readonly (readonly [title: string, layer: () => Buffer, limit: string, says: RegExp])[] = [
    ['HT30 entries of a layer', () => many, 'layer-entries=1000', /limit of 1000 entries in a layer \(layer-entries\)/],
    ['HC02 entries of a gzip layer', () => gzipSync(many), 'layer-entries=1000', /limit of 1000 entries/],
    [
      'HC01 what a gzip layer inflates to',
      () => gzipSync(Buffer.alloc(64 << 20)),
      'layer-bytes=1000000',
      /\(layer-bytes\)/,
    ],
  ];
  for (const [title, layer, limit, says] of ROWS)
    test(`${title}: told with the name of the limit, and another may be set`, async () => {
      const path = join(scratch, 'limit.tar');
      await writeFile(path, await imageWithLayer(layer()));
      const ratio = ['--limit', 'layer-ratio=500'];
      const { status, stdout } = await run(['layers', path, '--json', '--limit', limit, ...ratio]);
      expect(status).toBe(0);
      const [only] = JSON.parse(stdout.toString()) as { state?: string; problem?: string }[];
      expect(only?.state).toBe('damaged');
      expect(only?.problem).toMatch(says);
      const whole = JSON.parse((await run(['layers', path, '--json'])).stdout.toString()) as { state?: string }[];
      expect(whole[0]?.state).toBeUndefined();
    });

  test('a limit that does not exist is wrong usage', async () => {
    const { status, stderr } = await run(['limits', '--limit', 'patience=1']);
    expect(status).toBe(2);
    expect(stderr).toContain('layer-entries');
  });
});

test.describe('names at a terminal', () => {
  for (const id of ['HU01', 'HU02', 'HU03', 'HU06', 'HU07', 'HM08'])
    test(`${id} are written out, one line each, no two alike`, async () => {
      const found = HOSTILE_CASES.find((known) => known.id === id)!;
      const { stdout } = await run(['ls', '-R', await hostileArchive(found, scratch)]);
      const lines = stdout.toString().trimEnd().split('\n').slice(1);
      const entries = await run(['ls', '-R', '--json', join(scratch, `${id}.tar`)]);
      expect(lines).toHaveLength(entries.stdout.toString().trimEnd().split('\n').length);
      expect(new Set(lines).size).toBe(lines.length);
      for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
    });
});

test.describe('memory at scale', () => {
  /** Two sizes tell what an entry costs, and with it what a million would take; making those here would take minutes. */
  const [FEW, MANY, MILLION] = [60_000, 300_000, 1_000_000];

  const ROWS: readonly (readonly [title: string, layers: (entries: number) => readonly Buffer[]])[] = [
    ['HL14 hard links to one file', (count) => [Buffer.concat([header('f', '0'), layerOf(count, 'd/l', '1', 'f')])]],
    ['HT32 whiteouts over as many files', (count) => [layerOf(count, 'd/', '0'), layerOf(count, 'd/.wh.', '0')]],
  ];
  for (const [title, layers] of ROWS)
    test(`${title}: a million stay within 512 MiB, by what each of fewer costs`, async () => {
      const peaks: number[] = [];
      for (const entries of [FEW, MANY]) {
        const path = join(scratch, `scale${entries}.tar`);
        await writeFile(path, await imageWithLayers(layers(entries).map((layer) => gzipSync(layer, { level: 1 }))));
        const { status, stderr, peak } = await run(['space', path, '--json']);
        expect(status, stderr).toBe(0);
        peaks.push(peak);
      }
      const [few = 0, many = 0] = peaks;
      const each = (many - few) / (MANY - FEW);
      expect(many + (MILLION - MANY) * each).toBeLessThan(MAX_MEMORY);
    });
});

/** Gzip layers of that many headers, the same but for their number: few bytes to write, as many entries to hold. */
function layerOf(entries: number, prefix: string, type: string, link = ''): Buffer {
  const block = header(`${prefix}0000000`, type, link);
  const sum = block.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0) - 7 * 48;
  const blocks = Buffer.concat([...Array.from({ length: entries }, () => block), Buffer.alloc(1024)]);
  for (let i = 0; i < entries; i++) {
    const digits = String(i).padStart(7, '0');
    const at = i * 512;
    blocks.write(digits, at + prefix.length, 'latin1');
    const own = sum + Buffer.from(digits).reduce((all, byte) => all + byte);
    blocks.write(`${own.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
  }
  return blocks;
}
