import { expect, test } from 'vitest';
import { listText, type ListRow } from './list-text.ts';

async function text(...list: Parameters<typeof listText>): Promise<string> {
  let whole = '';
  for await (const part of listText(...list)) whole += part;
  return whole;
}
const csv = async (value: ListRow[string]) => (await text(['x'], [{ x: value }], 'csv')).slice('x\r\n'.length, -2);

test.each<[string, ListRow[string], string]>([
  ['plain text', '/etc/passwd', '/etc/passwd'],
  ['a formula is text', '=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['a plus', '+1', "'+1"],
  ['a minus', '-rf', "'-rf"],
  ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
  ['a tab', '\t=1', "'\t=1"],
  ['a carriage return', '\r=1', '"\'\r=1"'],
  ['a number is a number', -5, '-5'],
  ['commas and quotes', 'a,"b"', '"a,""b"""'],
  ['a line break', 'a\nb', '"a\nb"'],
  ['nothing', undefined, ''],
])('%s', async (_, value, cell) => expect(await csv(value)).toBe(cell));

test.each([[[]], [[{ a: 1, b: 'x' }]], [[{ a: 1 }, { b: '=1' }]]])('JSON of %j parses to the same', async (rows) => {
  expect(JSON.parse(await text(['a', 'b'], rows, 'json'))).toEqual(rows);
});
