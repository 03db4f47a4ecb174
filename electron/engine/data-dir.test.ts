import { expect, test } from 'vitest';
import { dataDirFor } from './data-dir.ts';

test.each<[string, Record<string, string>, NodeJS.Platform, string]>([
  ['OUTCROP_HOME decides', { OUTCROP_HOME: '/data/o', XDG_DATA_HOME: '/x' }, 'linux', '/data/o'],
  ['a relative OUTCROP_HOME is below the home folder', { OUTCROP_HOME: 'o' }, 'linux', '/home/me/o'],
  ['an empty OUTCROP_HOME is none', { OUTCROP_HOME: '' }, 'linux', '/home/me/.local/share/outcrop'],
  ['XDG_DATA_HOME comes next', { XDG_DATA_HOME: '/x' }, 'linux', '/x/outcrop'],
  [
    'a relative XDG_DATA_HOME is ignored, as its specification says',
    { XDG_DATA_HOME: 'x' },
    'linux',
    '/home/me/.local/share/outcrop',
  ],
  ['Linux keeps it in .local/share', {}, 'linux', '/home/me/.local/share/outcrop'],
  ['macOS keeps it in Application Support', {}, 'darwin', '/home/me/Library/Application Support/outcrop'],
])('%s', (_, env, platform, expected) => expect(dataDirFor({ env, platform, home: '/home/me' })).toBe(expected));
