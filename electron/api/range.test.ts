import { expect, test } from 'vitest';
import { parseRange } from './range.ts';

const part = (offset: number, length: number) => ({ offset, length });

test.each([
  ['no header asks for the whole', null, 10, 'whole'],
  ['first to last, both inclusive', 'bytes=2-4', 10, part(2, 3)],
  ['one byte', 'bytes=0-0', 10, part(0, 1)],
  ['to the end', 'bytes=7-', 10, part(7, 3)],
  ['the last so many', 'bytes=-4', 10, part(6, 4)],
  ['more than there is from the end', 'bytes=-40', 10, part(0, 10)],
  ['an end behind the end is cut', 'bytes=8-99', 10, part(8, 2)],
  ['a beginning at the end cannot be met', 'bytes=10-', 10, 'unsatisfiable'],
  ['nothing of an empty file can be met', 'bytes=0-', 0, 'unsatisfiable'],
  ['the last zero bytes cannot be met', 'bytes=-0', 10, 'unsatisfiable'],
  ['several ranges may be ignored', 'bytes=0-1,3-4', 10, 'whole'],
  ['another unit is ignored', 'rows=0-1', 10, 'whole'],
  ['an end before the beginning is no range', 'bytes=5-2', 10, 'whole'],
  ['a number that no double holds is no range', 'bytes=99999999999999999999-', 10, 'whole'],
  ['words are no range', 'bytes=a-b', 10, 'whole'],
])('%s', (_, header, size, expected) => expect(parseRange(header, size)).toEqual(expected));
