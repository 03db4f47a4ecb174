import { describe, expect, test } from 'vitest';
import type { HiddenQuery, SpaceMode } from '../../../../shared/model/space.ts';
import { mergeLayers } from '../../union/merge.ts';
import { pathText } from '../../union/path-text.ts';
import { drawIndex, type PictureEntry } from '../../union/picture.test-support.ts';
import { lowerNames } from '../../view/filter.ts';
import { duplicateCandidates, groupDuplicates } from './duplicates.ts';
import { listHidden } from './hidden-list.ts';
import { measureSpace } from './measure-space.ts';
import { spaceSums } from './space-sums.ts';
import { spaceTree } from './space-tree.ts';

const dir = (path: string): PictureEntry => ({ path, type: 'dir' });
const file = (path: string, bytes: number): PictureEntry => ({ path, type: 'file', content: 'x'.repeat(bytes) });
const hard = (path: string, link: string): PictureEntry => ({ path, type: 'hardlink', link });
const gone = (path: string): PictureEntry => ({ path, type: 'whiteout' });

function image(layers: readonly (readonly PictureEntry[])[]) {
  const indexes = layers.map(drawIndex);
  const table = mergeLayers(indexes);
  return { table, indexes, lowered: lowerNames(table.names), layers: indexes };
}

describe('bytes', () => {
  test.each<[string, readonly (readonly PictureEntry[])[], [visible: number, hidden: number], number[]]>([
    ['one layer is all visible', [[file('a', 5), dir('d'), file('d/b', 7)]], [12, 0], [12]],
    ['a replaced file is hidden', [[file('a', 5)], [file('a', 7)]], [7, 5], [0, 7]],
    ['hard links are one inode', [[file('a', 5), hard('b', 'a')]], [5, 0], [5]],
    ['a hard link keeps the bytes of a deleted name', [[file('a', 5), hard('b', 'a')], [gone('a')]], [5, 0], [5, 0]],
    [
      'they are hidden with the last name',
      [[file('a', 5), hard('b', 'a')], [gone('a')], [gone('b')]],
      [0, 5],
      [0, 0, 0],
    ],
    ['a layer that could not be read adds nothing', [[file('a', 5)], []], [5, 0], [5, 0]],
  ])('%s', (_, layers, [visible, hidden], perLayer) => {
    const { table, indexes } = image(layers);
    const space = measureSpace(table, indexes);
    expect([space.visibleSize, space.hiddenSize, space.contentSize]).toEqual([visible, hidden, visible + hidden]);
    expect(space.layers.map(({ visibleSize }) => visibleSize)).toEqual(perLayer);
    expect(space.layers.reduce((sum, { hidesSize }) => sum + hidesSize, 0)).toBe(hidden);
  });
});

describe('treemap', () => {
  const stack = image([
    [
      dir('usr'),
      dir('usr/lib'),
      file('usr/lib/big', 900),
      file('usr/lib/small', 10),
      file('usr/bin', 50),
      file('a', 40),
    ],
    [file('usr/lib/big', 700), gone('a'), file('empty', 0)],
  ]);
  const merged = spaceSums({ ...stack, mode: { kind: 'merged' } });
  const draw = (mode: SpaceMode, depth = 9, limit = 100, path = 0) =>
    spaceTree({ ...stack, sums: spaceSums({ ...stack, mode }), path, depth, limit }).nodes.map(
      ({ name, size, layer, parent, restCount }) =>
        `${parent}:${name || '/'} ${size} L${layer}${restCount ? ` +${restCount}` : ''}`,
    );

  test.each<[string, string[], string[]]>([
    [
      'the merged tree, largest first',
      draw({ kind: 'merged' }),
      ['-1:/ 760 L0', '0:usr 760 L1', '1:lib 710 L1', '1:bin 50 L0', '2:big 700 L1', '2:small 10 L0'],
    ],
    ['as of a layer', draw({ kind: 'upto', layer: 0 }, 1), ['-1:/ 1000 L0', '0:usr 960 L0 +2', '0:a 40 L0']],
    [
      'what is hidden, by path',
      draw({ kind: 'hidden' }),
      ['-1:/ 940 L1', '0:usr 900 L1', '0:a 40 L0', '1:lib 900 L1', '3:big 900 L0'],
    ],
    [
      'a limit leaves the small ones out',
      draw({ kind: 'merged' }, 9, 3),
      ['-1:/ 760 L0', '0:usr 760 L1 +1', '1:lib 710 L1 +2'],
    ],
  ])('%s', (_, drawn, expected) => {
    expect(drawn.map((line) => line.replace(/L\d+/, 'L'))).toEqual(expected.map((line) => line.replace(/L\d+/, 'L')));
  });

  test('a box of a file has the layer that gives it', () => {
    const { nodes } = spaceTree({ ...stack, sums: merged, path: 0, depth: 9, limit: 100 });
    expect(nodes.find(({ name }) => name === 'big')?.layer).toBe(1);
    expect(nodes.find(({ name }) => name === 'small')?.layer).toBe(0);
  });

  test('what is left out of a folder is told with its bytes', () => {
    const { nodes } = spaceTree({ ...stack, sums: merged, path: 0, depth: 9, limit: 3 });
    for (const [at, node] of nodes.entries()) {
      if (node.type !== 'dir') continue;
      const shown = nodes.filter(({ parent }) => parent === at).reduce((sum, { size }) => sum + size, 0);
      expect(shown + node.restSize, node.name).toBe(node.size);
    }
  });
});

