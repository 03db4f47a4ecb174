import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { entryAt } from './entry-at.ts';
import { escapeName } from './escape-name.ts';
import { indexLayer } from './index-layer.ts';
import { readBody } from './layer-reader.ts';
import { PARSER_CASES } from './parser-cases.test-data.ts';
import { rowsOf, scan } from './scan.test-support.ts';
import { ENTRY_FLAG, type EntryRow } from './tar-index.ts';

const fileOf = (id: string): string => new URL(`fixtures/parser-tars/${id}.tar`, import.meta.url).pathname;
const archiveOf = (id: string): Uint8Array => new Uint8Array(readFileSync(fileOf(id)));
const layerOf = (id: string) => {
  const file = fileOf(id);
  return indexLayer({ file, offset: 0, size: archiveOf(id).length }, { compression: 'none' });
};
const first = (id: string) => entryAt(scan(archiveOf(id)).index, 0 as EntryRow);

test('the table has every case', () => expect(PARSER_CASES).toHaveLength(148));

describe.each(PARSER_CASES)('$id $title', ({ id, sees, warns = [], damaged = false }) => {
  test('shows what Go shows', () => {
    const { sight } = scan(archiveOf(id));
    expect({ ...sight, damage: sight.damage !== undefined }).toEqual({ sees, warns, damage: damaged });
  });
  test.each([1, 7, 513])('the same in pieces of %i bytes', (step) => {
    expect(scan(archiveOf(id), step).sight).toEqual(scan(archiveOf(id)).sight);
  });
  test('the same when bodies are hopped over', () => {
    const layer = layerOf(id);
    const { sight } = scan(archiveOf(id));
    expect({ sees: rowsOf(layer.index), warns: layer.warnings.map(({ code }) => code), damage: layer.damage }).toEqual(
      sight,
    );
  });
});

describe('fields', () => {
  test.each([
    ['B19', 'a base-256 mtime may be negative', { mtime: -2 }],
    ['B20', 'a time beyond any calendar is kept', { mtime: 2 ** 62 }],
    ['B21', 'a base-256 uid', { uid: 4_294_967_294 }],
    ['B22', 'type bits in the mode are masked', { mode: 0o644 }],
    ['B23', 'a mode of all ones is masked', { mode: 0o7777 }],
    ['F02', 'mtime with a fraction', { mtime: 1_350_244_992.023_960_1 }],
    ['F03', 'negative mtime with a fraction', { mtime: -1.5 }],
    ['G17', 'a large minor number', { minor: 2 ** 31 }],
    ['H07', 'eight EiB of hole', { size: 2 ** 63, sparse: new Float64Array(0) }],
  ])('%s %s', (id, _, fields) => expect(first(id)).toMatchObject(fields));

  test.each([
    ['F01', 'PAX linkpath', 'long/link'],
    ['G11', 'an empty link stays a link', ''],
  ])('%s %s', (id, _, link) => expect(escapeName(first(id).link!)).toBe(link));

  test.each([
    ['D12', 'a link of 100 bytes without NUL', 100],
    ['E08', 'a GNU long link', 150],
  ])('%s %s', (id, _, length) => expect(first(id).link).toHaveLength(length));

  test('F31 an xattr keeps its bytes and the equals sign in its name', () => {
    const xattrs = [...first('F31').xattrs!].map(([name, value]) => [name, Buffer.from(value).toString('hex')]);
    expect(xattrs).toContainEqual(['user.bin', '0001ff']);
  });
  test('D10 what cleaning changed is kept', () => expect(escapeName(first('D10').rawName!)).toBe('p//n'));
  test('I05 a body cut short is marked', () => expect(first('I05').flags & ENTRY_FLAG.incomplete).not.toBe(0));
});

describe('sparse bodies', () => {
  test.each([
    ['H01', 'A\0\0\0\0\0\0\0\0B'],
    ['H08', 'A\0\0\0\0\0\0\0\0B'],
    ['H09', 'A\0\0\0\0\0\0\0\0B'],
    ['H10', 'A\0\0\0\0\0\0\0\0B'],
  ])('%s reads as %j, whole and in every part', (id, content) => {
    const layer = layerOf(id);
    const row = 0 as EntryRow;
    for (let from = 0; from <= content.length; from++)
      for (let length = 0; length <= content.length; length++)
        expect(Buffer.from(readBody(layer, row, from, length)).toString()).toBe(content.slice(from, from + length));
  });
  test('H02 has its map in an extension block', () => {
    const layer = layerOf('H02');
    expect(first('H02').sparse!.length).toBeGreaterThan(8);
    expect(readBody(layer, 0 as EntryRow, 0, 100)).toHaveLength(12);
  });
  test('H07 a part of eight EiB', () =>
    expect(readBody(layerOf('H07'), 0 as EntryRow, 2 ** 40, 10)).toEqual(new Uint8Array(10)));
});
