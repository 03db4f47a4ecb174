import { expect, test } from 'vitest';
import { FILE_COLUMNS } from '../../stores/file-columns.ts';
import { layColumns, MIN_NAME } from './column-layout.ts';

test.each([
  [1600, 'type layer change size mode owner modified'],
  [800, 'type layer change size modified'],
  [640, 'type layer change size'],
  [500, 'type layer change size'],
  [400, 'layer change size'],
  [200, ''],
])('a pane of %i pixels has room for %s', (pane, shown) => {
  expect(layColumns(pane, { chosen: FILE_COLUMNS, widths: {} }).shown.join(' ')).toBe(shown);
});

test('a column made as wide as it may be drives no other out', () => {
  const before = layColumns(900, { chosen: FILE_COLUMNS, widths: {} });
  for (const column of before.shown) {
    const after = layColumns(900, { chosen: FILE_COLUMNS, widths: { [column]: before.most[column] } });
    expect(after.shown).toEqual(before.shown);
    expect(after.shown.reduce((sum, each) => sum + after.widths[each], MIN_NAME)).toBeLessThanOrEqual(900);
  }
});

test('a column that was not chosen gives its room to the others', () => {
  const without = layColumns(640, { chosen: FILE_COLUMNS.filter((column) => column !== 'change'), widths: {} });
  expect(without.shown).toContain('mode');
});
