import { expect, test } from 'vitest';
import type { EntryType } from '../model/entry.ts';
import { formatMode } from './mode.ts';

// The right-hand side is what `ls -l` of GNU coreutils 9.1 printed for files made with these modes.
test.each<[EntryType, string, string]>([
  ['file', '0644', '-rw-r--r--'],
  ['file', '0000', '----------'],
  ['file', '4755', '-rwsr-xr-x'],
  ['file', '4644', '-rwSr--r--'],
  ['file', '2755', '-rwxr-sr-x'],
  ['file', '2644', '-rw-r-Sr--'],
  ['file', '7777', '-rwsrwsrwt'],
  ['file', '7000', '---S--S--T'],
  ['dir', '1777', 'drwxrwxrwt'],
  ['dir', '1776', 'drwxrwxrwT'],
  ['symlink', '0777', 'lrwxrwxrwx'],
  ['char', '0620', 'crw--w----'],
  ['block', '0660', 'brw-rw----'],
  ['fifo', '0600', 'prw-------'],
  ['file', '755', '-rwxr-xr-x'],
  ['file', '0989', '??????????'],
  ['file', '', '??????????'],
])('a %s of mode %s reads as %s', (type, mode, text) => expect(formatMode(type, mode)).toBe(text));
