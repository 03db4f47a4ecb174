import { describe, expect, test } from 'vitest';
import { HIDDEN_HOW } from '../../../shared/model/entry.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { TYPE_CODES, type TarIndex } from '../tar/tar-index.ts';
import { hiddenVersions } from './hidden.ts';
import { mergeLayers } from './merge.ts';
import type { PathTable } from './path-table.ts';
import { pathText } from './path-text.ts';
import { drawIndex, type PictureEntry } from './picture.test-support.ts';

const file = (path: string, content = ''): PictureEntry => ({ path, type: 'file', content });
const dir = (path: string): PictureEntry => ({ path, type: 'dir' });
const named = (name: string, type: 'file' | 'dir' = 'file'): PictureEntry => ({ path: name, type, name });
const hardlink = (path: string, link: string): PictureEntry => ({ path, type: 'hardlink', link });
const symlink = (path: string, link: string): PictureEntry => ({ path, type: 'symlink', link });
const whiteout = (path: string): PictureEntry => ({ path, type: 'whiteout' });
const opaque = (path: string): PictureEntry => ({ path, type: 'opaque' });

const nameOf = (table: PathTable, path: number) => pathText(table, path).path.slice(1);

/** `path:layer`, directories with a slash, hard links with the row that holds their content. */
function drawTree(table: PathTable): string {
  const parts: string[] = [];
  for (let path = 1; path < table.length; path++) {
    const version = table.visible[path]!;
    if (version === -1) continue;
    const inode = table.inode[version]!;
    const mark = TYPE_CODES[table.type[version]!] === 'dir' ? '/' : '';
    const link = table.hardlink[version] === -1 ? '' : `=${table.layer[inode]}.${table.row[inode]}`;
    parts.push(`${nameOf(table, path)}${mark}:${table.layer[version]}${link}`);
  }
  return parts.toSorted().join(' ');
}

/** `path:layer how via:layer`. */
function drawHidden(table: PathTable): string {
  return [...hiddenVersions(table)]
    .map((version) => {
      const how = HIDDEN_HOW[table.how[version]! - 1];
      const via = `${how} ${nameOf(table, table.via[version]!)}:${table.hiddenBy[version]}`;
      return `${nameOf(table, table.versionPath[version]!)}:${table.layer[version]} ${via}`;
    })
    .toSorted()
    .join(', ');
}

const codes = (table: PathTable) => table.warnings.map(({ code, path }) => `${code} ${path}`).join(', ');

type Row = [sentence: string, layers: PictureEntry[][], tree: string, hidden: string, warnings: string];

describe('one layer', () => {
  test.each<Row>([
    [
      'a chain of hard links before their target binds to one inode',
      [[hardlink('c', 'b'), hardlink('b', 'a'), file('a')]],
      'a:0 b:0=0.2 c:0=0.2',
      '',
      'hardlink-forward-reference b, hardlink-forward-reference c',
    ],
    [
      'hard links in a circle are left out',
      [[hardlink('a', 'b'), hardlink('b', 'a'), file('x')]],
      'x:0',
      '',
      'hardlink-target-missing b, hardlink-target-missing a',
    ],
    [
      'a hard link keeps the inode it was linked to when a later entry takes the name',
      [[file('a', 'old'), hardlink('b', 'a'), hardlink('c', 'b'), file('a', 'new')]],
      'a:0 b:0=0.0 c:0=0.0',
      '',
      'duplicate-entry a',
    ],
    [
      'a hard link below its own target keeps the inode and makes the target a directory',
      [[file('a'), hardlink('a/b', 'a')]],
      'a/:0 a/b:0=0.0',
      '',
      '',
    ],
    [
      'a hard link that comes before another entry of its name loses',
      [[hardlink('b', 'a'), file('b'), file('a')]],
      'a:0 b:0',
      '',
      'duplicate-entry b',
    ],
    [
      'a later file drops what its layer had below the directory, a later directory does not bring it back',
      [[file('a/x/y'), file('a'), dir('a'), file('a/z')]],
      'a/:0 a/z:0',
      '',
      'duplicate-entry a, duplicate-entry a',
    ],
    [
      'an entry below a file of the same layer takes its place',
      [[file('a'), file('a/b/c')]],
      'a/:0 a/b/:0 a/b/c:0',
      '',
      'parent-not-directory a/b/c',
    ],
    [
      'an entry below a hard link to a directory is an ordinary path',
      [[dir('d'), hardlink('l', 'd'), file('l/f')]],
      'd/:0 l/:0 l/f:0',
      '',
      'hardlink-to-directory l',
    ],
    [
      'a link made after its folder had entries redirects only what follows',
      [[file('foo/b'), symlink('foo', '/'), file('foo/b'), dir('foo'), file('foo/c')]],
      'b:0 foo/:0 foo/c:0',
      '',
      'duplicate-entry foo, duplicate-entry foo',
    ],
    [
      'two links that lead to each other drop what lies below them',
      [[symlink('a', 'b'), symlink('b', 'a'), file('a/x')]],
      'a:0 b:0',
      '',
      'symlink-loop a/x',
    ],
    [
      'whiteouts of . and .. and of nothing hide nothing',
      [[named('.wh.'), named('.wh..'), named('d/.wh...')]],
      '',
      '',
      'invalid-whiteout .wh., invalid-whiteout .wh.., invalid-whiteout d/.wh...',
    ],
    [
      'what lies in a folder of AUFS is not content',
      [[named('.wh..wh.plnk/1.2'), file('x')]],
      'x:0',
      '',
      'aufs-metadata .wh..wh.plnk/1.2',
    ],
  ])('%s', (_, layers, tree, hidden, warnings) => {
    const table = mergeLayers(layers.map(drawIndex));
    expect(drawTree(table)).toBe(tree);
    expect(drawHidden(table)).toBe(hidden);
    expect(codes(table)).toBe(warnings);
  });
});

