import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tarOf } from '../../../opened/oci-archive.test-support.ts';
import { bytesBody, type Body } from '../body.ts';
import * as made from '../content.test-data.ts';
import { compareContents } from './compare-contents.ts';
import { memberPage } from './member-differences.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const compare = (a: Uint8Array, b: Uint8Array) => compareContents(bytesBody(a), bytesBody(b), () => false);

function inPieces(text: string, length: number): Body {
  return {
    ...bytesBody(bytes(text)),
    *stream() {
      for (let at = 0; at < text.length; at += length) yield bytes(text.slice(at, at + length));
    },
  };
}

const tar = (files: Readonly<Record<string, string>>) =>
  tarOf(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytes(text)])));

describe('the first byte that differs', () => {
  test.each([
    ['none', 'same', 'same', null],
    ['in the middle', 'abcd', 'abXd', 2],
    ['where the shorter one ends', 'abc', 'abcdef', 3],
    ['of an empty file', '', 'a', 0],
  ])('%s', async (_, a, b, offset) => {
    expect((await compare(bytes(a), bytes(b))).difference.firstDifference).toBe(offset);
  });

  test('whatever pieces the bytes come in', async () => {
    const { difference } = await compareContents(inPieces('abcdefgh', 3), inPieces('abcdefXh', 2), () => false);
    expect(difference.firstDifference).toBe(6);
  });
});

test.each([
  ['only the line ends', bytes('a\r\nb\r\n'), bytes('a\nb\n'), 'line-ends', ['utf-8', 'crlf'], ['utf-8', 'lf']],
  ['only the byte order mark', bytes('\ufeffa\n'), bytes('a\n'), 'encoding', ['utf-8', 'lf'], ['utf-8', 'lf']],
  [
    'only how characters are stored',
    bytes('\ufeffab\n', 'utf16le'),
    bytes('ab\n'),
    'encoding',
    ['utf-16le', 'lf'],
    ['utf-8', 'lf'],
  ],
  ['the words', bytes('a\r\nb\n'), bytes('a\nc'), 'content', ['utf-8', 'mixed'], ['utf-8', 'lf']],
  ['nothing that is text', bytes('\x00\x01\x02'), bytes('a'), null, undefined, ['utf-8', 'none']],
] as const)('two texts differ in %s', async (_, a, b, differsIn, before, after) => {
  const { textBefore, textAfter, textDiffersIn } = (await compare(a, b)).difference;
  const form = (one: typeof textBefore) => (one ? [one.encoding, one.lineEnds] : undefined);
  expect([textDiffersIn, form(textBefore), form(textAfter)]).toEqual([differsIn, before, after]);
});

describe('members of two archives', () => {
  const OLD = { 'a.txt': 'same', 'b.txt': 'old', 'c.txt': 'gone', 'd.txt': 'longer' };
  const NEW = { 'd.txt': 'long', 'b.txt': 'new', 'a.txt': 'same', 'e.txt': 'come' };
  const EXPECTED = ['changed b.txt 3 3', 'removed c.txt 4 -', 'changed d.txt 6 4', 'added e.txt - 4'];

  test.each([
    ['raw', (one: Buffer) => one, (one: Buffer) => one],
    ['in two compressions', (one: Buffer) => one, (one: Buffer) => gzipSync(one)],
  ])('%s, paired by name, told apart by their bytes', async (_, packOld, packNew) => {
    const { difference, members } = await compare(packOld(await tar(OLD)), packNew(await tar(NEW)));
    expect(difference.inner).toMatchObject({ kind: 'archive', added: 1, removed: 1, changed: 2, same: 1 });
    const page = memberPage(members, 0, 100);
    expect(
      page.members.map(
        ({ kind, path, before, after }) => `${kind} ${path} ${before?.size ?? '-'} ${after?.size ?? '-'}`,
      ),
    ).toEqual(EXPECTED);
    expect(memberPage(members, 3, 9)).toMatchObject({ total: 4, start: 3, members: [{ path: 'e.txt' }] });
  });

  test('of a zip by their checksums', async () => {
    const zip = Buffer.from(made.ZIP);
    // The checksum of the file in the central directory, which is what an archiver would have written for other bytes.
    const name = zip.lastIndexOf('t/etc/motd');
    zip.writeUInt32LE(1, name - 46 + 16);
    expect((await compare(made.ZIP, zip)).difference.inner).toMatchObject({ added: 0, removed: 0, changed: 1 });
  });
});

describe('programs', () => {
  test('facts of two ELF files that differ, lists as what came and went', async () => {
    const { inner } = (await compare(made.PROGRAM, made.STATIC)).difference;
    if (inner.kind !== 'facts') throw new Error('no facts');
    const facts = new Map(inner.facts.map((one) => [one.fact, one]));
    expect(facts.get('type')).toEqual({ kind: 'value', fact: 'type', before: 'shared', after: 'executable' });
    expect(facts.get('needed')).toMatchObject({ kind: 'list', added: [], removed: ['libf.so.1', 'libc.so.6'] });
    expect(facts.get('relro')).toMatchObject({ before: 'full', after: 'none' });
    expect(facts.has('machine')).toBe(false);
  });

  test('what came to a bundle of certificates', async () => {
    const both = Buffer.concat([made.CERTIFICATE, made.KEY]);
    expect((await compare(made.CERTIFICATE, both)).difference.inner).toEqual({
      kind: 'facts',
      of: 'certificates',
      facts: [{ kind: 'list', fact: 'items', added: ['PRIVATE KEY'], removed: [] }],
    });
  });

  test('a file of another kind says so', async () => {
    expect((await compare(made.PROGRAM, bytes('#!/bin/sh\n'))).difference.inner).toEqual({
      kind: 'kinds',
      before: 'elf',
      after: 'other',
    });
  });
});
