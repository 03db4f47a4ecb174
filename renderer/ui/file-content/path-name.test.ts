import { expect, test } from 'vitest';
import { fileNameFor, nameOf } from './path-name.ts';

test.each([
  ['/etc/passwd', 'passwd'],
  ['/passwd', 'passwd'],
  ['/', '/'],
])('the name of %s is %s', (path, name) => expect(nameOf(path)).toBe(name));

test.each([
  ['an ordinary name stays', '/etc/passwd', 'passwd'],
  ['a dot file stays', '/root/.bashrc', '.bashrc'],
  ['a line break is taken out', '/tmp/a\nb', 'a_b'],
  ['an override of direction is taken out', '/tmp/gpj.\u202eexe', 'gpj._exe'],
  ['a backslash is taken out', '/tmp/..\\x', '.._x'],
  ['the slash of the root is no name', '/', '_'],
  ['dots alone are no name', '/tmp/..', 'file'],
])('%s', (_, path, name) => expect(fileNameFor(path)).toBe(name));
