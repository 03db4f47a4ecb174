import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import { runCommandLine } from './run.ts';
import { gzipped, makeArchive, type TestEntry, type TestImage } from './test-image.ts';

const STATUS = (version: string, more = '') =>
  `Package: tool\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nInstalled-Size: 1\n${more}`;

const BASE: TestImage['layers'][number] = {
  createdBy: 'ADD base',
  entries: [
    { name: 'bin/' },
    { name: 'bin/tool', text: 'one!', mode: 0o755 },
    { name: 'bin/tool-2', hardlink: 'bin/tool', mode: 0o755 },
    { name: 'etc/' },
    { name: 'etc/conf', text: 'a=1\n' },
    { name: 'etc/same', text: 'same' },
    { name: 'etc/link', symlink: 'conf', mode: 0o777 },
    { name: 'etc/was-file', text: 'x' },
    { name: 'old/' },
    { name: 'old/doc.txt', text: 'a text that moves' },
    { name: 'gone/' },
    { name: 'gone/a', text: 'a' },
    { name: 'var/lib/dpkg/status', text: STATUS('1.9-1') },
    { name: 'var/lib/dpkg/info/tool.list', text: '/.\n/bin\n/bin/tool\n' },
  ],
};
const BEFORE: TestImage = { names: ['app:1'], layers: [BASE] };
const HOSTILE = '<script>alert(1)</script>@me.txt';
const AFTER: TestImage = {
  names: ['app:2'],
  layers: [
    BASE,
    {
      createdBy: 'RUN upgrade',
      entries: [
        { name: 'bin/tool', text: 'two!', mode: 0o755 },
        { name: 'etc/conf', text: 'a=1\n', mode: 0o600, uid: 7, xattrs: { 'user.note': 'hi' } },
        { name: 'etc/same', text: 'same' },
        { name: 'etc/link', symlink: 'same', mode: 0o777 },
        { name: 'etc/.wh.was-file' },
        { name: 'etc/was-file/' },
        { name: 'old/.wh.doc.txt' },
        { name: 'new/' },
        { name: 'new/doc.txt', text: 'a text that moves' },
        { name: `new/${HOSTILE}`, text: 'h' },
        { name: '.wh.gone' },
        {
          name: 'var/lib/dpkg/status',
          text: STATUS('1.10-1', '\nPackage: extra\nStatus: install ok installed\nVersion: 1\n'),
        },
      ],
    },
  ],
};

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-compare-'));
  await writeFile(at('a.tar'), await makeArchive([BEFORE]));
  await writeFile(at('b.tar'), await makeArchive([AFTER]));
  await writeFile(at('b.tar.gz'), gzipped(await makeArchive([AFTER])));
  await writeFile(at('both.tar'), await makeArchive([BEFORE, AFTER]));
  await writeFile(at('arm.tar'), await makeArchive([{ ...BEFORE, architecture: 'arm64' }]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function compare(...args: string[]) {
  const [stdout, stderr] = [collector(), collector()];
  const status = await runCommandLine({
    args: ['compare', ...args],
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    signal: new AbortController().signal,
    version: '1.2.3',
    rendererDir: folder,
    exists: existsSync,
    createEngine: (options) => Promise.resolve(createEngine({ dataDir: at('data'), threads: 0, ...options })),
  });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

interface Report {
  readonly verdict: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly layers: readonly { readonly kind: string }[];
  readonly files: readonly {
    readonly path: string;
    readonly kind: string;
    readonly delta: Readonly<Record<string, { before: unknown; after: unknown }>>;
    readonly movedFrom?: string;
    readonly movedTo?: string;
    readonly likeness?: number;
    readonly package?: string;
  }[];
  readonly packages: readonly unknown[];
}

async function report(...args: string[]): Promise<Report> {
  const { stdout } = await compare(...args, '--json');
  return JSON.parse(stdout) as Report;
}

describe('outcrop compare', () => {
  test('every path that differs, each with its kind', async () => {
    const { files, summary, layers } = await report(at('a.tar'), at('b.tar'));
    expect(files.map(({ path, kind }) => [path, kind])).toEqual([
      ['/bin/tool', 'content'],
      ['/etc/conf', 'metadata'],
      ['/etc/link', 'metadata'],
      ['/etc/was-file', 'type'],
      ['/gone', 'removed'],
      ['/gone/a', 'removed'],
      ['/new', 'added'],
      // The slash in the name makes two paths.
      ['/new/<script>alert(1)<', 'added'],
      ['/new/<script>alert(1)</script>@me.txt', 'added'],
      ['/new/doc.txt', 'added'],
      ['/old/doc.txt', 'removed'],
      ['/var/lib/dpkg/status', 'content'],
    ]);
    expect(summary).toMatchObject({ added: 4, removed: 3, content: 2, type: 1, metadata: 2, moved: 1 });
    expect(layers.map(({ kind }) => kind)).toEqual(['same', 'added']);
  });

  test('old and new value of every attribute', async () => {
    const { files } = await report(at('a.tar'), at('b.tar'), '--path', '/etc');
    expect(files.find(({ path }) => path === '/etc/conf')?.delta).toEqual({
      mode: { before: '0644', after: '0600' },
      uid: { before: 0, after: 7 },
      'xattr:user.note': { before: null, after: Buffer.from('hi').toString('base64') },
    });
    expect(files.find(({ path }) => path === '/etc/link')?.delta).toEqual({
      linkTarget: { before: 'conf', after: 'same' },
    });
  });

  test('a moved file, the package that owns one, and packages by their own order', async () => {
    const { files, packages } = await report(at('a.tar'), at('b.tar'));
    expect(files.find(({ path }) => path === '/new/doc.txt')?.movedFrom).toBe('/old/doc.txt');
    expect(files.find(({ path }) => path === '/bin/tool')?.package).toBe('tool');
    expect(packages).toMatchObject([
      { ecosystem: 'dpkg', name: 'extra', kind: 'added' },
      { ecosystem: 'dpkg', name: 'tool', kind: 'upgraded', before: ['1.9-1'], after: ['1.10-1'] },
    ]);
  });

  test('a folder that moved is one move, whatever links and empty files it holds', async () => {
    await writeFile(at('fa.tar'), await makeArchive([image([module('a/node_modules/m')])]));
    await writeFile(at('fb.tar'), await makeArchive([image([module('b/m')])]));
    await writeFile(at('fc.tar'), await makeArchive([image([module('b/m', [{ name: 'b/m/lib/extra', text: '+' }])])]));
    const folders = async (to: string) => {
      const { files } = await report(at('fa.tar'), at(to));
      return files.flatMap(({ path, movedTo }) => (movedTo && !path.endsWith('.js') ? [`${path} → ${movedTo}`] : []));
    };
    // The folder above held nothing else: it moved as well.
    expect(await folders('fb.tar')).toEqual([
      '/a/node_modules → /b',
      '/a/node_modules/m → /b/m',
      '/a/node_modules/m/lib → /b/m/lib',
    ]);
    expect(await folders('fc.tar')).toEqual([]);
  });

  test('--similar pairs a text that moved and was changed, and says how much is the same', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `line number ${i} of a text\n`);
    await writeFile(at('sa.tar'), await makeArchive([image([[{ name: 'old/notes.txt', text: lines.join('') }]])]));
    await writeFile(
      at('sb.tar'),
      await makeArchive([image([[{ name: 'new/notes.md', text: lines.slice(2).join('') }]])]),
    );
    const moves = async (...more: string[]) => {
      const { files } = await report(at('sa.tar'), at('sb.tar'), ...more);
      return files.flatMap(({ path, movedFrom, movedTo, likeness }) =>
        movedFrom || movedTo ? [[path, movedFrom ?? movedTo, likeness]] : [],
      );
    };
    expect(await moves()).toEqual([]);
    expect(await moves('--similar')).toEqual([
      ['/new/notes.md', '/old/notes.txt', 90],
      ['/old/notes.txt', '/new/notes.md', 90],
    ]);
  });

  test.each([
    ['an image with itself', ['b.tar', 'b.tar'], 0],
    ['with itself in a gzip', ['b.tar', 'b.tar.gz'], 0],
    ['two images', ['a.tar', 'b.tar'], 1],
    ['where nothing asked for differs', ['a.tar', 'b.tar', '--path', '/etc/same'], 0],
    [
      'where all that differs is ignored by name',
      ['a.tar', 'b.tar', '--path', '/etc/conf', '--ignore', '*.txt,conf*'],
      0,
    ],
    ['where the noise that is ignored is not all', ['a.tar', 'b.tar', '--path', '/var', '--ignore', 'logs'], 1],
    ['where all that differs is noise', ['a.tar', 'b.tar', '--path', '/var', '--ignore', 'databases'], 0],
    ['two images of one file', ['both.tar', '--image-a', 'app:1', '--image-b', 'app:2'], 1],
    ['layers of one image: what a.tar has', ['a.tar', 'b.tar', '--layers-b', '0'], 0],
    ['layers of one image', ['b.tar', '--layers-a', '0', '--layers-b', '0-'], 1],
    ['a file that is not there', ['a.tar', 'no.tar'], 3],
    ['a layer that is not there', ['a.tar', 'b.tar', '--layers-b', '9'], 3],
    ['a wrong kind', ['a.tar', 'b.tar', '--only', 'colour'], 2],
  ] as const)('exit status of %s', async (_, args, expected) => {
    const { status } = await compare(
      ...args.map((arg) => (arg.endsWith('.tar') || arg.endsWith('.gz') ? at(arg) : arg)),
    );
    expect(status).toBe(expected);
  });

  test('other platforms are compared, with a warning', async () => {
    const { stderr, status } = await compare(at('a.tar'), at('arm.tar'));
    expect({ stderr, status }).toMatchObject({
      stderr: expect.stringContaining('different platforms') as string,
      status: 1,
    });
  });

  test('HTML: hostile names are text, and nothing may run or load', async () => {
    const { stdout } = await compare(at('a.tar'), at('b.tar'), '--report', 'html');
    expect(stdout).toContain("default-src 'none'");
    expect(stdout).toContain('&lt;script&gt;alert(1)&lt;/script&gt;@me.txt');
    expect(stdout).not.toMatch(/<script|<img|<a |src=|href=/);
  });

  test('Markdown: hostile names are text and mention nobody', async () => {
    const { stdout } = await compare(at('a.tar'), at('b.tar'), '--report', 'md');
    expect(stdout).toContain('&lt;script&gt;');
    expect(stdout).not.toMatch(/<script|@me/);
    expect(stdout.length).toBeLessThan(65_536);
  });

  test('text for people', async () => {
    const { stdout } = await compare(at('a.tar'), at('b.tar'));
    expect(stdout).toMatch(/The images differ\./);
    expect(stdout).toMatch(/dpkg tool\s+upgraded\s+1\.9-1\s+1\.10-1/);
    expect(stdout).toMatch(/A\s+\/new\/doc\.txt\s+moved from \/old\/doc\.txt/);
  });
});

describe('random pairs', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'seed %i: the differences equal a naive walk over both trees',
    async (seed) => {
      const random = generator(seed);
      const shared = randomLayer(random);
      const [a, b] = [
        [shared, randomLayer(random)],
        [shared, randomLayer(random), randomLayer(random)],
      ] as const;
      await writeFile(at('ra.tar'), await makeArchive([image(a)]));
      await writeFile(at('rb.tar'), await makeArchive([image(b)]));
      const { files } = await report(at('ra.tar'), at('rb.tar'), '--no-packages');
      const found = Object.fromEntries(files.map(({ path, kind }) => [path, kind]));
      expect(found).toEqual(naiveDifferences(naiveMerge(a), naiveMerge(b)));
    },
  );
});

