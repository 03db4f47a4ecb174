import { expect, test } from 'vitest';
import { fitWidth, terminalWidth } from './terminal-width.ts';

test.each([
  ['', 0],
  ['/etc/passwd', 11],
  ['grüße', 5],
  ['e\u0301', 1],
  ['中文', 4],
  ['한글', 4],
  ['ｆｕｌｌ', 8],
  ['🙂', 2],
  ['…−', 2],
])('“%s” takes %d columns', (text, width) => expect(terminalWidth(text)).toBe(width));

test.each<[string, number, 'start' | 'both', string]>([
  ['short', 5, 'start', 'short'],
  ['apt-get update', 8, 'start', 'apt-get…'],
  ['/usr/share/doc/readme', 10, 'both', '/us…readme'],
  ['中文文字', 5, 'start', '中文…'],
  ['中文文字', 4, 'start', '中…'],
  ['中文文字', 5, 'both', '…字'],
  ['abc', 1, 'start', '…'],
  ['abc', 0, 'start', ''],
])('“%s” in %d columns, keeping %s, is “%s”', (text, width, keep, expected) => {
  expect(fitWidth(text, width, keep)).toBe(expected);
  expect(terminalWidth(expected)).toBeLessThanOrEqual(width);
});
