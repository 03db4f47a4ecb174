import { DEFAULT_LIMITS } from '../limits/limits.ts';
import { describe, expect, test } from 'vitest';
import { entryAt } from './entry-at.ts';
import { escapeName } from './escape-name.ts';

import { archive, header, member, pax, scan } from './scan.test-support.ts';
import { ENTRY_FLAG, type EntryRow } from './tar-index.ts';

const longName = (name: string) => member('././@LongLink', `${name}\0`, 'L');

describe('names stay inside the root', () => {
  test.each([
    ['HP02 four steps up', member('../../../../etc/passwd', 'x'), 'etc/passwd', true],
    ['HP03 an absolute name', member('/etc/passwd', 'x'), 'etc/passwd', false],
    ['HP04 many slashes', member('//////etc/passwd', 'x'), 'etc/passwd', false],
    ['HP04 a dot after a slash', member('/./../etc/x', 'x'), 'etc/x', true],
    ['HP05 an inner climb', member('a/../../b', 'x'), 'b', true],
    ['HP10 backslashes are ordinary', member(String.raw`..\..\evil`, 'x'), String.raw`..\..\evil`, false],
    ['HP17 a GNU long name', Buffer.concat([longName('../../evil'), member('ok', 'x')]), 'evil', true],
    [
      'HP16 a PAX path over a harmless name',
      Buffer.concat([pax({ path: '../../evil' }), member('ok', 'x')]),
      'evil',
      true,
    ],
    ['a climb within the name', member('a/b/../c', 'x'), 'a/c', false],
    ['a name that climbs to the root', member('a/..', '', '5'), '', false],
    ['a dot at the end', member('a/.', '', '5'), 'a', false],
    ['names of object methods', member('__proto__/constructor', 'x'), '__proto__/constructor', false],
  ])('%s', (_, entry, name, clamped) => {
    const { index } = scan(archive(entry));
    const found = entryAt(index, 0 as EntryRow);
    expect(escapeName(found.name)).toBe(name);
    expect((found.flags & ENTRY_FLAG.clamped) !== 0).toBe(clamped);
  });

  test('a climb out of a folder leaves no folder behind', () => {
    expect(scan(archive(member('a/../b/c', 'x'))).index.dirCount).toBe(2);
  });
  test('the root keeps its own row', () => {
    expect(scan(archive(header('./', { type: '5' }), member('./a', 'x'))).sight.sees).toBe('[dir], a:1');
  });
  test('a hard link target is cleaned, a symbolic one is not', () => {
    const { index } = scan(
      archive(header('h', { type: '1', link: '../../etc//shadow' }), header('s', { type: '2', link: '../..//x/' })),
    );
    expect([0, 1].map((row) => escapeName(entryAt(index, row as EntryRow).link!))).toEqual(['etc/shadow', '../..//x/']);
  });
});

describe('limits', () => {
  test('HP13 a path of 100,000 components is skipped and leaves no folders', () => {
    const { sight, index } = scan(
      archive(pax({ path: `${'a/'.repeat(100_000)}f` }), member('x', '1'), member('z', '22')),
    );
    expect(sight).toEqual({ sees: 'z:2', warns: ['path-too-deep'], damage: undefined });
    expect(index.dirCount).toBe(1);
  });
  test('a component over 65,535 bytes is skipped', () => {
    const { sight } = scan(archive(pax({ path: `d/${'n'.repeat(65_536)}` }), member('x', '1'), member('z', '22')));
    expect(sight).toEqual({ sees: 'z:2', warns: ['name-too-long'], damage: undefined });
  });
  test('HP12 a component of 5,000 bytes and a path of 9,000 are shown', () => {
    const long = 'n'.repeat(5000);
    const { index } = scan(archive(pax({ path: `${long}/${'m'.repeat(4000)}` }), member('x', '1')));
    expect(entryAt(index, 0 as EntryRow).name).toHaveLength(9001);
  });
  test('HL18 a link of nearly a MiB is stored', () => {
    const target = 't'.repeat(DEFAULT_LIMITS['header-bytes'] - 1024);
    const { index } = scan(archive(pax({ linkpath: target }), header('l', { type: '2' })));
    expect(entryAt(index, 0 as EntryRow).link).toHaveLength(target.length);
  });
  test('HT13 extended headers without end stop the reading', () => {
    const { sight } = scan(archive(...Array.from({ length: 500 }, () => pax({ path: 'x' })), member('a', 'x')));
    expect(sight.damage).toContain('after 16 others');
  });
  test.each(['x', 'g', 'L', 'K'])('an %s header of over a MiB is refused before its body is kept', (type) => {
    const { sight } = scan(archive(header('big', { type, size: DEFAULT_LIMITS['header-bytes'] + 1 })));
    expect(sight.damage).toContain('1048576');
  });
  test('HT29 a flood of one warning is counted, not kept', () => {
    const { sight } = scan(archive(...Array.from({ length: 500 }, (_, i) => header(`d${i}`, { type: '5', size: 1 }))));
    expect(sight.warns).toHaveLength(DEFAULT_LIMITS['warnings-per-kind'] + 1);
  });
  test('a million directories cannot be made to collide', () => {
    const { index } = scan(archive(...Array.from({ length: 3000 }, (_, i) => header(`d${i}/f`))));
    expect(index.dirCount).toBe(3001);
  });
});

describe('metadata', () => {
  test('equal xattrs are one object', () => {
    const label = pax({ 'SCHILY.xattr.security.selinux': 'system_u' });
    const { index } = scan(archive(label, member('a', '1'), label, member('b', '1')));
    expect(index.rare.get(0)?.xattrs).toBe(index.rare.get(1)?.xattrs);
  });
  test('a LIBARCHIVE xattr is decoded, a SCHILY one of the same name wins', () => {
    const { index, sight } = scan(
      archive(
        pax({ 'LIBARCHIVE.xattr.user.a%20b': 'AAH/' }),
        member('a', '1'),
        pax({ 'LIBARCHIVE.xattr.user.x': 'AAH/', 'SCHILY.xattr.user.x': 'raw' }),
        member('b', '1'),
      ),
    );
    const values = [0, 1].map((row) =>
      [...index.rare.get(row)!.xattrs!].map(([name, value]) => [name, Buffer.from(value).toString('hex')]),
    );
    expect(values).toEqual([[['user.a b', '0001ff']], [['user.x', '726177']]]);
    expect(sight.warns).toEqual(['libarchive-xattr']);
  });
  test('a global header loses what stood before it, as in Go', () => {
    const { sight } = scan(archive(pax({ path: 'lost' }), pax({ comment: 'git' }, 'g'), member('a', '1')));
    expect(sight).toMatchObject({ sees: 'a:1', warns: ['dangling-header'] });
  });
  test('300 owners keep their own numbers', () => {
    const { index } = scan(
      archive(
        ...Array.from({ length: 300 }, (_, i) => Buffer.concat([pax({ uid: `${i * 7}` }), member(`f${i}`, '1')])),
      ),
    );
    expect(entryAt(index, 299 as EntryRow).uid).toBe(299 * 7);
    expect(entryAt(index, 3 as EntryRow).uid).toBe(21);
  });
  test('one time before the epoch widens the column and keeps the others', () => {
    const { index } = scan(
      archive(header('a', { mtime: 5 }), pax({ mtime: '-3.5' }), header('b'), header('c', { mtime: 7 })),
    );
    expect([...index.mtime]).toEqual([5, -3.5, 7]);
  });
});
