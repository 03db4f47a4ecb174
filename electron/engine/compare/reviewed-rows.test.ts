import { describe, expect, test } from 'vitest';
import type { DifferenceKind } from '../../../shared/model/compare.ts';
import { kindCode } from './compare-rows.ts';
import { createReviewedRows } from './reviewed-rows.ts';

/** Rows in preorder with their depth; the root first. */
const ROWS: readonly (readonly [name: string, depth: number, kind: DifferenceKind])[] = [
  ['/', 0, 'identical'],
  ['etc', 1, 'identical'],
  ['etc/motd', 2, 'content'],
  ['etc/hosts', 2, 'mtimeOnly'],
  ['etc/ssl', 2, 'identical'],
  ['etc/ssl/openssl.cnf', 3, 'metadata'],
  ['opt', 1, 'added'],
  ['opt/tool', 2, 'added'],
  ['usr', 1, 'identical'],
];
const rowOf = (name: string) => ROWS.findIndex(([other]) => other === name);
const length = ROWS.length;
const end = Int32Array.from(ROWS, ([, depth], row) => {
  const next = ROWS.findIndex(([, other], at) => at > row && other <= depth);
  return next === -1 ? length : next;
});
const kind = Uint8Array.from(ROWS, ([, , name]) => kindCode(name));

/** Marks these, in order; a name after `-` loses its marks. */
function marked(names: readonly string[]) {
  const rows = createReviewedRows({ length, end, kind });
  for (const name of names) rows.set(rowOf(name.replace(/^-/, '')), !name.startsWith('-'));
  return rows;
}

describe('marks', () => {
  test.each([
    ['of nothing', [], [], 0],
    ['of a file', ['etc/motd'], ['etc/motd'], 1],
    ['of a folder are those of what differs below it', ['etc'], ['etc'], 2],
    ['of all files of a folder are those of the folder', ['etc/motd', 'etc/ssl/openssl.cnf'], ['etc'], 2],
    ['of a folder, one file taken out', ['etc', '-etc/motd'], ['etc/ssl'], 1],
    ['of an added folder count the folder too', ['opt'], ['opt'], 2],
    ['of what differs in its time alone are none', ['etc/hosts'], [], 0],
    ['of what is the same are none', ['usr'], [], 0],
    ['of the root are all', ['/'], ['etc', 'opt'], 4],
    ['taken from all', ['/', '-/'], [], 0],
  ])('%s', (_, names, roots, done) => {
    const rows = marked(names);
    expect(rows.roots().map((row) => ROWS[row]?.[0])).toEqual(roots);
    expect(rows.progress()).toEqual({ done, total: 4 });
  });

  test('set again from their roots are the same', () => {
    const rows = marked(['/', '-etc/motd']);
    const again = createReviewedRows({ length, end, kind });
    for (const row of rows.roots()) again.set(row, true);
    expect(again.marks).toEqual(rows.marks);
  });
});

test.each([
  ['etc', ['etc/motd'], 'some'],
  ['etc', ['etc'], 'all'],
  ['etc/ssl', ['etc/motd'], undefined],
  ['/', ['/'], 'all'],
  ['usr', ['/'], undefined],
])('of %s, when %j is marked, %s is reviewed', (name, names, state) =>
  expect(marked(names).stateOf(rowOf(name))).toBe(state),
);
