import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import { runCommandLine } from './run.ts';
import { makeArchive, sha256, type TestImage } from './test-image.ts';

const SECRET = 'hunter2-very-secret-line';
const LONG = `opt/${'long-'.repeat(30)}name`;

const IMAGE: TestImage = {
  names: ['example.com/team/app:1'],
  layers: [
    {
      createdBy: 'ADD base',
      entries: [
        { name: 'etc/' },
        { name: 'etc/passwd', text: 'root:x:0:0\n' },
        { name: 'opt/', mode: 0o750, uid: 7 },
        { name: 'opt/key', text: SECRET, mode: 0o600 },
        { name: 'opt/key-2', hardlink: 'opt/key' },
        { name: LONG, text: 'long', uid: 3_000_000 },
        { name: 'opt/caps', text: 'c', xattrs: { 'user.note': 'hello' } },
        { name: 'dev/' },
        { name: 'dev/null', device: [1, 3], mode: 0o666 },
      ],
    },
    { createdBy: 'RUN one', entries: [{ name: 'opt/' }, { name: 'opt/.wh.key' }, { name: 'opt/one', text: '1' }] },
    {
      createdBy: 'RUN two',
      entries: [{ name: 'etc/' }, { name: 'etc/.wh.passwd' }, { name: 'opt/' }, { name: 'opt/one', text: 'uno' }],
    },
  ],
};

let folder: string;
let app: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-new-image-'));
  app = join(folder, 'app.tar');
  await writeFile(app, await makeArchive([IMAGE]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function into(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _, done) {
      take(chunk.toString('latin1'));
      done();
    },
  });
}

async function run(...args: string[]): Promise<string> {
  let stdout = '';
  let stderr = '';
  const status = await runCommandLine({
    args,
    stdout: into((text) => (stdout += text)),
    stderr: into((text) => (stderr += text)),
    env: {},
    signal: new AbortController().signal,
    version: '0',
    rendererDir: '',
    exists: existsSync,
    createEngine: async () => createEngine({ dataDir: join(folder, 'home'), threads: 0 }),
  });
  if (status !== 0) throw new Error(stderr);
  expect(stderr).toBe('');
  return stdout;
}

interface Report {
  readonly id: string;
  readonly layers: readonly { readonly state: string; readonly digestBefore: string; readonly digestAfter: string }[];
  readonly purged: readonly { readonly path: string; readonly layer: number }[];
}
const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await run(...args, '--json')) as T;
const lines = async (...args: string[]) =>
  (await run(...args, '--json'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly path: string; readonly layer?: number; readonly hardlink?: string });
const tree = async (file: string) =>
  (await lines('ls', file, '-R'))
    // Of the names of one inode another may come first.
    .map((entry) => ({ ...entry, layer: 0, hardlink: '' }));
const NEW = ['--created', '2026-01-02T03:04:05Z'];

describe('save', () => {
  test.each(['docker', 'oci'])(
    'as %s: the same image ID, layers and tree; the same bytes each time',
    async (format) => {
      const [one, two] = [join(folder, `${format}-1.tar`), join(folder, `${format}-2.tar`)];
      await run('save', app, '-o', one, '--format', format);
      await run('save', one, '-o', two, '--format', format);
      expect(sha256(await readFile(two))).toBe(sha256(await readFile(one)));
      const [before, after] = [await inspected(app), await inspected(one)];
      expect(after).toEqual(before);
      expect(await tree(one)).toEqual(await tree(app));
      expect(await json('verify', one)).toMatchObject({ ok: true });
    },
  );

  test('a layer that does not hash to what the config says is refused and nothing is written', async () => {
    const bad = join(folder, 'bad.tar');
    await writeFile(bad, await makeArchive([IMAGE], (layer, index) => (index === 1 ? flipped(layer) : layer)));
    await expect(run('save', bad, '-o', join(folder, 'never.tar'))).rejects.toThrow('hashes to');
    expect(existsSync(join(folder, 'never.tar'))).toBe(false);
  });
});

