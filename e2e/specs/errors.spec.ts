import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { fixture } from '../harness/forms.ts';
import { dockerArchive, ociLayout, sha256, takeApart, type ImageParts } from '../harness/image-parts.ts';
import { layOut, packMembers, type Member } from '../harness/members.ts';
import { outcrop, outcropLines, requireBuild, type Finished } from '../harness/product.ts';
import { makeScratch, removeScratch, stateOf } from '../harness/scratch.ts';
import type { WireError } from '../../shared/errors.ts';

let scratch: string;
/** `OUTCROP_HOME`. */
let home: string;
/** Working folder with a file that nothing may touch. */
let canary: string;
let parts: ImageParts;

test.beforeAll(async () => {
  requireBuild();
  scratch = makeScratch();
  home = join(scratch, 'home');
  canary = join(scratch, 'canary');
  await mkdir(canary);
  await writeFile(join(canary, 'alive'), 'untouched\n');
  parts = await takeApart(await readFile(fixture('busybox/docker-save.tar.gz')), 'corpus/busybox:1');
});
test.afterAll(() => removeScratch(scratch));

/** A bad input, and what the sentence about it must speak of. */
interface BadInput {
  readonly title: string;
  readonly name: string;
  /** Undefined makes nothing: the path does not exist. */
  readonly make?: (path: string) => Promise<unknown>;
  readonly says: RegExp;
}

const archive = (members: () => readonly Member[] | Promise<readonly Member[]>) => async (path: string) =>
  writeFile(path, await packMembers(await members()));

const UNUSABLE: readonly BadInput[] = [
  { title: 'a path where nothing is', name: 'nothing-here.tar', says: /no such|not found|does not exist|no file/i },
  { title: 'an empty file', name: 'empty.tar', make: (path) => writeFile(path, ''), says: /empty/i },
  {
    title: 'a text file',
    name: 'notes.txt',
    make: (path) => writeFile(path, 'These are my notes, not an image.\n'.repeat(100)),
    says: /not .*(image|archive|tar)/i,
  },
  {
    title: 'an archive cut in the middle of its layers',
    name: 'cut.tar',
    make: async (path) => {
      const whole = await packMembers(dockerArchive(parts));
      await writeFile(path, whole.subarray(0, 3_000_000));
    },
    says: /end|truncated|cut|incomplete/i,
  },
  {
    title: 'a gzip archive cut in the middle',
    name: 'cut.tar.gz',
    make: async (path) =>
      writeFile(path, (await readFile(fixture('busybox/docker-save.tar.gz'))).subarray(0, 1_000_000)),
    says: /end|truncated|cut|incomplete|gzip/i,
  },
  {
    title: 'a bzip2 archive',
    name: 'image.tar.bz2',
    make: (path) => writeFile(path, Buffer.concat([Buffer.from('BZh91AY&SY'), Buffer.alloc(4096, 7)])),
    says: /bzip2/,
  },
  {
    title: 'an OCI archive without its manifest',
    name: 'no-manifest.tar',
    make: archive(() => {
      const members = ociLayout(parts, 'gzip');
      const small = members.filter((member) => member.kind !== 'file' || !isManifest(member.bytes));
      return small;
    }),
    says: /manifest/i,
  },
  {
    title: 'a docker-archive whose manifest.json is null',
    name: 'null-manifest.tar',
    make: archive(() => withFile(dockerArchive(parts), 'manifest.json', 'null')),
    says: /manifest\.json/,
  },
  {
    title: 'a docker-archive whose manifest.json is not JSON',
    name: 'bad-manifest.tar',
    make: archive(() => withFile(dockerArchive(parts), 'manifest.json', '[{"Config":')),
    says: /manifest\.json/,
  },
  {
    title: 'a manifest whose config is ../../etc/passwd',
    name: 'config-outside.tar',
    make: archive(() =>
      withFile(dockerArchive(parts), 'manifest.json', JSON.stringify([{ Config: '../../etc/passwd', Layers: [] }])),
    ),
    says: /\.\.\/\.\.\/etc\/passwd/,
  },
  {
    title: 'a folder without any layout',
    name: 'photos',
    make: (path) => layOut([{ kind: 'file', name: 'summer/one.txt', bytes: Buffer.from('one') }], path),
    says: /neither index\.json nor manifest\.json/,
  },
];