describe('several layers', () => {
  test.each<Row>([
    [
      'of nested opaque directories the outermost hides',
      [[file('a/b/c')], [opaque('a/b'), opaque('a')]],
      'a/:0 a/b/:1',
      'a/b/c:0 opaque a:1, a/b:0 opaque a:1',
      '',
    ],
    [
      'a whiteout below a file of its own layer is void',
      [[file('d/x')], [file('d'), whiteout('d/x')]],
      'd:1',
      'd/x:0 ancestor-replaced d:1, d:0 type-change d:1',
      'marker-below-non-directory d/.wh.x',
    ],
    [
      'a whiteout below a link of its own layer does not reach through it',
      [[file('etc/x')], [symlink('l', 'etc'), whiteout('l/x')]],
      'etc/:0 etc/x:0 l:1',
      '',
      'marker-below-non-directory l/.wh.x',
    ],
    [
      'a directory deleted and made again merges only with what comes after',
      [[dir('d'), file('d/a')], [whiteout('d')], [dir('d'), file('d/b')], [file('d/c')]],
      'd/:2 d/b:2 d/c:3',
      'd/a:0 whiteout d:1, d:0 whiteout d:1',
      '',
    ],
    [
      'a hard link to a link to a lower file has that file as its inode',
      [[file('a'), hardlink('b', 'a')], [hardlink('c', 'b')]],
      'a:0 b:0=0.0 c:1=0.0',
      '',
      'hardlink-to-lower-layer c',
    ],
    [
      'a hard link to what a lower layer deleted finds nothing',
      [[file('a')], [whiteout('a')], [hardlink('b', 'a')]],
      '',
      'a:0 whiteout a:1',
      'hardlink-target-missing b',
    ],
    [
      'a whiteout that hides nothing leaves no path behind',
      [[file('a')], [whiteout('b'), whiteout('c'), file('d')]],
      'a:0 d:1',
      '',
      '',
    ],
  ])('%s', (_, layers, tree, hidden, warnings) => {
    const table = mergeLayers(layers.map(drawIndex));
    expect(drawTree(table)).toBe(tree);
    expect(drawHidden(table)).toBe(hidden);
    expect(codes(table)).toBe(warnings);
    for (let path = 1; path < table.length; path++)
      expect(table.versionStart[path + 1]! - table.versionStart[path]!).toBeGreaterThan(0);
  });

  test('an absent layer takes no part, and the layers above keep their numbers', () => {
    const table = mergeLayers([drawIndex([file('a')]), undefined, drawIndex([whiteout('a'), file('b')])]);
    expect(drawTree(table)).toBe('b:2');
    expect(drawHidden(table)).toBe('a:0 whiteout a:2');
  });

  test('no layers, or only absent ones, give a table with the root alone', () => {
    for (const layers of [[], [undefined]]) {
      const table = mergeLayers(layers);
      expect([table.length, table.versionCount, table.visible[0]]).toEqual([1, 0, -1]);
    }
  });

  test('an empty layer still has a root', () => expect(mergeLayers([drawIndex([])]).visible[0]).toBe(0));
});

