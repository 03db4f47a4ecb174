import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_DIFFERENCE_VIEW, type DifferenceViewSpec } from '../../shared/model/compare.ts';
import { createEngine } from '../engine/engine.ts';
import type { Engine, OpenedComparison } from '../engine/opened.ts';
import { writeArchive } from './archive.test-support.ts';

const MODULE = 'opt/tool/node_modules/m';
const MANIFEST = '{"name":"m","version":"1"}';
const BASE = {
  'etc/': '',
  'etc/conf': 'a=1',
  'opt/a/b/': '',
  'var/log/': '',
  'var/log/x.log': 'x'.repeat(99),
  'srv/old/data': 'd'.repeat(5000),
};

let folder = '';
let engine: Engine;
let compared: OpenedComparison;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-layouts-'));
  await writeArchive(join(folder, 'one.tar'), 'web:1', [
    BASE,
    { [`${MODULE}/package.json`]: MANIFEST, [`${MODULE}/index.js`]: '1' },
  ]);
  await writeArchive(join(folder, 'two.tar'), 'web:2', [
    BASE,
    { [`${MODULE}/package.json`]: MANIFEST.replace('1', '2'), [`${MODULE}/index.js`]: '22 + 4', 'etc/conf': 'a=2' },
    {
      'var/log/.wh.x.log': '',
      'opt/a/b/new': 'n'.repeat(300),
      'srv/.wh.old': '',
      'srv/new/data': 'd'.repeat(5000),
      'srv/new/data.pyc': 'p',
    },
  ]);
  engine = createEngine({ dataDir: join(folder, 'data'), threads: 0 });
  const handle = async (name: string) => (await engine.open(join(folder, name))).pick({}).summary.handle;
  compared = await engine.compare({ image: await handle('one.tar') }, { image: await handle('two.tar') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** `depth name Δbytes`, every folder open; a package in brackets. */
async function shown(change: Partial<DifferenceViewSpec>): Promise<string[]> {
  const view = await compared.openView({ ...DEFAULT_DIFFERENCE_VIEW, ...change });
  view.expandAll();
  return view
    .rows(0, 100)
    .rows.map(({ depth, folder: above = '', name, group, sizeBefore, sizeAfter }) =>
      [depth, group ? `[${group.package ?? 'none'}]` : above + name, sizeAfter - sizeBefore].join(' '),
    );
}

const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);

const OPT = { filter: 'opt' };

test.each<[string, Partial<DifferenceViewSpec>, readonly string[]]>([
  [
    'a list names the folders of each path',
    { layout: 'flat' },
    [
      '1 /etc/conf 0',
      '1 /opt/a/b/new 300',
      `1 /${MODULE}/index.js 5`,
      `1 /${MODULE}/package.json 0`,
      '1 /srv/new 0',
      '1 /srv/new/data 5000',
      '1 /srv/new/data.pyc 1',
      '1 /srv/old 0',
      '1 /srv/old/data -5000',
      '1 /var/log/x.log -99',
    ],
  ],
  [
    'a list is sorted as one',
    { layout: 'flat', sort: 'delta', descending: true, kinds: ['added', 'content'] },
    [
      '1 /srv/new/data 5000',
      '1 /opt/a/b/new 300',
      `1 /${MODULE}/index.js 5`,
      '1 /srv/new/data.pyc 1',
      '1 /etc/conf 0',
      `1 /${MODULE}/package.json 0`,
      '1 /srv/new 0',
    ],
  ],
  [
    'paths below the package that owns them, those of none last',
    { layout: 'packages', ...OPT },
    ['1 [npm m ] 5', `2 /${MODULE}/index.js 5`, `2 /${MODULE}/package.json 0`, '1 [none] 300', '2 /opt/a/b/new 300'],
  ],
  [
    'the package that changed most first',
    { layout: 'packages', ...OPT, sort: 'delta', descending: true },
    ['1 [none] 300', '2 /opt/a/b/new 300', '1 [npm m ] 5', `2 /${MODULE}/index.js 5`, `2 /${MODULE}/package.json 0`],
  ],
  ['only what no package owns', { layout: 'flat', unowned: true, ...OPT }, ['1 /opt/a/b/new 300']],
  [
    'folders that hold one folder are one row with it',
    { joinFolders: true, ...OPT },
    ['1 opt 305', '2 a/b 300', '3 new 300', '2 tool/node_modules/m 5', '3 index.js 5', '3 package.json 0'],
  ],
  [
    'a folder that differs keeps its row',
    { joinFolders: true, filter: 'srv' },
    ['1 srv 1', '2 new 5001', '2 old -5000'],
  ],
  ['only what differs in size', { layout: 'flat', keys: ['size'] }, [`1 /${MODULE}/index.js 5`]],
  ['globs of the user are noise, too', { layout: 'flat', ignoreGlobs: ['/opt/**', 'srv', '*.log'] }, ['1 /etc/conf 0']],
])('%s', async (_, change, rows) => expect(await shown(change)).toEqual(rows));

test('each list of noise says how many paths it leaves out, or would', async () => {
  const view = await compared.openView({ ...DEFAULT_DIFFERENCE_VIEW, ignore: ['logs'] });
  expect(view.state).toMatchObject({ pathCount: 9, ignored: 1, noise: { bytecode: 1, logs: 1 } });
  expect(await view.change({ ...DEFAULT_DIFFERENCE_VIEW, filter: 'srv' })).toMatchObject({
    ignored: 0,
    noise: { bytecode: 1 },
  });
});

test('where the change in size comes from adds up, by path and by layer', async () => {
  const { contributors, rest, rungs, before, after } = await compared.sizes();
  const { sizeBefore, sizeAfter, keys } = compared.comparison.summary;
  // What moved did not change the size.
  expect(contributors.map(({ path, delta, files }) => [path, delta, files])).toEqual([
    ['/opt/a/b/new', 300, 1],
    ['/var/log/x.log', -99, 1],
  ]);
  expect(rest).toEqual({ delta: 6, files: 2 });
  expect(keys).toEqual({ content: 3, size: 1 });
  expect(sum(contributors.map(({ delta }) => delta)) + rest.delta).toBe(sizeAfter - sizeBefore);
  const visible = (side: 'before' | 'after') => sum(rungs.map((rung) => rung[side]?.visibleSize ?? 0));
  expect([visible('before'), visible('after')]).toEqual([sizeBefore, sizeAfter]);
  expect([before.hiddenSize, after.hiddenSize]).toEqual([0, 5102]);
  expect(rungs.map((rung) => [rung.before?.differing ?? null, rung.after?.differing ?? null])).toEqual([
    [4, 0],
    [2, 3],
    [null, 7],
  ]);
});
