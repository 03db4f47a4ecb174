import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runOutcrop } from '../run.test-support.ts';
import { makeArchive, type TestEntry } from '../test-image.ts';

const STATUS = 'Package: tool\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n';
/** Would break out of a cell, a tag, a table row or a link, were it not text. */
const HOSTILE = '<img src=x onerror=alert(1)>|[x](javascript:1) @all `code`\u202e\u001b[2J.bin';

const image = (name: string, entries: readonly TestEntry[]) => ({
  names: [name],
  layers: [{ createdBy: 'ADD', entries: [...entries] }],
});
const OLD: readonly TestEntry[] = [
  { name: 'bin/tool', text: 'one' },
  { name: 'etc/own.conf', text: 'a\r\nb\r\n' },
  { name: 'srv/a.pyc', text: '1' },
  { name: 'var/log/x.log', text: '1' },
  { name: 'same', text: 'same' },
  { name: 'var/lib/dpkg/status', text: STATUS },
  { name: 'var/lib/dpkg/info/tool.list', text: '/bin/tool\n' },
];
const NEW: readonly TestEntry[] = [
  ...OLD.slice(4),
  { name: 'bin/tool', text: 'two' },
  { name: 'etc/own.conf', text: 'a\nb\n' },
  { name: 'srv/a.pyc', text: '2' },
  { name: 'var/log/x.log', text: '2' },
  { name: `opt/${HOSTILE}`, text: 'x'.repeat(5000) },
];

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-compare-options-'));
  await writeFile(at('a.tar'), await makeArchive([image('a:1', OLD)]));
  await writeFile(at('b.tar'), await makeArchive([image('b:1', NEW)]));
  await writeFile(at('none.tar'), await makeArchive([image('none:1', OLD.slice(0, 2))]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const compare = (...args: string[]) => runOutcrop(folder, ['compare', at('a.tar'), at('b.tar'), ...args]);
async function json<T>(...args: string[]): Promise<T> {
  return JSON.parse((await compare(...args, '--json')).stdout) as T;
}

/** Files that the list has, but the one that is new. */
async function paths(...args: string[]): Promise<string[]> {
  const { files } = await json<{ files: { path: string; type: string }[] }>(...args);
  return files.filter(({ path, type }) => type === 'file' && !path.startsWith('/opt')).map(({ path }) => path);
}

describe('which files', () => {
  const ALL = ['/bin/tool', '/etc/own.conf', '/srv/a.pyc', '/var/log/x.log'];

  test.each<[string, readonly string[], readonly string[]]>([
    ['all that differ', [], ALL],
    ['without two kinds of noise', ['--ignore', 'bytecode,logs'], ALL.slice(0, 2)],
    ['without what globs name, at any depth and from the root', ['--ignore', '*.conf,/srv/**'], [ALL[0]!, ALL[3]!]],
    ['what a package owns', ['--package', 'tool'], ['/bin/tool']],
    ['what no package owns', ['--unowned'], ALL.slice(1)],
    ['below a path', ['--path', '/var'], ['/var/log/x.log']],
    ['of one kind', ['--only', 'added'], []],
  ])('%s', async (_, args, expected) => expect(await paths(...args)).toEqual(expected));

  test('what is left out is counted under the noise that names it', async () => {
    expect(await json('--ignore', 'logs,bytecode,*.conf,*.nothing')).toMatchObject({
      ignored: { logs: 1, bytecode: 1, '*.conf': 1 },
    });
    expect((await compare('--ignore', 'logs')).stdout).toMatch(/^Left out: logs {4}1$/m);
    expect(await json()).toMatchObject({ ignored: {}, unownedFiles: 4, sizes: null });
  });

  test.each([
    ['two owners at once', ['--package', 'tool', '--unowned']],
    ['owners without databases', ['--unowned', '--no-packages']],
  ])('%s are refused', async (_, args) => expect((await compare(...args)).status).toBe(2));
});

test('--sizes: parts that add up, and what is hidden', async () => {
  interface Sizes {
    readonly summary: { readonly sizeBefore: number; readonly sizeAfter: number };
    readonly sizes: {
      readonly contributors: readonly { readonly path: string; readonly delta: number }[];
      readonly rest: { readonly delta: number };
      readonly layers: readonly unknown[];
    };
  }
  const { summary, sizes } = await json<Sizes>('--sizes');
  const listed = sizes.contributors.reduce((sum, { delta }) => sum + delta, 0);
  expect(listed + sizes.rest.delta).toBe(summary.sizeAfter - summary.sizeBefore);
  expect(sizes).toMatchObject({
    contributors: [{ delta: 5000 }],
    layers: [{ before: { index: 0 }, after: { index: 0 } }],
  });
  expect((await compare('--sizes')).stdout).toMatch(/^Never seen {8}0 B → 0 B/m);
});

describe('--file', () => {
  test('says what differs inside', async () => {
    const { stdout, status } = await compare('--file', '/etc/own.conf', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      firstDifference: 1,
      textDiffersIn: 'line-ends',
      inner: { kind: 'none' },
    });
    expect((await compare('--file', '/etc/own.conf')).stdout).toContain('Differs only in   how lines end\n');
  });
  test.each([
    ['the same content', '/same', 0],
    ['a folder', '/etc', 3],
    ['a path that is nowhere', '/nowhere', 3],
  ])('of %s', async (_, path, status) => expect((await compare('--file', path)).status).toBe(status));
});

describe('reports', () => {
  test.each(['md', 'html'])('%s: sizes, owners and hostile names as text', async (format) => {
    const { stdout } = await compare('--report', format, '--ignore', 'logs');
    expect(stdout).toMatch(/hidden below upper layers/);
    expect(stdout).toMatch(/4 differing files belong to no package/);
    expect(stdout).toMatch(/Left out: logs 1/);
    for (const raw of ['<img', '\u202e', '\u001b']) expect(stdout).not.toContain(raw);
    if (format === 'md') expect(stdout).not.toMatch(/[^\\]\[x\]|[^\\]`code|@all/);
  });
  test.each([
    ['text', []],
    ['md', ['--report', 'md']],
    ['html', ['--report', 'html']],
  ])('%s says that there is no package database', async (_, args) => {
    const { stdout } = await runOutcrop(folder, ['compare', at('none.tar'), at('none.tar'), ...args]);
    expect(stdout).toContain('Neither image has a package database');
  });
});