describe('commit', () => {
  beforeEach(async () => {
    for (const { id } of await containers()) await run('container', 'delete', id);
    await run('container', 'create', app, '--name', 'c');
  });

  test('the new image shows what the container showed, and shares every lower layer', async () => {
    await run('container', 'write', 'c', '/etc/motd', '--text', 'hello');
    await run('container', 'rm', 'c', '/opt/one');
    await run('container', 'mv', 'c', '/opt', '/moved');
    await run('container', 'mkdir', 'c', '/opt');
    await run('container', 'chown', 'c', '5:6', '/opt');
    const file = join(folder, 'committed.tar');
    const report = await json<Report>('commit', 'c', '-o', file, '-t', 'new:2', '--author', 'me', '-m', 'why', ...NEW);
    expect(report.layers.map(({ state }) => state)).toEqual(['kept', 'kept', 'kept', 'new']);
    const before = await inspected(app);
    const after = await inspected(file);
    expect(after.id).toBe(report.id);
    expect(after.layers.slice(0, 3)).toEqual(before.layers);
    expect(after.names).toEqual(['new:2']);
    const image = await json<{ images: [{ history: { author: string; comment: string }[] }] }>('inspect', file);
    expect(image.images[0].history.at(-1)).toMatchObject({ author: 'me', comment: 'why' });

    const shown = await lines('container', 'ls', 'c', '/', '-R');
    expect((await tree(file)).filter(isNotInit).map(drawn)).toEqual(shown.filter(isNotInit).map(drawn));
    expect(await run('cat', file, '/etc/motd')).toBe('hello');
    expect(await json('verify', file)).toMatchObject({ ok: true });
  });

  test('the same edits at the same time give the same bytes', async () => {
    await run('container', 'write', 'c', '/x', '--text', 'x');
    const digests = [];
    for (const name of ['a.tar', 'b.tar']) {
      const file = join(folder, name);
      await run('commit', 'c', '-o', file, ...NEW);
      digests.push(sha256(await readFile(file)));
    }
    expect(digests[0]).toBe(digests[1]);
  });

  test('without a file it goes into the store and shares every lower layer there', async () => {
    await json('load', app);
    await run('container', 'write', 'c', '/x', '--text', 'x');
    const report = await json<{ stored: { id: string; names: string[] } }>('commit', 'c', '-t', 'kept:1', ...NEW);
    expect(report.stored.names).toEqual(['docker.io/library/kept:1']);
    expect((await inspected('kept:1')).id).toBe(report.stored.id);
    expect(await run('cat', 'kept:1', '/x')).toBe('x');
    // Two configs, two manifests, three shared layers and one new one.
    expect(readdirSync(join(folder, 'home', 'store', 'blobs', 'sha256'))).toHaveLength(8);
    await run('container', 'create', 'kept:1', '--name', 'on-stored');
    expect(await run('container', 'cat', 'on-stored', '/x')).toBe('x');
  });

  test('undo and redo outlast the process', async () => {
    await run('container', 'write', 'c', '/x', '--text', '1');
    await run('container', 'write', 'c', '/x', '--text', '2');
    await run('container', 'undo', 'c');
    expect(await run('container', 'cat', 'c', '/x')).toBe('1');
    await run('container', 'redo', 'c');
    expect(await run('container', 'cat', 'c', '/x')).toBe('2');
    await run('container', 'undo', 'c');
    await run('container', 'undo', 'c');
    expect(await run('container', 'diff', 'c')).toBe('');
  });

  test('a folder of this machine comes in with its links', async () => {
    const source = join(folder, 'source');
    await rm(source, { recursive: true, force: true });
    await mkdir(join(source, 'sub'), { recursive: true });
    await writeFile(join(source, 'sub', 'file'), 'from disk', { mode: 0o640 });
    await symlink('sub/file', join(source, 'link'));
    await run('container', 'add', 'c', source, '/etc');
    expect(await run('container', 'cat', 'c', '/etc/source/link')).toBe('from disk');
    expect((await run('container', 'diff', 'c')).trim().split('\n')).toEqual([
      'C /etc',
      'A /etc/source',
      'A /etc/source/link',
      'A /etc/source/sub',
      'A /etc/source/sub/file',
    ]);
  });
});

describe('squash', () => {
  test('the tree stays, what the range hid is gone', async () => {
    const file = join(folder, 'squashed.tar');
    const report = await json<Report>('squash', app, '-o', file, ...NEW);
    expect(report.layers.map(({ state }) => state)).toEqual(['squashed', 'squashed', 'squashed', 'new']);
    expect(await tree(file)).toEqual(await tree(app));
    expect(await run('hidden', file, '--json')).toBe('');
  });

  test('a range above the base keeps the whiteouts that the base needs', async () => {
    const file = join(folder, 'squashed-upper.tar');
    await run('squash', app, '--from', '1', '--to', '2', '-o', file, ...NEW);
    expect(await tree(file)).toEqual(await tree(app));
    const own = (await lines('ls', file, '--layer', '1')).map(({ path }) => path);
    expect(own).toEqual(['/etc', '/etc/.wh.passwd', '/opt', '/opt/.wh.key', '/opt/one']);
    expect((await inspected(file)).layers[0]).toEqual((await inspected(app)).layers[0]);
  });
});

