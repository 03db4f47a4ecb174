import { expect, test } from 'vitest';
import { safeText } from './safe-text.ts';

test.each([
  ['plain text stays', '/etc/passwd', '/etc/passwd'],
  ['letters of every script stay', '/中文/grüße/שלום/🙂', '/中文/grüße/שלום/🙂'],
  ['combining marks stay', 'é', 'é'],
  ['a backslash stays', 'a\\b', 'a\\b'],
  ['an escape sequence is written out', '\u001B[31mred\u001B[0m', '\\x1b[31mred\\x1b[0m'],
  ['an 8-bit CSI is written out', '\u009B31m', '\\x9b31m'],
  ['an operating system command is written out', '\u001B]0;title\u0007', '\\x1b]0;title\\x07'],
  ['a line break is written out', 'a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['NUL and DEL are written out', '\u0000\u007F', '\\x00\\x7f'],
  ['a right-to-left override is written out', 'a\u202Egpj.exe', 'a\\u{202e}gpj.exe'],
  ['bidi isolates are written out', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
  ['zero-width characters are written out', 'pass\u200Bwd\uFEFF', 'pass\\u{200b}wd\\u{feff}'],
  ['a soft hyphen is written out', 'a\u00ADb', 'a\\xadb'],
  ['line separators are written out', '\u2028\u2029', '\\u{2028}\\u{2029}'],
  ['tag characters are written out', '\u{E0041}', '\\u{e0041}'],
  ['a lone surrogate is written out', 'x\uD800y', 'x\\u{d800}y'],
])('%s', (_, text, expected) => expect(safeText(text)).toBe(expected));

test('nothing that acts on a terminal is left of any character', () => {
  for (let code = 0; code < 0x3000; code += 1) {
    const left = Array.from(safeText(`a${String.fromCodePoint(code)}b`), (character) => character.codePointAt(0) ?? 0);
    expect(left.filter(acts)).toEqual([]);
  }
});

function acts(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x200b && code < 0x2010) ||
    (code >= 0x2028 && code < 0x202f) ||
    (code >= 0x2060 && code < 0x2070)
  );
}
