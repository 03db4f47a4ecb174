import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runOutcrop, type Circumstances } from './run.test-support.ts';
import { APP, flipped, OTHER } from './test-app.ts';
import { makeArchive, MTIME, sha256, makeLayer } from './test-image.ts';

let folder: string;
let app: string;
let pair: string;
let damaged: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-cli-'));
  [app, pair, damaged] = [join(folder, 'app.tar'), join(folder, 'pair.tar'), join(folder, 'damaged.tar')];
  await writeFile(app, await makeArchive([APP]));
  await writeFile(pair, await makeArchive([APP, OTHER]));
  await writeFile(damaged, await makeArchive([APP], (layer, index) => (index === 1 ? flipped(layer) : layer)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function outcrop(args: readonly string[], circumstances?: Circumstances) {
  const { status, stdout, stderr } = await runOutcrop(folder, args, circumstances);
  return { status, stdout, stderr };
}

async function document(...args: string[]): Promise<unknown> {
  const { stdout } = await outcrop([...args, '--json']);
  return JSON.parse(stdout);
}

async function rows(...args: string[]): Promise<Record<string, unknown>[]> {
  const { stdout, stderr, status } = await outcrop([...args, '--json']);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function namesIn(...args: string[]): Promise<string[]> {
  const { images } = (await document('inspect', pair, ...args)) as { images: { names: string[] }[] };
  return images.flatMap(({ names }) => names);
}

async function pathsOf(...args: string[]): Promise<unknown[]> {
  return (await rows('ls', app, ...args)).map(({ path }) => path);
}

async function changesOf(...args: string[]) {
  return (await rows('changes', app, ...args)).map(({ path, kind, change }) => ({ path, kind, change }));
}

async function catText(...args: string[]): Promise<string> {
  return (await outcrop(['cat', app, ...args])).stdout;
}

function byPath(a: { readonly path: unknown }, b: { readonly path: unknown }): number {
  return String(a.path).localeCompare(String(b.path));
}

describe('wrong usage exits 2 and says what is wrong', () => {
  test.each([
    ['an unknown command', ['frobnicate'], '“frobnicate” is neither a command nor a file here'],
    ['an unknown option', ['ls', 'x', '--wrong'], "Unknown option '--wrong'"],
    ['an option of another command', ['verify', 'x', '--layer', '1'], "Unknown option '--layer'"],
    ['an option without its value', ['ls', 'x', '--layer'], "Option '--layer <value>' argument missing"],
    ['a layer that is no number', ['ls', 'x', '--layer', 'two'], '--layer wants a whole number, 0 or more, not “two”'],
    ['a layer with a sign', ['ls', 'x', '--layer=-1'], '--layer wants a whole number'],
    ['two kinds of listing', ['ls', 'x', '--layer', '1', '--upto', '2'], 'not both'],
    ['no image', ['inspect'], 'inspect takes IMAGE'],
    ['no path', ['cat', 'x'], 'cat takes IMAGE PATH'],
    ['an operand too many', ['layers', 'x', 'y'], 'layers takes IMAGE'],
    ['changes of no layer', ['changes', 'x'], 'Say which layers'],
    ['changes of a layer and a range', ['changes', 'x', '--layer', '1', '--to', '2'], 'not both'],
    ['changes of an empty range', ['changes', 'x', '--from', '2', '--to', '1'], 'The range is empty'],
    ['a port that is none', ['serve', '--port', '70000'], '--port wants a number up to 65535'],
    ['an address others can reach', ['serve', '--host', '0.0.0.0'], '--allow-remote'],
    ['only an option', ['--json', '--wrong'], "Unknown option '--wrong'"],
  ])('%s', async (_, args, message) => {
    const text = await outcrop(args);
    expect(text).toMatchObject({ status: 2, stdout: '' });
    expect(text.stderr).toContain(message);
    expect((await outcrop(['--json', ...args])).status).toBe(2);
  });

  test('with --json the error is an object on stderr', async () => {
    const { status, stdout, stderr } = await outcrop(['--json', 'ls']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'bad-request', message: 'ls takes IMAGE [PATH]: see outcrop ls --help.' },
    });
  });
});

describe('input that cannot be used exits 3', () => {
  test.each<[string, () => string[], string]>([
    ['a file that is not there', () => ['inspect', join(folder, 'none.tar')], 'not-found'],
    ['a file that holds several images', () => ['ls', pair], 'several-images'],
    ['an image that is not in the file', () => ['ls', app, '--image', 'nginx'], 'no-such-image'],
    ['a platform that is not in the file', () => ['ls', app, '--platform', 'linux/s390x'], 'no-such-platform'],
    ['a layer that is not there', () => ['ls', app, '--layer', '3'], 'no-such-layer'],
    ['a tree as of a layer that is not there', () => ['ls', app, '--upto', '3'], 'no-such-layer'],
    ['changes of a layer that is not there', () => ['changes', app, '--layer', '3'], 'no-such-layer'],
    ['a path that is not there', () => ['cat', app, '/nothing'], 'no-such-path'],
    ['a path whose file is hidden', () => ['cat', app, '/etc/shadow'], 'no-such-path'],
    ['a folder whose path is not there', () => ['ls', app, '/nothing'], 'no-such-path'],
    ['bytes of a folder', () => ['cat', app, '/etc'], 'not-a-file'],
    ['bytes of a symbolic link', () => ['cat', app, '/etc/alias'], 'not-a-file'],
    ['a version that a layer does not have', () => ['cat', app, '/etc/shadow', '--layer', '2'], 'no-such-path'],
  ])('%s', async (_, args, code) => {
    const { status, stdout, stderr } = await outcrop([...args(), '--json']);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
    expect(error).toEqual(expect.objectContaining({ code, message: expect.stringMatching(/\S/) }));
    const text = await outcrop(args());
    expect(text.status).toBe(3);
    expect(text.stderr).toMatch(/^outcrop: .+\n$/);
  });
});

test('inspect says what the file holds', async () => {
  const inspected = (await document('inspect', app)) as { images: Record<string, unknown>[] };
  expect(Object.keys(inspected)).toEqual(['source', 'images', 'warnings']);
  expect(inspected).toMatchObject({ source: { kind: 'docker-archive', path: app }, warnings: [] });
  expect(inspected.images).toHaveLength(1);
  expect(inspected.images[0]).toMatchObject({
    id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    manifestDigest: null,
    names: ['example.com/team/app:1'],
    platform: { os: 'linux', architecture: 'amd64' },
    created: '2023-11-14T22:13:20Z',
    config: { config: { Cmd: ['/bin/tool'] } },
    layers: [{ index: 0 }, { index: 1 }, { index: 2 }],
    history: [
      { layer: 0 },
      { layer: 1 },
      { layer: 2 },
      { layer: null, emptyLayer: true, createdBy: 'CMD ["/bin/tool"]' },
    ],
  });
});

test('inspect lists every image, or the one that was picked', async () => {
  expect(await namesIn()).toEqual(['example.com/team/app:1', 'example.com/team/other:2']);
  expect(await namesIn('--image', '2')).toEqual(['example.com/team/other:2']);
  expect(await namesIn('--image', 'example.com/team/app:1')).toEqual(['example.com/team/app:1']);
  expect(await namesIn('--platform', 'linux/arm64')).toEqual(['example.com/team/other:2']);
});

test('layers has one row a layer, base first, with what each did', async () => {
  const [, rm] = APP.layers;
  const tar = await makeLayer(rm?.entries ?? []);
  const layers = (await document('layers', app)) as Record<string, unknown>[];
  expect(
    layers.map(({ index, entries, added, changed, removed, contentSize }) => ({
      index,
      entries,
      added,
      changed,
      removed,
      contentSize,
    })),
  ).toEqual([
    { index: 0, entries: 13, added: 13, changed: 0, removed: 0, contentSize: 27 },
    { index: 1, entries: 7, added: 1, changed: 4, removed: 3, contentSize: 7 },
    { index: 2, entries: 2, added: 2, changed: 1, removed: 0, contentSize: 21 },
  ]);
  expect(Object.keys(layers[1] ?? {})).toEqual([
    'index',
    'digest',
    'diffID',
    'chainID',
    'mediaType',
    'compression',
    'blobSize',
    'tarSize',
    'contentSize',
    'entries',
    'added',
    'changed',
    'removed',
    'createdBy',
    'created',
  ]);
  expect(layers[1]).toMatchObject({
    diffID: `sha256:${sha256(tar)}`,
    chainID: expect.stringMatching(/^sha256:/),
    compression: 'none',
    blobSize: tar.length,
    tarSize: tar.length,
    createdBy: 'RUN |1 V=1 /bin/sh -c rm /etc/shadow && make # buildkit',
    created: '2023-11-14T22:13:20Z',
  });
});

const meta = { mode: '0644', uid: 0, gid: 0, mtime: MTIME, implicit: false };

test('ls -R is the merged tree, every field of it', async () => {
  expect(await rows('ls', app, '-R')).toEqual([
    { path: '/bin', type: 'dir', ...meta, mode: '0755', size: 0, layer: 1 },
    { path: '/bin/tool', type: 'file', ...meta, mode: '4755', size: 6, layer: 1 },
    { path: '/bin/tool-2', type: 'file', ...meta, mode: '0755', size: 6, hardlink: '/bin/tool', layer: 0 },
    { path: '/dev', type: 'dir', ...meta, mode: '0755', size: 0, layer: 0 },
    { path: '/dev/null', type: 'char', ...meta, mode: '0666', size: 0, major: 1, minor: 3, layer: 0 },
    { path: '/dev/pipe', type: 'fifo', ...meta, size: 0, layer: 0 },
    { path: '/etc', type: 'dir', ...meta, mode: '0755', size: 0, layer: 1 },
    { path: '/etc/alias', type: 'symlink', ...meta, mode: '0777', size: 0, linkTarget: 'passwd', layer: 0 },
    { path: '/etc/passwd', type: 'file', ...meta, size: 20, layer: 2 },
    { path: '/new', type: 'dir', ...meta, mode: '0755', mtime: expect.any(Number), size: 0, layer: 2, implicit: true },
    { path: '/new/\u202Efile\u001B[31m', type: 'file', ...meta, size: 1, layer: 2 },
    { path: '/opt', type: 'dir', ...meta, mode: '0755', size: 0, layer: 1 },
    { path: '/opt/c', type: 'file', ...meta, size: 1, xattrs: { 'user.note': 'aGVsbG8=' }, layer: 1 },
  ]);
});

test('ls shows a folder, a layer, or the tree as of a layer', async () => {
  expect(await pathsOf()).toEqual(['/bin', '/dev', '/etc', '/new', '/opt']);
  expect(await pathsOf('/etc')).toEqual(['/etc/alias', '/etc/passwd']);
  expect(await pathsOf('etc/')).toEqual(['/etc/alias', '/etc/passwd']);
  expect(await pathsOf('/opt', '--upto', '0')).toEqual(['/opt/a', '/opt/n\\xff']);
  expect(await pathsOf('-R', '--layer', '1')).toEqual(
    expect.arrayContaining(['/etc/.wh.shadow', '/opt/.wh..wh..opq', '/opt/c']),
  );
});

test('a name that is not UTF-8 is shown escaped and kept raw', async () => {
  const found = (await rows('ls', app, '/opt', '--upto', '0')).find(({ path }) => path === '/opt/n\\xff');
  expect(Buffer.from(String(found?.['rawPath']), 'base64')).toEqual(Buffer.from('/opt/n\xff', 'latin1'));
});

test('hidden lists each hidden version with who hides it and how', async () => {
  const list = (await rows('hidden', app)).map(({ path, layer, size, hiddenBy }) => ({ path, layer, size, hiddenBy }));
  const files = list.filter(({ size }) => Number(size) > 0).toSorted(byPath);
  expect(files).toEqual([
    { path: '/bin/tool', layer: 0, size: 6, hiddenBy: { layer: 1, how: 'replaced', via: '/bin/tool' } },
    { path: '/etc/passwd', layer: 0, size: 11, hiddenBy: { layer: 2, how: 'replaced', via: '/etc/passwd' } },
    { path: '/etc/shadow', layer: 0, size: 6, hiddenBy: { layer: 1, how: 'whiteout', via: '/etc/shadow' } },
    { path: '/opt/a', layer: 0, size: 2, hiddenBy: { layer: 1, how: 'opaque', via: '/opt' } },
    { path: '/opt/n\\xff', layer: 0, size: 2, hiddenBy: { layer: 1, how: 'opaque', via: '/opt' } },
  ]);
});

test('explain tells the story of a path', async () => {
  expect(await document('explain', app, '/bin/tool')).toEqual({
    path: '/bin/tool',
    state: 'visible',
    versions: [
      {
        layer: 0,
        type: 'file',
        size: 6,
        ...meta,
        mode: '0755',
        visible: false,
        change: [],
        hiddenBy: { layer: 1, how: 'replaced', via: '/bin/tool' },
      },
      { layer: 1, type: 'file', size: 6, ...meta, mode: '4755', visible: true, change: ['mode'] },
    ],
  });
  expect(await document('explain', app, '/etc/shadow')).toMatchObject({
    state: 'hidden',
    versions: [{ layer: 0, visible: false, hiddenBy: { layer: 1, how: 'whiteout', via: '/etc/shadow' } }],
  });
  expect(await document('explain', app, '/nothing')).toEqual({ path: '/nothing', state: 'absent', versions: [] });
});

test('cat writes the visible bytes, or those of a layer, and nothing else', async () => {
  expect(await catText('/etc/passwd')).toBe('root:x:0:0\nme:x:1:1\n');
  expect(await catText('/etc/passwd', '--layer', '0')).toBe('root:x:0:0\n');
  expect(await catText('/etc/shadow', '--layer', '0')).toBe('secret');
  expect(await catText('/bin/tool-2')).toBe('#!tool');
});

test('changes tells what a layer or a range did', async () => {
  const layer = await changesOf('--layer', '1');
  // A folder that a layer names again is changed, though nothing differs.
  expect(layer.toSorted(byPath)).toEqual([
    { path: '/bin', kind: 'changed', change: ['identical'] },
    { path: '/bin/tool', kind: 'changed', change: ['mode'] },
    { path: '/etc', kind: 'changed', change: ['identical'] },
    { path: '/etc/shadow', kind: 'removed', change: [] },
    { path: '/opt', kind: 'changed', change: ['identical'] },
    { path: '/opt/a', kind: 'removed', change: [] },
    { path: '/opt/c', kind: 'added', change: [] },
    { path: '/opt/n\\xff', kind: 'removed', change: [] },
  ]);
  const range = await changesOf('--from', '1', '--to', '2');
  expect(range).toContainEqual({ path: '/etc/passwd', kind: 'changed', change: ['content'] });
  expect(range).toContainEqual({ path: '/etc/shadow', kind: 'removed', change: [] });
  expect(await changesOf('--from', '1')).toEqual(range);
});

test('changes carries both versions', async () => {
  const found = await rows('changes', app, '--layer', '1');
  const tool = found.find(({ path }) => path === '/bin/tool');
  expect(tool).toMatchObject({
    before: { type: 'file', mode: '0755', layer: 0 },
    after: { type: 'file', mode: '4755', layer: 1 },
  });
});

test('verify is fine for a sound image', async () => {
  const { status, stdout } = await outcrop(['verify', app, '--json']);
  const report = JSON.parse(stdout) as {
    ok: boolean;
    items: { kind: string; state: string; expected: string | null }[];
  };
  expect({ status, ok: report.ok }).toEqual({ status: 0, ok: true });
  expect(report.items.filter(({ kind }) => kind === 'diffID').map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
});

test('verify exits 1 when a layer is not what the config says', async () => {
  const { status, stdout } = await outcrop(['verify', damaged, '--json']);
  const report = JSON.parse(stdout) as { ok: boolean; items: Record<string, unknown>[] };
  expect({ status, ok: report.ok }).toEqual({ status: 1, ok: false });
  const differing = report.items.filter(({ state }) => state === 'differs');
  expect(differing).toContainEqual(expect.objectContaining({ kind: 'diffID', layer: 1 }));
  const text = await outcrop(['verify', damaged]);
  expect(text.status).toBe(1);
  expect(text.stdout).toMatch(/differs +diffID 1/);
});

test('an image without layers is an empty tree, not a failure', async () => {
  const empty = join(folder, 'empty.tar');
  await writeFile(empty, await makeArchive([{ names: ['example.com/empty:1'], layers: [] }]));
  expect(await rows('ls', empty, '-R')).toEqual([]);
  expect(await rows('hidden', empty)).toEqual([]);
  expect(await document('layers', empty)).toEqual([]);
  expect(await outcrop(['ls', empty])).toEqual({ status: 0, stdout: '', stderr: '' });
});

describe('text for people', () => {
  test('ls never lets a name act on the terminal', async () => {
    const { stdout } = await outcrop(['ls', app, '-R']);
    expect(stdout).toContain('/new/\\u{202e}file\\x1b[31m');
    expect(stdout).not.toContain('\u001B');
    expect(stdout).toContain('-rwsr-xr-x        0:0      6 B  2023-11-14 22:13:20      1  /bin/tool\n');
    expect(stdout).toContain('/etc/alias -> passwd\n');
    expect(stdout).toContain('/bin/tool-2 link to /bin/tool\n');
    expect(stdout).toMatch(/crw-rw-rw- +0:0 +1,3 .* \/dev\/null\n/);
  });

  test('layers shows instructions as the Dockerfile had them', async () => {
    const { stdout } = await outcrop(['layers', app]);
    expect(stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, ' | '))).toEqual([
      'LAYER | SIZE | STORED | ADDED | CHANGED | REMOVED | CREATED BY',
      expect.stringMatching(/^0 \| 27 B \| [\d.]+ kB \| \+13 \| 0 \| 0 \| ADD file:4eed in \/$/),
      expect.stringMatching(/^1 \| 7 B \| [\d.]+ kB \| \+1 \| ~4 \| −3 \| RUN rm \/etc\/shadow && make$/),
      expect.stringMatching(/^2 \| 21 B \| [\d.]+ kB \| \+2 \| ~1 \| 0 \| COPY new \/new$/),
      '',
    ]);
  });

  test('inspect names, identifies and lists', async () => {
    const { stdout } = await outcrop(['inspect', app]);
    for (const part of [
      'example.com/team/app:1',
      'sha256:',
      'linux/amd64',
      '2023-11-14 22:13:20',
      '3 layers',
      'COPY new /new',
    ])
      expect(stdout).toContain(part);
  });

  test('explain and changes are read at once', async () => {
    expect((await outcrop(['explain', app, '/bin/tool'])).stdout).toMatch(/hidden by layer 1 \(replaced\)/);
    expect((await outcrop(['changes', app, '--layer', '1'])).stdout).toMatch(/^D +6 B +- +- +\/etc\/shadow$/m);
    expect((await outcrop(['hidden', app])).stderr).toMatch(/^\d+ hidden versions, 27 B\n$/);
  });

  test('colours only on a terminal, and not against NO_COLOR', async () => {
    expect((await outcrop(['layers', app], { terminal: 80 })).stdout).toContain('\u001B[');
    expect((await outcrop(['layers', app], { terminal: 80, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001B[3');
    expect((await outcrop(['layers', app], { terminal: 80, env: { TERM: 'dumb' } })).stdout).not.toContain('\u001B[3');
    expect((await outcrop(['layers', app])).stdout).not.toContain('\u001B');
  });

  test('long lines are cut on a terminal only', async () => {
    const env = { NO_COLOR: '1' };
    const lines = (await outcrop(['layers', app], { terminal: 70, env })).stdout.split('\n');
    expect(lines.map(({ length }) => length).filter((length) => length > 70)).toEqual([]);
    expect(lines[2]).toMatch(/RUN rm.*…$/);
  });
});

test('help and version need no engine and exit 0', async () => {
  expect(await outcrop(['--version'])).toEqual({ status: 0, stdout: '1.2.3\n', stderr: '' });
  expect((await outcrop([])).stdout).toContain('outcrop IMAGE');
  for (const name of ['inspect', 'layers', 'ls', 'cat', 'hidden', 'explain', 'changes', 'verify', 'serve']) {
    const { status, stdout } = await outcrop([name, '--help']);
    expect({ name, status }).toEqual({ name, status: 0 });
    expect(stdout).toContain(`Usage: outcrop ${name} `);
    expect(stdout).toContain('JSON');
  }
});
