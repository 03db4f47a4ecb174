import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extract as unpack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runOutcrop } from './run.test-support.ts';
import { makeArchive, MTIME, type TestImage } from './test-image.ts';

const FIXTURES = fileURLToPath(new URL('../../e2e/fixtures/images/', import.meta.url));
const SAME = 'the same bytes twice';
const IMAGE: TestImage = {
  names: ['analysis:1'],
  layers: [
    {
      createdBy: 'base',
      entries: [
        { name: 'etc/' },
        { name: 'etc/motd', text: 'hello world' },
        { name: 'etc/alias', symlink: '/etc/passwd', mode: 0o777 },
        { name: 'a', text: SAME },
        { name: 'b', text: SAME },
        { name: 'a2', hardlink: 'a' },
        { name: 'dev/null', device: [1, 3], mode: 0o666 },
        { name: 'su', text: 'setuid', mode: 0o4755, uid: 7 },
        { name: 'xattr', text: 'x', xattrs: { 'user.note': 'hello' } },
        { name: `${'long/'.repeat(40)}name`, text: 'deep' },
      ],
    },
    { createdBy: 'change', entries: [{ name: 'etc/.wh.motd' }, { name: '.env', text: 'TOKEN=1' }] },
    { createdBy: 'clean', entries: [{ name: '.wh..env' }] },
  ],
};
/** Names and links that would leave the folder, or lead out of it. */
const HOSTILE: TestImage = {
  names: ['hostile:1'],
  layers: [
    {
      createdBy: 'evil',
      entries: [
        { name: '../../canary/up', text: 'x' },
        { name: '/canary-absolute', text: 'x' },
        { name: 'way', symlink: '../canary', mode: 0o777 },
        { name: 'way/through', text: 'x' },
        { name: 'alive', symlink: '../canary/alive', mode: 0o777 },
        { name: 'linked', hardlink: 'alive' },
        { name: 'good', text: 'good' },
      ],
    },
  ],
};

let folder: string;
let image: string;
let hostile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-analysis-'));
  [image, hostile] = [join(folder, 'image.tar'), join(folder, 'hostile.tar')];
  await writeFile(image, await makeArchive([IMAGE]));
  await writeFile(hostile, await makeArchive([HOSTILE]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const outcrop = (...args: string[]) => runOutcrop(folder, args);

const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await outcrop(...args, '--json')).stdout) as T;

interface Space {
  readonly contentSize: number;
  readonly visibleSize: number;
  readonly hiddenSize: number;
  readonly hidden: readonly {
    readonly path: string;
    readonly rawPath?: string;
    readonly layer: number;
    readonly size: number;
    readonly hiddenBy: { readonly layer: number };
  }[];
  readonly duplicates: readonly {
    readonly size: number;
    readonly count: number;
    readonly copies: readonly { readonly path: string }[];
  }[];
}
interface Waste {
  readonly file_bytes: number;
  readonly hidden_bytes: number;
  readonly hidden: readonly {
    readonly p: string;
    readonly bytes: number;
    readonly added: number;
    readonly hidden: number;
  }[];
}

/** Rows of names that JSON and the truth write alike. */
const plain = (list: string[]) => list.filter((row) => /^[\n -~]*$/.test(row)).toSorted();

describe('space', () => {
  test.each([
    ['busybox', 'docker-save.tar.gz'],
    ['tricky', 'oci-zstd.tar'],
  ])('%s has the hidden bytes that were counted from its layers without Outcrop', async (name, file) => {
    const truth = JSON.parse(readFileSync(join(FIXTURES, name, 'truth/waste.json'), 'utf8')) as Waste;
    const space = await json<Space>('space', join(FIXTURES, name, file));
    expect(space).toMatchObject({
      contentSize: truth.file_bytes,
      hiddenSize: truth.hidden_bytes,
      visibleSize: truth.file_bytes - truth.hidden_bytes,
    });
    const rows = space.hidden.map(({ rawPath, path, layer, size, hiddenBy }) =>
      [
        rawPath ? Buffer.from(rawPath, 'base64').toString('latin1') : Buffer.from(path).toString('latin1'),
        layer,
        hiddenBy.layer,
        size,
      ].join(' '),
    );
    const expected = truth.hidden
      .filter(({ bytes }) => bytes > 0)
      .map(({ p, bytes, added, hidden }) => [`/${Buffer.from(p).toString('latin1')}`, added, hidden, bytes].join(' '));
    expect(plain(rows)).toEqual(plain(expected));
    expect(rows).toHaveLength(expected.length);
  });

  test('the JSON has the fields of the manual, and finds what is stored twice', async () => {
    const space = await json<Space>('space', image);
    expect(Object.keys(space)).toEqual([
      'contentSize',
      'visibleSize',
      'hiddenSize',
      'efficiency',
      'hidden',
      'duplicates',
      'dive',
    ]);
    expect(space.hidden.map(({ path, size }) => [path, size])).toEqual([
      ['/etc/motd', 11],
      ['/.env', 7],
    ]);
    expect(space.duplicates.map(({ size, count, copies }) => [size, count, copies.map(({ path }) => path)])).toEqual([
      [SAME.length, 2, ['/a', '/b']],
    ]);
  });
});