function module(folder: string, more: readonly TestEntry[] = []): readonly TestEntry[] {
  return [
    { name: `${folder}/` },
    { name: `${folder}/index.js`, text: 'export {}' },
    { name: `${folder}/lib/` },
    { name: `${folder}/lib/empty`, text: '' },
    { name: `${folder}/lib/link`, symlink: '../index.js', mode: 0o777 },
    { name: `${folder}/lib/parse.js`, text: 'parse' },
    ...more,
  ];
}

function image(layers: readonly (readonly TestEntry[])[]): TestImage {
  return { names: ['r:1'], layers: layers.map((entries) => ({ createdBy: 'RUN', entries })) };
}

/** Folders are `d…`, files `f…`, links `l…`: a name never changes its type, which other tests cover. */
function randomLayer(random: (below: number) => number): TestEntry[] {
  const entries: TestEntry[] = [];
  const folders = ['', 'd0/', 'd1/', 'd0/d2/'];
  for (const name of folders.slice(1)) entries.push({ name, mode: random(2) ? 0o755 : 0o700 });
  const used = new Set<string>();
  for (let i = 0; i < 12; i++) {
    const where = folders[random(folders.length)]!;
    const name = `${where}f${random(6)}`;
    if (used.has(name)) continue;
    used.add(name);
    const removed = random(4) === 0;
    if (removed) entries.push({ name: name.replace(/f(\d)$/, '.wh.f$1') });
    else if (random(4) === 0)
      entries.push({ name: name.replace(/f(\d)$/, 'l$1'), symlink: `t${random(2)}`, mode: 0o777 });
    else
      entries.push({
        name,
        text: `${random(3)}`.repeat(1 + random(2)),
        mode: random(2) ? 0o644 : 0o600,
        uid: random(2),
      });
  }
  return entries;
}

function naiveMerge(layers: readonly (readonly TestEntry[])[]): Map<string, TestEntry> {
  const tree = new Map<string, TestEntry>();
  for (const entries of layers) {
    for (const { name } of entries) if (name.includes('.wh.')) tree.delete(`/${name.replace('.wh.', '')}`);
    for (const entry of entries) if (!entry.name.includes('.wh.')) tree.set(`/${entry.name.replace(/\/$/, '')}`, entry);
  }
  return tree;
}

function naiveDifferences(a: Map<string, TestEntry>, b: Map<string, TestEntry>): Record<string, string> {
  const kinds: Record<string, string> = {};
  for (const path of new Set([...a.keys(), ...b.keys()])) {
    const [x, y] = [a.get(path), b.get(path)];
    if (!x) kinds[path] = 'added';
    else if (!y) kinds[path] = 'removed';
    else if (x.text !== y.text) kinds[path] = 'content';
    else if (x.mode !== y.mode || (x.uid ?? 0) !== (y.uid ?? 0) || x.symlink !== y.symlink) kinds[path] = 'metadata';
  }
  return kinds;
}

function generator(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 8) % below;
  };
}
