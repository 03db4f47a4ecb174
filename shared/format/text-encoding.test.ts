import { describe, expect, test } from 'vitest';
import { createPageDecoder, guessEncoding } from './text-encoding.ts';

const ascii = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => Uint8Array.from(values);
const utf16 = (text: string, little: boolean) =>
  Uint8Array.from(
    Array.from(text).flatMap((char) => {
      const unit = char.charCodeAt(0);
      return little ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff];
    }),
  );
const text = (encoding: string, bom = 0) => ({ kind: 'text', encoding, bom });
const binary = { kind: 'binary' };

describe('guessEncoding', () => {
  test.each([
    ['nothing is empty text', bytes(), text('utf-8')],
    ['ASCII is UTF-8', ascii('root:x:0:0:root:/root:/bin/sh\n'), text('utf-8')],
    ['Chinese in UTF-8 is UTF-8', ascii('镜像的层\n'), text('utf-8')],
    ['colour codes of a terminal are text', ascii('\u001b[31mred\u001b[0m\n'), text('utf-8')],
    ['a UTF-8 mark is taken off', bytes(0xef, 0xbb, 0xbf, 0x61), text('utf-8', 3)],
    ['a little-endian mark names UTF-16LE', bytes(0xff, 0xfe, 0x61, 0), text('utf-16le', 2)],
    ['a big-endian mark names UTF-16BE', bytes(0xfe, 0xff, 0, 0x61), text('utf-16be', 2)],
    ['zeros on odd bytes are UTF-16LE', utf16('[Unit]\nDescription', true), text('utf-16le')],
    ['zeros on even bytes are UTF-16BE', utf16('[Unit]\nDescription', false), text('utf-16be')],
    ['a word in ISO 8859-1 is Latin-1', bytes(0x63, 0x61, 0x66, 0xe9, 0x20, 0x6e, 0x6f, 0x69, 0x72), text('latin1')],
    ['an ELF header is binary', bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), binary],
    ['UTF-32 is not taken for UTF-16', bytes(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), binary],
    ['a gzip member is binary', bytes(0x1f, 0x8b, 8, 8, 0x9c, 0xd3, 0x81, 0xff, 0xfe, 0x90, 0x91, 0x8f), binary],
    ['bells and vertical noise are binary', bytes(7, 1, 2, 3, 4, 5, 6, 0x61), binary],
  ])('%s', (_, input, expected) => expect(guessEncoding(input, true)).toEqual(expected));

  test('a character cut at the end of the first page is no error', () => {
    const cut = ascii('aé').subarray(0, 2);
    expect(guessEncoding(cut, false)).toEqual(text('utf-8'));
    expect(guessEncoding(cut, true)).not.toEqual(text('utf-8'));
  });
});

test('a character cut by a page border appears once, whole', () => {
  const all = ascii('一二三');
  const decode = createPageDecoder('utf-8');
  const pages = [all.subarray(0, 4), all.subarray(4, 5), all.subarray(5)];
  expect(pages.map((page, at) => decode(page, at === pages.length - 1)).join('')).toBe('一二三');
});
