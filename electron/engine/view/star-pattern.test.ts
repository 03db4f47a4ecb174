import { expect, test } from 'vitest';
import { starPattern } from './star-pattern.ts';

const NAMES = ['a', 'ab', 'aab', 'abab', 'a.conf', '.conf', 'conf', 'libx.so.6', 'lib.so', 'xlib.so', 'aXbXc', 'abc'];

test.each([
  ['*', NAMES],
  ['**', NAMES],
  ['*.conf', ['a.conf', '.conf']],
  ['a*', ['a', 'ab', 'aab', 'abab', 'a.conf', 'aXbXc', 'abc']],
  ['ab*ab', ['abab']],
  ['a*a*b', ['aab', 'abab']],
  ['lib*.so*', ['libx.so.6', 'lib.so']],
  ['*b*', ['ab', 'aab', 'abab', 'libx.so.6', 'lib.so', 'xlib.so', 'aXbXc', 'abc']],
  ['a*b*c', ['aXbXc', 'abc']],
])('%s', (glob, expected) => {
  const matches = starPattern(glob)!;
  const found = NAMES.filter((name) => {
    const bytes = Buffer.from(`<${name}>`);
    return matches(bytes, 1, bytes.length - 2);
  });
  expect(found).toEqual(expected);
});

test.each(['conf', 'a?', '[ab]*', 'a/*', '\\**'])('%s is not one', (glob) => expect(starPattern(glob)).toBeUndefined());