describe('hidden list', () => {
  const stack = image([
    [
      dir('root'),
      dir('root/.ssh'),
      file('root/.ssh/id_rsa', 30),
      file('big', 100),
      file('app.env', 1),
      file('.env', 2),
    ],
    [gone('root'), file('big', 5)],
    [gone('.env'), gone('app.env')],
  ]);
  const list = listHidden(stack.table, stack.indexes, () => stack.lowered);
  const all: HiddenQuery = { bytesOnly: false, secretsOnly: false, filter: '', sort: 'path' };
  const find = (query: Partial<HiddenQuery>) =>
    [...list.find({ ...all, ...query }).versions].map((v) => pathText(stack.table, stack.table.versionPath[v]!).path);

  test.each<[string, Partial<HiddenQuery>, string[]]>([
    ['all, in the order of the table', {}, ['/root', '/root/.ssh', '/root/.ssh/id_rsa', '/big', '/app.env', '/.env']],
    [
      'only with bytes, largest first',
      { bytesOnly: true, sort: 'size' },
      ['/big', '/root/.ssh/id_rsa', '/.env', '/app.env'],
    ],
    ['by one layer', { hiddenBy: 2 }, ['/app.env', '/.env']],
    ['by how', { how: 'replaced' }, ['/big']],
    ['names that look like secrets', { secretsOnly: true }, ['/root/.ssh/id_rsa', '/.env']],
    ['by name', { filter: 'ENV' }, ['/app.env', '/.env']],
    [
      'by hiding layer, then size',
      { sort: 'layer', bytesOnly: true },
      ['/big', '/root/.ssh/id_rsa', '/.env', '/app.env'],
    ],
  ])('%s', (_, query, paths) => expect(find(query)).toEqual(paths));

  test('groups agree with the list', () => {
    expect(list.groups).toEqual([
      { layer: 1, count: 4, bytes: 130, secrets: 1 },
      { layer: 2, count: 2, bytes: 3, secrets: 1 },
    ]);
    for (const { layer, count, bytes } of list.groups) {
      const found = list.find({ ...all, hiddenBy: layer });
      expect([found.versions.length, found.bytes]).toEqual([count, bytes]);
    }
  });
});

describe('duplicates', () => {
  const { table, indexes } = image([
    [file('a', 10), file('b', 10), hard('a2', 'a'), file('c', 4), file('d', 0), file('e', 0)],
    [file('a', 10), file('z', 4)],
  ]);
  const name = (version: number) => `${pathText(table, table.versionPath[version]!).path}@${table.layer[version]}`;

  test('asked about are inodes with bytes whose size is not their own', () => {
    expect([...duplicateCandidates(table, indexes)].map(name)).toEqual(['/a@0', '/a@1', '/b@0', '/c@0', '/z@1']);
  });

  test('equal digests are a group, most wasted first; what was not read is left out', () => {
    const digests: Readonly<Record<string, string>> = {
      '/a@0': 'aa',
      '/a@1': 'bb',
      '/b@0': 'aa',
      '/c@0': 'cc',
      '/z@1': 'cc',
    };
    const candidates = duplicateCandidates(table, indexes);
    const hashes = Array.from(candidates, (version) => Buffer.from((digests[name(version)] ?? '').repeat(32), 'hex'));
    const isKnown = Uint8Array.from(candidates, (version) => (name(version) === '/c@0' ? 0 : 1));
    const all = groupDuplicates(
      table,
      indexes,
      candidates,
      Buffer.concat(hashes),
      new Uint8Array(candidates.length).fill(1),
    );
    expect(all.map(({ digest, size, versions }) => [digest, size, [...versions].map(name)])).toEqual([
      [`sha256:${'aa'.repeat(32)}`, 10, ['/a@0', '/b@0']],
      [`sha256:${'cc'.repeat(32)}`, 4, ['/c@0', '/z@1']],
    ]);
    expect(groupDuplicates(table, indexes, candidates, Buffer.concat(hashes), isKnown)).toHaveLength(1);
  });
});
