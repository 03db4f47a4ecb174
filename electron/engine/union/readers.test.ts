import { describe, expect, test } from 'vitest';
import { childrenOf } from './child-index.ts';
import { settleReasons, treeChanges } from './changes.ts';
import { lookupBytes, lookupPath } from './lookup.ts';
import { MARKER, parseMarker } from './marker.ts';
import { mergeLayers } from './merge.ts';
import type { PathTable } from './path-table.ts';
import { bytesToText, pathBytes, pathText, rawPathOf } from './path-text.ts';
import { drawIndex, type PictureEntry } from './picture.test-support.ts';
import { pathStory } from './story.ts';
import { IndexBuilder } from '../tar/index-builder.ts';

const merge = (...layers: PictureEntry[][]) => mergeLayers(layers.map(drawIndex));

/** One layer of empty files with names given as bytes. */
function mergeNames(...names: readonly Uint8Array[]): PathTable {
  const builder = new IndexBuilder({ capacity: names.length });
  for (const name of names) {
    builder.name(name, 0, name.length);
    builder.add(0, 0o644, 0, 0, 0, 0, 0, 0);
  }
  return mergeLayers([builder.finish()]);
}

const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));

describe('a marker is known by its basename', () => {
  test.each([
    ['passwd', MARKER.none],
    ['.wh', MARKER.none],
    ['.whfoo', MARKER.none],
    ['a.wh.b', MARKER.none],
    ['.WH.a', MARKER.none],
    ['.wh.', MARKER.invalid],
    ['.wh..', MARKER.invalid],
    ['.wh...', MARKER.invalid],
    ['.wh....', MARKER.whiteout],
    ['.wh.a', MARKER.whiteout],
    ['.wh..a', MARKER.whiteout],
    ['.wh..wh', MARKER.whiteout],
    ['.wh..wh.', MARKER.aufs],
    ['.wh..wh.plnk', MARKER.aufs],
    ['.wh..wh..op', MARKER.aufs],
    ['.wh..wh..opq', MARKER.opaque],
    ['.wh..wh..opqx', MARKER.aufs],
    ['.wh..wh.aopq', MARKER.aufs],
  ])('%s', (name, kind) => {
    const around = Buffer.from(`xx${name}yy`);
    expect(parseMarker(around, 2, name.length)).toBe(kind);
  });
});

describe('path text', () => {
  test.each([
    ['plain ASCII', bytes('a b'), 'a b'],
    ['valid UTF-8 of two, three and four bytes', bytes('é€😀'), 'é€😀'],
    ['a byte that is not UTF-8', bytes('a', 0xff, 'b'), 'a\\xffb'],
    ['a sequence that breaks off', bytes('a', 0xe2, 0x82), 'a\\xe2\\x82'],
    ['an overlong slash', bytes(0xc0, 0xaf), '\\xc0\\xaf'],
    ['half a surrogate pair', bytes(0xed, 0xa0, 0x80), '\\xed\\xa0\\x80'],
    ['a byte order mark', bytes(0xef, 0xbb, 0xbf, 'a'), '\ufeffa'],
    ['a backslash of its own, kept single', bytes('a\\xff'), 'a\\xff'],
  ])('%s', (_, name, text) => expect(bytesToText(name)).toBe(text));

  test('rawPath is given only where the text cannot hold the bytes, with the leading slash', () => {
    expect(rawPathOf(bytes('é'))).toBeUndefined();
    expect(rawPathOf(bytes('a', 0xff))).toBe(bytes('/a', 0xff).toString('base64'));
    expect(rawPathOf(bytes('/a', 0xff))).toBe(bytes('/a', 0xff).toString('base64'));
    const table = mergeNames(bytes('d', 0xff, '/é'), bytes('ok'));
    expect(pathText(table, lookupBytes(table, bytes('d', 0xff, '/é'))!)).toEqual({
      path: '/d\\xff/é',
      rawPath: bytes('/d', 0xff, '/é').toString('base64'),
    });
    expect(pathText(table, lookupPath(table, '/ok')!)).toEqual({ path: '/ok' });
    expect(pathText(table, 0)).toEqual({ path: '/' });
  });
});

