import { expect, test } from 'vitest';
import { literalOfGlob, literalOfRegex } from './pattern-literal.ts';

test.each([
  ['*.conf', '.conf'],
  ['lib*.so.?', '.so.'],
  ['/usr/**/lib*.so', 'lib'],
  ['usr/bin/', 'bin'],
  ['**', undefined],
  ['a**bcd', undefined],
  ['*', undefined],
  ['x*y', undefined],
  ['[ab]conf', undefined],
  ['a\\*conf', undefined],
])('every name that the glob %s matches holds %s', (glob, literal) => expect(literalOfGlob(glob)).toBe(literal));

test.each([
  ['passwd', false, 'passwd'],
  ['passwd', true, 'pa'],
  ['^/etc/.*_rc$', false, 'etc'],
  ['foo*bar', false, 'bar'],
  ['foo*?bar', false, 'bar'],
  ['fo+?bar', false, 'bar'],
  ['bars?', false, 'bar'],
  ['a.conf', false, 'conf'],
  ['abc|def', false, undefined],
  ['(abc)?', false, undefined],
  ['ab{0}', false, undefined],
  ['[abc]def', false, undefined],
  ['\\.conf', false, undefined],
  ['größe', true, 'gr'],
  ['kiss', true, undefined],
])('some name of a path that the expression %s matches (ignoring case: %s) holds %s', (source, ignoreCase, literal) =>
  expect(literalOfRegex(source, ignoreCase)).toBe(literal),
);