for (const { title, name, make, says } of UNUSABLE)
  test(`${title}: one sentence that names the file, exit status 3`, async () => {
    const path = join(scratch, name);
    await make?.(path);
    for (const command of ['inspect', 'layers']) {
      const run = await watched([command, path, '--json']);
      const error = errorOf(run);
      expect(run.status, run.stderr).toBe(3);
      expect(run.stdout.toString()).toBe('');
      expect(error.message).toContain(name);
      expect(error.message).toMatch(says);
      expectOneSentence(error.message);
    }
    const text = await watched(['layers', path]);
    expect(text.status).toBe(3);
    expect(text.stderr.trim().split('\n'), 'text errors are one line').toHaveLength(1);
    expectNoTrace(text);
  });

test('a layer path outside the archive reads nothing of this machine, and says which layer', async () => {
  const path = join(scratch, 'layer-outside.tar');
  const members = dockerArchive(parts);
  const [row] = JSON.parse(textOf(members, 'manifest.json')) as { Config: string; Layers: string[] }[];
  const layers = [row?.Layers[0], '../../../../../../etc/passwd'];
  await archive(() =>
    withFile(members, 'manifest.json', JSON.stringify([{ Config: row?.Config, RepoTags: ['x:1'], Layers: layers }])),
  )(path);
  const run = await watched(['ls', path, '-R', '--json']);
  expect(run.stdout.toString()).not.toContain('root:x:0:0');
  expect(run.stderr).toContain('etc/passwd');
  expectNoTrace(run);
  const cat = await watched(['cat', path, '/etc/passwd']);
  expect(cat.stdout.toString()).not.toContain('root:');
});

/** One broken layer of two: the other one must stay usable. `broken` is the index of the bad one. */
const BROKEN_LAYER: readonly {
  readonly title: string;
  readonly name: string;
  readonly members: () => Member[];
  readonly state?: string;
}[] = [
  {
    title: 'a layer that is not a tar',
    name: 'layer-not-a-tar.tar',
    members: () =>
      dockerArchive({ ...parts, layers: [parts.layers[0] ?? Buffer.alloc(0), Buffer.from('hello '.repeat(999))] }),
    state: 'damaged',
  },
  {
    title: 'a gzip layer that ends too early',
    name: 'layer-cut.tar',
    members: () =>
      ociLayout(parts, 'gzip').map((member) =>
        member.kind === 'file' && member.bytes[0] === 0x1f && member.name === largestBlob(ociLayout(parts, 'gzip'))
          ? { ...member, bytes: member.bytes.subarray(0, member.bytes.length >> 1) }
          : member,
      ),
    state: 'damaged',
  },
  {
    title: 'a layer that is not in the archive',
    name: 'layer-absent.tar',
    members: () => {
      const members = ociLayout(parts, 'raw');
      return members.filter((member) => member.name !== largestBlob(members));
    },
    state: 'absent',
  },
];

for (const { title, name, members, state } of BROKEN_LAYER)
  test(`${title}: told in place, the rest is usable`, async () => {
    const path = join(scratch, name);
    await archive(members)(path);
    const run = await watched(['layers', path, '--json']);
    expect(run.status, run.stderr).toBe(0);
    expectNoTrace(run);
    const layers = JSON.parse(run.stdout.toString()) as { state?: string; problem?: string }[];
    expect(layers).toHaveLength(2);
    expect(layers[0]?.state).toBeUndefined();
    expect(layers[1]?.state).toBe(state);
    expect(layers[1]?.problem ?? '').not.toBe('');
    expectOneSentence(layers[1]?.problem ?? '');
    const below = await outcropLines(['ls', path, '-R', '--layer', '0', '--json'], { home, cwd: canary });
    expect(below.length).toBeGreaterThan(0);
    const verified = await watched(['verify', path, '--json']);
    expect(verified.status, verified.stderr).toBe(1);
    expect((JSON.parse(verified.stdout.toString()) as { ok: boolean }).ok).toBe(false);
    expectNoTrace(verified);
  });