describe('purge', () => {
  test('leaves no byte of a file that was deleted above, under any of its names', async () => {
    const file = join(folder, 'purged.tar');
    expect(await contains(app, SECRET)).toBe(true);
    const report = await json<Report>('purge', app, '/opt/key', '-o', file, ...NEW);
    expect(report.purged.map(({ path, layer }) => `${path} ${layer}`)).toEqual(['/opt/key 0', '/opt/key-2 0']);
    expect(report.layers.map(({ state }) => state)).toEqual(['rewritten', 'rewritten', 'kept']);
    expect(await contains(file, SECRET)).toBe(false);
    expect(await contains(file, '.wh.key')).toBe(false);
    const rest = (await tree(app)).filter(({ path }) => !path.startsWith('/opt/key'));
    expect(await tree(file)).toEqual(rest);
    expect(await json('verify', file)).toMatchObject({ ok: true });
  });

  test('of a gzip layer too', async () => {
    const committed = join(folder, 'with-secret.tar');
    await run('container', 'create', app, '--name', 'p');
    await run('container', 'write', 'p', '/late', '--text', `${SECRET}-late`);
    await run('commit', 'p', '-o', committed, ...NEW);
    const file = join(folder, 'purged-gzip.tar');
    await run('purge', committed, '/late', '-o', file, '--format', 'oci', ...NEW);
    expect(await contains(committed, `${SECRET}-late`)).toBe(true);
    expect(await contains(file, `${SECRET}-late`)).toBe(false);
  });

  test('a folder goes with all in it', async () => {
    const file = join(folder, 'purged-folder.tar');
    await run('purge', app, '/opt', '-o', file, ...NEW);
    expect((await tree(file)).map(({ path }) => path)).toEqual(['/dev', '/dev/null', '/etc']);
  });
});

/** Paths of the init layer, and folders whose time it changes. */
const INIT = /^\/(?:\.dockerenv|dev|proc|sys|etc\/(?:hosts|hostname|mtab|resolv\.conf)$)/;

const isNotInit = ({ path }: { readonly path: string }) => !INIT.test(path);

function drawn(entry: Record<string, unknown> & { readonly path: string }): string {
  const { path, type, mode, uid, gid, size, linkTarget } = entry;
  return JSON.stringify({ path, type, mode, uid, gid, size, linkTarget });
}

async function inspected(file: string) {
  const { images } = await json<{
    images: [{ id: string; names: string[]; layers: { diffID: string }[] }];
  }>('inspect', file);
  const [{ id, names, layers }] = images;
  return { id, names, layers: layers.map(({ diffID }) => diffID) };
}

async function containers() {
  return (await lines('container', 'ls').catch(() => [])) as unknown as { readonly id: string }[];
}

/** Searches the file as it is, and every gzip stream in it. */
async function contains(file: string, text: string): Promise<boolean> {
  const bytes = await readFile(file);
  if (bytes.includes(text)) return true;
  for (
    let at = bytes.indexOf('\u001f\u008b\u0008', 0, 'latin1');
    at !== -1;
    at = bytes.indexOf('\u001f\u008b\u0008', at + 1, 'latin1')
  ) {
    const size = Number.parseInt(bytes.toString('latin1', at - 512 + 124, at - 512 + 135), 8);
    if (gunzipSync(bytes.subarray(at, at + size)).includes(text)) return true;
  }
  return false;
}

/** One bit of the content of `opt/one`. */
function flipped(layer: Buffer): Buffer {
  const copy = Buffer.from(layer);
  copy[1536] = copy[1536]! ^ 1;
  return copy;
}

test('the reports of digests are those of the bytes', async () => {
  const file = join(folder, 'reported.tar');
  const saved = await json<{ digest: string; size: number }>('save', app, '-o', file);
  const bytes = await readFile(file);
  expect(saved).toMatchObject({
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    size: bytes.length,
  });
});
