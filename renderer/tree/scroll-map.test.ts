import { describe, expect, test } from 'vitest';
import { contentToShow, MAX_SCROLL_HEIGHT, physicalHeight, scrolled, scrollTo, visibleRows } from './scroll-map.ts';

const short = { contentHeight: 24_000, viewportHeight: 600 };
const tall = { contentHeight: 24_000_000, viewportHeight: 600 };
const lastTall = { content: 24_000_000 - 600, physical: MAX_SCROLL_HEIGHT - 600 };

describe('a list that fits an element', () => {
  test('scrolls as the element does', () => {
    expect(scrolled({ content: 0, physical: 0 }, 9000, short)).toEqual({ content: 9000, physical: 9000 });
  });
  test('is as tall as its rows', () => expect(physicalHeight(short.contentHeight)).toBe(24_000));
  test('stops at its end', () => expect(scrollTo(99_999, short)).toEqual({ content: 23_400, physical: 23_400 }));
});

describe('a list taller than an element may be', () => {
  const middle = { content: 12_000_000, physical: 4_000_000 };
  test.each([
    ['a wheel notch moves by its own pixels', middle, 4_000_120, { content: 12_000_120, physical: 4_000_120 }],
    ['a notch back returns to the same place', { content: 12_000_120, physical: 4_000_120 }, 4_000_000, middle],
    ['a drag to the end shows the last row', middle, lastTall.physical, lastTall],
    ['a drag to the start shows the first', middle, 0, { content: 0, physical: 0 }],
    [
      'a wheel that meets the element’s start is put back',
      { content: 5000, physical: 60 },
      0,
      { content: 4940, physical: 1646 },
    ],
    [
      'a wheel that meets the first row ends at the start',
      { content: 100, physical: 900 },
      780,
      { content: 0, physical: 0 },
    ],
    [
      'a wheel past the last row ends at the end',
      { content: lastTall.content - 50, physical: 7_000_000 },
      7_000_120,
      lastTall,
    ],
  ])('%s', (_, from, physical, expected) => {
    const to = scrolled(from, physical, tall);
    expect(to.content).toBe(expected.content);
    expect(Math.abs(to.physical - expected.physical)).toBeLessThan(2);
  });

  test('every row can be shown, and shows where it was asked', () => {
    for (let row = 0; row < 999_970; row += 9973) expect(scrollTo(row * 24, tall).content).toBe(row * 24);
  });
});

test.each([
  ['at the top', 0, { start: 0, end: 29 }],
  ['in the middle, half a row down', 2412, { start: 96, end: 130 }],
  ['at the end', 24_000 - 600, { start: 971, end: 1000 }],
])('visible rows %s', (_, content, expected) => expect(visibleRows(content, 600, 24, 1000, 4)).toEqual(expected));

test.each([
  ['a row in view moves nothing', 10, 200, 200],
  ['a row above comes to the top', 5, 240, 120],
  ['a row below comes to the bottom', 40, 0, 384],
])('%s', (_, row, content, expected) => expect(contentToShow(row, 24, content, 600)).toBe(expected));
