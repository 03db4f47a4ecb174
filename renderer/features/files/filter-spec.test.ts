import { expect, test } from 'vitest';
import { filterOf } from './filter-spec.ts';

test.each([
  ['a word is text', 'passwd', 'text', { filter: 'passwd', pattern: 'text' }],
  ['a path from the root is text', '/etc/pass', 'text', { filter: '/etc/pass', pattern: 'text' }],
  [
    'between slashes it is a regular expression',
    '/\\.so\\.[0-9]+$/',
    'text',
    { filter: '\\.so\\.[0-9]+$', pattern: 'regex' },
  ],
  ['slashes may be left around one that was chosen', '/a|b/', 'regex', { filter: 'a|b', pattern: 'regex' }],
  ['a glob of a folder stays a glob', '/etc/', 'glob', { filter: '/etc/', pattern: 'glob' }],
  ['two slashes hold nothing', '//', 'text', { filter: '//', pattern: 'text' }],
] as const)('%s', (_, typed, chosen, spec) => expect(filterOf(typed, chosen)).toEqual(spec));