describe('looking a path up', () => {
  const table = mergeNames(
    bytes('etc/passwd'),
    bytes('etc/', 0xff),
    bytes('etc/\\xfe'),
    bytes('etc/', 0xfe),
    bytes('\\x80', 0x80),
    bytes('é'),
  );
  const found = (path: string) => {
    const row = lookupPath(table, path);
    return row === undefined ? undefined : Buffer.from(pathBytes(table, row)).toString('latin1');
  };

  test.each([
    ['/etc/passwd', '/etc/passwd'],
    ['etc//passwd/', '/etc/passwd'],
    ['/./etc/./passwd', '/etc/passwd'],
    ['/', '/'],
    ['', '/'],
    ['/é', '/\u00c3\u00a9'],
    ['/etc/\\xff', '/etc/\u00ff'],
    ['/\\x80\\x80', '/\\x80\u0080'],
  ])('%s is found', (path, expected) => expect(found(path)).toBe(expected));

  test('a name that really holds a backslash is meant before one that is only shown so', () =>
    expect(found('/etc/\\xfe')).toBe('/etc/\\xfe'));

  test.each(['/etc/shadow', '/etc/passwd/x', '/etc/\\xfd', '/Etc', '/..', '/etc/\\xfF'])('%s is not', (path) =>
    expect(lookupPath(table, path)).toBeUndefined(),
  );

  test('every path is found by its own bytes and by its own text', () => {
    const unambiguous = merge([
      { path: 'a/b/c', type: 'file' },
      { path: 'x', type: 'symlink', link: 'a' },
    ]);
    for (const one of [table, unambiguous])
      for (let row = 0; row < one.length; row++) expect(lookupBytes(one, pathBytes(one, row))).toBe(row);
    for (let row = 0; row < unambiguous.length; row++)
      expect(lookupPath(unambiguous, pathText(unambiguous, row).path)).toBe(row);
  });

  test('children are listed with the hidden ones', () => {
    const layered = merge(
      [
        { path: 'd/a', type: 'file' },
        { path: 'd/b', type: 'file' },
      ],
      [
        { path: 'd/a', type: 'whiteout' },
        { path: 'd/c', type: 'file' },
      ],
    );
    const names = [...childrenOf(layered, lookupPath(layered, '/d')!)].map((row) => pathText(layered, row).path);
    expect(names).toEqual(['/d/a', '/d/b', '/d/c']);
    expect([...childrenOf(layered, lookupPath(layered, '/d/c')!)]).toEqual([]);
  });
});

