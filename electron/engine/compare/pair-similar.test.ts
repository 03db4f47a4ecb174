import { expect, test } from 'vitest';
import { pairSimilar } from './pair-similar.ts';
import { sketchBodies } from './sketch-lines.ts';

type Files = Readonly<Record<string, string>>;

/** `old → new percent`, in the order of the answer. */
function pairs(removed: Files, added: Files): string {
  const names = [...Object.keys(removed), ...Object.keys(added)];
  const side = (files: Files, first: number) => {
    const bodies = Object.values(files).map((text) => Buffer.from(text, 'latin1'));
    return [{ rows: Int32Array.from(bodies, (_, i) => first + i), sketches: sketchBodies(bodies.length, bodies) }];
  };
  return pairSimilar(side(removed, 0), side(added, Object.keys(removed).length), (row) =>
    names[row]!.replace(/.*[/]/, ''),
  )
    .map(({ removed: from, added: to, percent }) => `${names[from]} → ${names[to]} ${percent}`)
    .join(', ');
}

const text = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `this is line ${from + i + 100}\n`).join('');
const code = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `f${from + i}();`).join('');
const licence = 'Permission is hereby granted to everybody\n'.repeat(3);

test.each([
  ['a text with a line more is the same text', { a: text(0, 10) }, { b: text(0, 9) }, 'a → b 90'],
  ['half is enough', { a: text(0, 10) }, { b: text(0, 5) }, 'a → b 50'],
  ['less than half is not', { a: text(0, 10) }, { b: text(0, 4) }, ''],
  ['another text is not', { a: text(0, 10) }, { b: text(50, 60) }, ''],
  ['where lines stand does not matter', { a: text(0, 5) + text(5, 9) }, { b: text(5, 9) + text(0, 5) }, 'a → b 99'],
  ['nor how they end', { a: text(0, 9) }, { b: text(0, 9).replaceAll('\n', '\r\n') }, 'a → b 99'],
  ['the most similar wins', { a: text(0, 10) }, { b: text(0, 8), c: text(0, 9) }, 'a → c 90'],
  ['of equals the namesake', { 'x/a': text(0, 10) }, { 'y/b': text(0, 9), 'y/a': text(0, 9) }, 'x/a → y/a 90'],
  ['each is used once', { a: text(0, 10), b: text(0, 10) }, { c: text(0, 9) }, 'a → c 90'],
  ['code without lines is cut into pieces', { a: code(0, 99) }, { b: code(0, 99) + code(200, 220) }, 'a → b 79'],
  ['what has NUL bytes is no text', { a: `\0${text(0, 10)}` }, { b: `\0${text(0, 9)}` }, ''],
  ['an empty file is like nothing', { a: '' }, { b: '' }, ''],
  [
    'what all files have makes no pair',
    { a: licence },
    Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`n${i}`, `${licence}${i}`])),
    '',
  ],
])('%s', (_, removed, added, expected) => expect(pairs(removed as Files, added as Files)).toBe(expected));
