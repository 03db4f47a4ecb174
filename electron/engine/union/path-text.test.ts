import { expect, test } from 'vitest';
import { IndexBuilder } from '../tar/index-builder.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { mergeLayers } from './merge.ts';
import { pathText, pathTexts } from './path-text.ts';

/** Names as bytes: `\xff` stands for a byte that is no UTF-8. */
function layerOf(names: readonly string[]) {
  const builder = new IndexBuilder();
  for (const name of names) {
    const bytes = Buffer.from(name, 'latin1');
    builder.name(bytes, 0, bytes.length);
    builder.add(TYPE_CODES.indexOf(name.endsWith('/') ? 'dir' : 'file'), 0o644, 0, 0, 0, 0, 0, 0);
  }
  return builder.finish();
}

const UMLAUT = Buffer.from('ü').toString('latin1');
const TABLE = mergeLayers([
  layerOf([
    'a/',
    'a/b',
    'a/\xff',
    `a/${UMLAUT}`,
    'a/c',
    '\xfe/',
    '\xfe/x',
    `\xfe/${UMLAUT}`,
    `${UMLAUT}/`,
    `${UMLAUT}/y`,
    'z',
  ]),
]);

test.each([
  ['in their order', Array.from({ length: TABLE.length }, (_, path) => path)],
  ['backwards', Array.from({ length: TABLE.length }, (_, path) => TABLE.length - 1 - path)],
  ['from folder to folder', [2, 7, 3, 8, 0, 11, 2, 10]],
])('texts of many paths are those of each, %s', (_, paths) => {
  const textOf = pathTexts(TABLE);
  expect(paths.map(textOf)).toEqual(paths.map((path) => pathText(TABLE, path)));
});