describe('search', () => {
  test('one JSON object a line, hidden ones with who hides them', async () => {
    const { stdout, status } = await outcrop('search', image, 'TOKEN', '--content', '--json');
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      {
        path: '/.env',
        layer: 1,
        type: 'file',
        size: 7,
        visible: false,
        hiddenBy: { layer: 2, how: 'whiteout', via: '/.env' },
        matches: [{ offset: 0, line: 1, before: '', match: 'TOKEN', after: '=1' }],
        matchCount: 1,
      },
    ]);
  });

  test.each<[string, string[], string[]]>([
    ['a name', ['motd'], ['/etc/motd']],
    ['only what is visible', ['motd', '--visible'], []],
    ['a glob', ['?', '--glob'], ['/a', '/b']],
    ['a regular expression', ['^/[ab]2?$', '--regex'], ['/a', '/b', '/a2']],
    ['ignoring case', ['MOTD', '-i'], ['/etc/motd']],
    ['with case', ['MOTD'], []],
  ])('%s', async (_, args, paths) => {
    const { stdout } = await outcrop('search', image, ...args, '--json');
    const found = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as { path: string }).path);
    expect(found).toEqual(paths);
  });

  test.each([[['x(', '--regex']], [['x', '--regex', '--glob']], [['x', '--layer', '9']]])(
    '%j is refused',
    async (args) => {
      expect((await outcrop('search', image, ...args)).status).toBeGreaterThanOrEqual(2);
    },
  );
});

describe('check', () => {
  test('the defaults: a deleted secret breaks a rule', async () => {
    const { status, stdout } = await outcrop('check', image, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      rules: [
        { name: 'min-efficiency', status: 'fail' },
        { name: 'max-hidden-secrets', status: 'fail', actual: 1, limit: 0 },
      ],
    });
  });

  test('a file of dive gives dive’s verdict; an option outranks it', async () => {
    const file = join(folder, 'rules');
    await writeFile(file, 'rules:\n  lowestEfficiency: 0.1\n  highestUserWastedPercent: disabled\n');
    expect((await outcrop('check', image, '--ci-config', file)).status).toBe(0);
    expect((await outcrop('check', image, '--ci-config', file, '--highestWastedBytes', '5')).status).toBe(1);
  });

  test.each([
    [['--min-efficiency', '90%']],
    [['--max-hidden', 'lots']],
    [['--ci-config', '/nowhere/rules']],
    [['--max-secrets', '1.5']],
  ])('%j is wrong usage or unusable, not a broken rule', async (args) =>
    expect((await outcrop('check', image, ...args)).status).toBeGreaterThanOrEqual(2),
  );
});