describe('why a path changed', () => {
  const base: PictureEntry = { path: 'p', type: 'file', content: 'one', mode: '0644', mtime: 5 };
  test.each<[string, PictureEntry, readonly string[], boolean]>([
    ['the same once more: the bytes must be compared', base, [], true],
    ['another size', { ...base, content: 'other' }, ['content'], false],
    ['only the mode', { ...base, mode: '0755' }, ['mode'], true],
    ['only the owner', { ...base, uid: 7 }, ['owner'], true],
    ['only the group', { ...base, gid: 7 }, ['owner'], true],
    ['only the time', { ...base, mtime: 6 }, ['mtime'], true],
    ['an attribute more', { ...base, xattrs: { 'user.a': '1' } }, ['xattr'], true],
    [
      'all at once',
      { ...base, content: '', mode: '0600', uid: 1, mtime: 0 },
      ['content', 'mode', 'owner', 'mtime'],
      false,
    ],
    ['a link in its place', { path: 'p', type: 'symlink', link: 'q', mtime: 5 }, ['type'], false],
    ['a directory in its place', { path: 'p', type: 'dir', mode: '0644', mtime: 5 }, ['type'], false],
  ])('%s', (_, after, reasons, contentUndecided) => {
    const indexes = [drawIndex([base]), drawIndex([after])];
    const table = mergeLayers(indexes);
    const changes = [...treeChanges(table, indexes, 1, 1)];
    expect(changes).toMatchObject([{ kind: 'changed', reasons, contentUndecided }]);
  });

  test.each<[string, PictureEntry, PictureEntry, readonly string[]]>([
    [
      'another link text',
      { path: 'l', type: 'symlink', link: 'a' },
      { path: 'l', type: 'symlink', link: 'b' },
      ['link'],
    ],
    ['the same link text', { path: 'l', type: 'symlink', link: 'a' }, { path: 'l', type: 'symlink', link: 'a' }, []],
    [
      'another device',
      { path: 'c', type: 'char', major: 1, minor: 3 },
      { path: 'c', type: 'char', major: 1, minor: 5 },
      ['content'],
    ],
    [
      'an attribute of another value',
      { path: 'd', type: 'dir', xattrs: { a: '1' } },
      { path: 'd', type: 'dir', xattrs: { a: '2' } },
      ['xattr'],
    ],
    [
      'an attribute of another name',
      { path: 'd', type: 'dir', xattrs: { a: '1' } },
      { path: 'd', type: 'dir', xattrs: { b: '1' } },
      ['xattr'],
    ],
    ['empty files', { path: 'f', type: 'file' }, { path: 'f', type: 'file' }, []],
  ])('%s', (_, before, after, reasons) => {
    const indexes = [drawIndex([before]), drawIndex([after])];
    expect([...treeChanges(mergeLayers(indexes), indexes, 1, 1)]).toMatchObject([{ reasons, contentUndecided: false }]);
  });

  test('a directory that a layer only implies did not change', () => {
    const indexes = [
      drawIndex([
        { path: 'd', type: 'dir', mode: '0700' },
        { path: 'd/a', type: 'file' },
      ]),
      drawIndex([{ path: 'd/b', type: 'file' }]),
    ];
    const table = mergeLayers(indexes);
    expect([...treeChanges(table, indexes, 1, 1)]).toMatchObject([{ kind: 'added', path: lookupPath(table, '/d/b') }]);
  });

  test('a hard link to the same inode needs no comparing', () => {
    const indexes = [
      drawIndex([
        { path: 'a', type: 'file', content: 'x' },
        { path: 'b', type: 'hardlink', link: 'a' },
      ]),
      drawIndex([{ path: 'b', type: 'hardlink', link: 'a' }]),
    ];
    const changes = [...treeChanges(mergeLayers(indexes), indexes, 1, 1)];
    expect(changes).toMatchObject([{ kind: 'changed', reasons: [], contentUndecided: false }]);
  });

  test.each([
    [{ reasons: [], contentUndecided: true }, true, ['identical']],
    [{ reasons: [], contentUndecided: true }, false, ['content']],
    [{ reasons: ['mtime'], contentUndecided: true }, true, ['mtime']],
    [{ reasons: ['mtime'], contentUndecided: true }, false, ['content', 'mtime']],
    [{ reasons: ['type'], contentUndecided: false }, false, ['type']],
    [{ reasons: [], contentUndecided: false }, false, ['identical']],
  ] as const)('%j with equal bytes: %s', (difference, isSame, reasons) =>
    expect(settleReasons(difference, isSame)).toEqual(reasons),
  );
});

test('the story of a path tells every version, what was below it and which is visible', () => {
  const table = merge(
    [
      { path: 'd', type: 'dir' },
      { path: 'd/a', type: 'file' },
    ],
    [{ path: 'd/b', type: 'file' }],
    [{ path: 'd', type: 'whiteout' }],
    [{ path: 'd', type: 'file' }],
  );
  const row = lookupPath(table, '/d')!;
  const first = table.versionStart[row]!;
  expect(pathStory(table, row)).toEqual([
    { version: first, visible: false, below: -1, isOwn: true },
    { version: first + 1, visible: false, below: first, isOwn: false },
    { version: first + 2, visible: true, below: -1, isOwn: true },
  ]);
  expect([...table.hiddenBy.subarray(first, first + 3)]).toEqual([2, 2, -1]);
});