/** A file reached through that many links. */
function chain(links: number): PictureEntry[] {
  return [
    dir('end'),
    ...Array.from({ length: links }, (_, i) => symlink(`l${i}`, i === 0 ? 'end' : `l${i - 1}`)),
    file(`l${links - 1}/x`),
  ];
}

describe('limits', () => {
  test('a name given a thousand times makes one path, one version and a bounded number of warnings', () => {
    const table = mergeLayers([drawIndex(Array.from({ length: 1000 }, () => file('a')))]);
    expect([table.length, table.versionCount]).toEqual([2, 2]);
    expect(table.warnings).toHaveLength(51);
    expect(table.warnings.at(-1)?.message).toContain('949 more');
  });

  test('a path through more than 40 links is left out, through 40 it is followed', () => {
    expect(drawTree(mergeLayers([drawIndex(chain(40))]))).toContain('end/x:0');
    expect(codes(mergeLayers([drawIndex(chain(41))]))).toBe('symlink-loop l40/x');
  });

  test('a link that doubles with every hop is given up before it grows', () => {
    const links = Array.from({ length: 30 }, (_, i) =>
      symlink(
        `a${i}`,
        i === 0
          ? 'x'
          : Array(10)
              .fill(`a${i - 1}`)
              .join('/../'),
      ),
    );
    expect(codes(mergeLayers([drawIndex([...links, file('a29/f')])]))).toBe('symlink-loop a29/f');
  });

  test('a deep path and a long chain of links waiting for each other do not overflow the stack', () => {
    const deep = Array.from({ length: 900 }, () => 'd').join('/');
    const waiting = Array.from({ length: 20_000 }, (_, i) => hardlink(`h${i}`, `h${i + 1}`));
    const table = mergeLayers([drawIndex([file(`${deep}/x`), ...waiting, file('h20000')]), drawIndex([whiteout('d')])]);
    expect(table.visible.filter((version) => version !== -1)).toHaveLength(20_002);
  });

  test('a layer with tens of thousands of entries grows every column', () => {
    const entries = Array.from({ length: 40_000 }, (_, i) => file(`d${i % 7}/l/f${i}`));
    const table = mergeLayers([drawIndex([symlink('d3/l', '/away'), ...entries]), drawIndex([opaque('d1')])]);
    const count = (prefix: string) =>
      drawTree(table)
        .split(' ')
        .filter((path) => path.startsWith(prefix)).length;
    expect([count('d0/l/f'), count('d1/l/f'), count('away/f'), count('d3/l/f')]).toEqual([5715, 0, 5714, 0]);
  });
});

describe('a merge tells and stops', () => {
  const index = drawIndex(Array.from({ length: 40_000 }, (_, i) => file(`f${i}`)));

  test('progress counts the entries of all layers and ends with all of them', () => {
    const told: number[] = [];
    mergeLayers([index, index], { onProgress: (done) => told.push(done) });
    expect(told.at(-1)).toBe(80_000);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.length).toBeGreaterThan(4);
  });

  test('a raised flag ends it with `cancelled`', () => {
    let asked = 0;
    const merge = () => mergeLayers([index], { cancelled: () => ++asked > 1 });
    expect(merge).toThrow(expect.objectContaining({ code: 'cancelled' }));
    expect(merge).toThrow(OutcropError);
  });

  test('more layers than a column can number are refused', () => {
    const layers: TarIndex[] = Array.from({ length: 65_536 });
    expect(() => mergeLayers(layers)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});

test('every column is shared memory, so that threads need no copies', () => {
  const table = mergeLayers([drawIndex([file('a')])]);
  const columns = Object.values(table).filter((value) => ArrayBuffer.isView(value));
  expect(columns).toHaveLength(15);
  for (const { buffer } of columns) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
});