describe.skipIf(process.platform === 'win32')('extract', () => {
  test('into a folder: paths stay whole, links and modes as they are, devices skipped', async () => {
    const out = join(folder, 'all');
    const { status, stdout } = await outcrop('extract', image, '-o', out, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ skipped: [{ path: '/dev/null', reason: 'device' }] });
    expect((await readdir(out)).toSorted()).toEqual(['a', 'a2', 'b', 'dev', 'etc', 'long', 'su', 'xattr']);
    expect(await readFile(join(out, `${'long/'.repeat(40)}name`), 'utf8')).toBe('deep');
    expect(await readlink(join(out, 'etc/alias'))).toBe('/etc/passwd');
    expect((await lstat(join(out, 'a'))).ino).toBe((await lstat(join(out, 'a2'))).ino);
    expect((await lstat(join(out, 'su'))).mode & 0o7777).toBe(0o755);
    expect((await lstat(join(out, 'etc'))).mtimeMs).toBe(MTIME * 1000);
  });

  test('set-id bits only when asked', async () => {
    const out = join(folder, 'setid');
    await outcrop('extract', image, '/su', '-o', out, '--set-id');
    expect((await lstat(join(out, 'su'))).mode & 0o7777).toBe(0o4755);
  });

  test('a hidden version by its layer, and a path that only a layer has is said to be hidden', async () => {
    const out = join(folder, 'hidden');
    expect((await outcrop('extract', image, '/etc/motd', '--layer', '0', '-o', out)).status).toBe(0);
    expect(await readFile(join(out, 'etc/motd'), 'utf8')).toBe('hello world');
    const { status, stdout } = await outcrop('extract', image, '/etc/motd', '-o', out, '--json');
    expect([status, JSON.parse(stdout)]).toMatchObject([1, { written: 0, skipped: [{ reason: 'hidden' }] }]);
  });

  test('what is there stays unless force says otherwise', async () => {
    const out = join(folder, 'twice');
    await mkdir(out);
    await writeFile(join(out, 'a'), 'mine');
    expect((await outcrop('extract', image, '/a', '-o', out)).status).toBe(1);
    expect(await readFile(join(out, 'a'), 'utf8')).toBe('mine');
    expect((await outcrop('extract', image, '/a', '-o', out, '--force')).status).toBe(0);
    expect(await readFile(join(out, 'a'), 'utf8')).toBe(SAME);
  });

  test('a hostile image stays in its folder', async () => {
    const canary = join(folder, 'canary');
    const out = join(folder, 'cage');
    await mkdir(canary);
    await writeFile(join(canary, 'alive'), 'sings');
    await mkdir(out);
    // Left there by someone who hopes that the extraction walks through it.
    await symlink(canary, join(out, 'canary'));
    const { stdout } = await outcrop('extract', hostile, '-o', out, '--force', '--json');
    expect((JSON.parse(stdout) as { skipped: { reason: string }[] }).skipped.map(({ reason }) => reason)).toContain(
      'unsafe-parent',
    );
    expect(await readdir(canary)).toEqual(['alive']);
    expect(await readFile(join(canary, 'alive'), 'utf8')).toBe('sings');
    expect(existsSync(join(folder, 'canary-absolute')) || existsSync('/canary-absolute')).toBe(false);
    expect(await readFile(join(out, 'good'), 'utf8')).toBe('good');
  });

  test('a tar has it all, is the same every time, and another reader agrees', async () => {
    const { bytes, status } = await outcrop('extract', image, '--tar', '-');
    expect(status).toBe(0);
    expect((await outcrop('extract', image, '--tar', '-')).bytes.equals(bytes)).toBe(true);
    const found: Record<string, unknown> = {};
    const reader = unpack();
    reader.on('entry', (header, stream, next) => {
      found[header.name] = [
        header.type,
        (header.mode ?? 0).toString(8),
        header.uid,
        header.size,
        header.linkname ?? (header.pax as Record<string, string> | null)?.['SCHILY.xattr.user.note'] ?? '',
      ];
      stream.resume();
      stream.on('end', next);
    });
    const read = once(reader, 'finish');
    reader.end(bytes);
    await read;
    expect(found).toMatchObject({
      a: ['file', '644', 0, SAME.length, ''],
      a2: ['link', '644', 0, 0, 'a'],
      'dev/null': ['character-device', '666', 0, 0, ''],
      su: ['file', '4755', 7, 6, ''],
      xattr: ['file', '644', 0, 1, 'hello'],
      'etc/alias': ['symlink', '777', 0, 0, '/etc/passwd'],
      [`${'long/'.repeat(40)}name`]: ['file', '644', 0, 4, ''],
    });
    expect(found['.env']).toBeUndefined();
  });

  test('a layer as it is stored, into a file that is never overwritten unasked', async () => {
    const file = join(folder, 'layer.tar');
    expect((await outcrop('extract', image, '--layer', '1', '--stored', '--tar', file)).status).toBe(0);
    const [, layer] = await json<{ digest: string; blobSize: number }[]>('layers', image);
    expect((await readFile(file)).length).toBe(layer?.blobSize);
    expect((await outcrop('extract', image, '--layer', '1', '--stored', '--tar', file)).status).toBe(3);
    expect((await outcrop('extract', image, '--layer', '1', '--stored', '--tar', file, '--force')).status).toBe(0);
  });

  test.each([[[]], [['-o', 'x', '--tar', 'y']], [['--stored', '--tar', 'y']], [['/nowhere', '--tar', '-']]])(
    '%j is refused',
    async (args) => expect((await outcrop('extract', image, ...args)).status).toBeGreaterThanOrEqual(2),
  );
});

describe('describe', () => {
  const BUSYBOX = join(FIXTURES, 'busybox/docker-save.tar.gz');

  test('a program of a compressed layer, as JSON and for people', async () => {
    const told = await json<Record<string, unknown>>('describe', BUSYBOX, '/bin/busybox');
    expect(told).toMatchObject({ path: '/bin/busybox', kind: 'elf', bits: 64, problem: null });
    const { status, stdout } = await outcrop('describe', BUSYBOX, 'bin/busybox');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^machine +x86_64$/m);
  });

  test('a file that is only text is none of them, and a folder has no content', async () => {
    expect(await json('describe', image, '/a')).toEqual({ path: '/a', size: SAME.length, kind: 'other' });
    const { status, stderr } = await outcrop('describe', image, '/etc', '--json');
    expect(status).toBe(3);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not-a-file' } });
  });
});
