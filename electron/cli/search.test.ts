import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SearchQuery } from '../../shared/model/search.ts';
import { createEngine } from '../engine/engine.ts';
import type { Engine, LoadedImage } from '../engine/opened.ts';
import { makeArchive, type TestImage } from './test-image.ts';

/** Many small files in the base, changed and deleted above. */
const text = (seed: number) =>
  Array.from({ length: 40 }, (_, i) => `line ${(seed * 31 + i * 17) % 101} token${(seed * i) % 13}`).join('\n');
const BASE = Array.from({ length: 120 }, (_, i) => ({ name: `srv/d${i % 7}/file${i}.txt`, text: text(i) }));
const IMAGE: TestImage = {
  names: ['search:1'],
  layers: [
    { createdBy: 'base', entries: [...BASE, { name: 'srv/link.txt', hardlink: 'srv/d0/file0.txt' }] },
    {
      createdBy: 'change',
      entries: [
        { name: 'srv/d1/file1.txt', text: 'all new, token99' },
        { name: 'srv/d2/.wh.file2.txt' },
        { name: 'srv/.wh.d3' },
      ],
    },
  ],
};

let folder: string;
let engine: Engine;
const images: Record<string, LoadedImage> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-search-'));
  engine = createEngine({ dataDir: join(folder, 'data'), threads: 1 });
  const plain = await makeArchive([IMAGE]);
  await writeFile(join(folder, 'plain.tar'), plain);
  await writeFile(join(folder, 'packed.tar'), await makeArchive([IMAGE], (layer) => gzipSync(layer)));
  for (const name of ['plain', 'packed'])
    images[name] = await (await engine.open(join(folder, `${name}.tar`))).images[0]!.load();
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const ALL = { in: 'content', pattern: 'text', ignoreCase: false, hidden: true } as const;
async function search(image: LoadedImage, query: Partial<SearchQuery> & { readonly text: string }) {
  const found = image.search({ ...ALL, ...query });
  const state = await found.run();
  expect(state).toMatchObject({ done: true, truncated: false, unread: 0 });
  return found.hits(0, state.hits);
}

describe.each(['plain', 'packed'])('layers %s', (form) => {
  test.each(['token12', 'line 7 ', 'all new', 'no such text'])(
    'the visible files with “%s” are those grep finds',
    async (needle) => {
      const hits = await search(images[form]!, { text: needle, hidden: false });
      const tree = join(folder, `tree-${form}`);
      await writeTree(images[form]!, tree);
      const grep = spawnSync('grep', ['-rcF', needle, tree], { encoding: 'utf8' });
      if (grep.error) return expect(hits.map(({ path }) => path)).toEqual(await naive(images[form]!, needle));
      const counted = grep.stdout
        .split('\n')
        .map((line) => /^(.*):([1-9]\d*)$/.exec(line))
        .flatMap((match) => (match ? [match[1]!.slice(tree.length)] : []))
        .filter((path) => path !== '/srv/link.txt');
      expect(hits.map(({ path }) => path).toSorted()).toEqual(counted.toSorted());
      for (const hit of hits) expect(hit.visible).toBe(true);
    },
  );

  test('hidden versions are searched too, each inode once', async () => {
    const hits = await search(images[form]!, { text: 'line 62 ' });
    const hidden = hits.filter(({ visible }) => !visible);
    expect(hidden.length).toBeGreaterThan(0);
    for (const { hiddenBy, layer } of hidden) expect([hiddenBy?.layer, layer]).toEqual([1, 0]);
    expect(new Set(hits.map(({ path, layer }) => `${layer}${path}`)).size).toBe(hits.length);
  });

  test('a place can be read again where it is said to be', async () => {
    for (const { pathID, layer, matches } of await search(images[form]!, { text: 'token7', pattern: 'regex' })) {
      const content = images[form]!.content(pathID, layer);
      for (const { offset, match } of matches!) {
        expect(Buffer.from(await content.read(offset, match.length)).toString()).toBe(match);
      }
    }
  });
});

test.each<[string, Partial<SearchQuery> & { readonly text: string }, string[]]>([
  ['a name, hidden ones too', { text: 'file2.txt' }, ['0/srv/d2/file2.txt hidden']],
  ['a folder that went with its files', { text: '/srv/d3', pattern: 'glob' }, ['0/srv/d3 hidden']],
  [
    'all versions of a name',
    { text: '/file1\\.txt$', pattern: 'regex' },
    ['0/srv/d1/file1.txt hidden', '1/srv/d1/file1.txt'],
  ],
  ['only what is visible', { text: 'FILE1.TXT', hidden: false, ignoreCase: true }, ['1/srv/d1/file1.txt']],
  ['only one layer', { text: 'file1.txt', layer: 0 }, ['0/srv/d1/file1.txt hidden']],
])('names: %s', async (_, query, expected) => {
  const hits = await search(images['plain']!, { in: 'names', ...query });
  expect(hits.map(({ layer, path, visible }) => `${layer}${path}${visible ? '' : ' hidden'}`)).toEqual(expected);
});

test.each<[string, Partial<SearchQuery>]>([
  ['an empty query', { text: '' }],
  ['a bad expression', { text: '[', pattern: 'regex' }],
  ['a glob of contents', { text: '*', pattern: 'glob' }],
  ['a bad expression for names', { text: '(?=x)', pattern: 'regex', in: 'names' }],
])('%s is refused before anything is read', (_, query) => {
  expect(() => images['plain']!.search({ ...ALL, text: 'x', ...query })).toThrow(
    expect.objectContaining({ code: 'bad-request' }),
  );
});

test('a cancelled search ends with its reason', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(images['plain']!.search({ ...ALL, text: 'x' }).run({ signal: stop.signal })).rejects.toThrow('enough');
});

async function writeTree(image: LoadedImage, target: string): Promise<void> {
  for (const { path, type } of image.list({ recursive: true })) {
    if (type !== 'file') continue;
    await mkdir(dirname(target + path), { recursive: true });
    const content = image.content(path);
    await writeFile(target + path, await content.read(0, content.size));
  }
}

async function naive(image: LoadedImage, needle: string): Promise<string[]> {
  const found: string[] = [];
  for (const { path, type, hardlink } of image.list({ recursive: true })) {
    if (type !== 'file' || hardlink !== undefined) continue;
    const content = image.content(path);
    if (Buffer.from(await content.read(0, content.size)).includes(needle)) found.push(path);
  }
  return found;
}