test('a layer that does not hash to its diffID is shown, and verify says that it differs', async () => {
  const path = join(scratch, 'wrong-diffid.tar');
  const config = JSON.parse(parts.config.toString()) as { rootfs: { diff_ids: string[] } };
  const wrong = `sha256:${sha256(Buffer.from('something else'))}`;
  config.rootfs.diff_ids[1] = wrong;
  const changed: ImageParts = { ...parts, config: Buffer.from(JSON.stringify(config)) };
  await archive(() => dockerArchive(changed))(path);
  const entries = await outcropLines(['ls', path, '-R', '--json'], { home, cwd: canary });
  expect(entries.length).toBeGreaterThan(200);
  const run = await watched(['verify', path, '--json']);
  expect(run.status, run.stderr).toBe(1);
  const { ok, items } = JSON.parse(run.stdout.toString()) as {
    ok: boolean;
    items: { kind: string; layer?: number; expected: string; actual: string; state: string }[];
  };
  expect(ok).toBe(false);
  expect(items.find(({ kind, layer }) => kind === 'diffID' && layer === 1)).toMatchObject({
    state: 'differs',
    expected: wrong,
    actual: `sha256:${sha256(parts.layers[1] ?? Buffer.alloc(0))}`,
  });
});

const WRONG_USAGE: readonly (readonly [title: string, args: readonly string[]])[] = [
  ['an unknown option', ['layers', 'x.tar', '--nonsense']],
  ['no image at all', ['layers']],
  ['a layer number that is none', ['ls', 'x.tar', '--layer', 'two']],
];
for (const [title, args] of WRONG_USAGE)
  test(`${title} is wrong usage, exit status 2`, async () => {
    const run = await watched([...args, '--json']);
    expect(run.status, run.stderr).toBe(2);
    expect(errorOf(run).code).toBe('bad-request');
    expectOneSentence(errorOf(run).message);
  });

const NO_SUCH: readonly (readonly [title: string, args: readonly string[], code: WireError['code']])[] = [
  ['a layer that the image does not have', ['ls', '--layer', '9'], 'no-such-layer'],
  ['a path that the image does not have', ['cat', '/no/such/file'], 'no-such-path'],
  ['the bytes of a folder', ['cat', '/bin'], 'not-a-file'],
  ['an image that the file does not have', ['layers', '--image', 'other:9'], 'no-such-image'],
  ['a platform that the file does not have', ['layers', '--platform', 'plan9/mips'], 'no-such-platform'],
];
for (const [title, [command = '', ...rest], code] of NO_SUCH)
  test(`asking for ${title} is refused by name, exit status 3`, async () => {
    const run = await watched([command, fixture('busybox/docker-save.tar.gz'), ...rest, '--json']);
    expect(errorOf(run).code).toBe(code);
    expect(run.status).toBe(3);
    expectOneSentence(errorOf(run).message);
  });

/** Runs a command beside the canary and proves that nothing outside `OUTCROP_HOME` changed. */
async function watched(args: readonly string[]): Promise<Finished> {
  const before = stateOf(canary);
  const run = await outcrop(args, { home, cwd: canary });
  expect(stateOf(canary)).toEqual(before);
  return run;
}

function errorOf(run: Finished): WireError {
  expectNoTrace(run);
  // Warnings may come first; the error is the last thing said.
  const line = run.stderr.trim().split('\n').at(-1) ?? '';
  expect(line, `stderr of a --json run: ${run.stderr}`).toMatch(/^\{"error":/);
  return (JSON.parse(line) as { error: WireError }).error;
}

function expectNoTrace({ stderr }: Finished): void {
  expect(stderr).not.toMatch(/^\s+at .*[:(]\d+/m);
  expect(stderr).not.toMatch(/node:internal|\.ts:\d+|\.js:\d+/);
}

/** One sentence, or one with advice behind a semicolon or colon: no line breaks, ends in a full stop. */
function expectOneSentence(message: string): void {
  expect(message).toMatch(/^\S[^\n]*\.$/);
  expect(message.length).toBeLessThan(400);
}

function withFile(members: readonly Member[], name: string, text: string): Member[] {
  return members.map((member) => (member.name === name ? { kind: 'file', name, bytes: Buffer.from(text) } : member));
}

function textOf(members: readonly Member[], name: string): string {
  const found = members.find((member) => member.name === name);
  if (found?.kind !== 'file') throw new Error(`no ${name}`);
  return found.bytes.toString();
}

function isManifest(bytes: Buffer): boolean {
  return bytes.length < 4096 && bytes.includes('"layers":');
}

function largestBlob(members: readonly Member[]): string {
  const sizes = members.map((member) => ({
    name: member.name,
    size: member.kind === 'file' ? member.bytes.length : 0,
  }));
  // Of busybox the upper layer is the larger one: it has the hard links' headers besides the program.
  return sizes.toSorted((one, other) => other.size - one.size)[0]?.name ?? '';
}
