import { expect, test } from 'vitest';
import { pieces, rowCountOf, type HiddenSection } from './sections.ts';

/** `3:2` is layer 3 with two rows, `3-` the same closed. */
function sections(drawn: string): readonly HiddenSection[] {
  return drawn.split(' ').map((part) => {
    const [layer = 0, count = 0] = part.replace('-', '').split(':').map(Number);
    return { group: { layer, count, bytes: 0, secrets: 0 }, open: !part.endsWith('-') };
  });
}

test.each([
  ['a heading and its rows', '3:2', 0, 3, '[3] 3:0-2'],
  ['from the middle of a section into the next', '3:4 5:2', 3, 7, '3:2-4 [5] 5:0-1'],
  ['a closed section is its heading alone', '3:4- 5:2', 0, 9, '[3] [5] 5:0-2'],
  ['past the end', '3:1', 5, 9, ''],
  ['rows only', '3:9', 4, 6, '3:3-5'],
])('%s', (_, drawn, start, end, expected) => {
  const shown = pieces(sections(drawn), start, end).map((piece) =>
    piece.kind === 'heading'
      ? `[${piece.section.group.layer}]`
      : `${piece.section.group.layer}:${piece.start}-${piece.end}`,
  );
  expect(shown.join(' ')).toBe(expected);
});

test('the list is as long as its headings and open rows', () => expect(rowCountOf(sections('3:4- 5:2'))).toBe(4));
