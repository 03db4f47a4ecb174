import type { EntryType } from '../model/entry.ts';

const TYPE_LETTERS: Readonly<Record<EntryType, string>> = {
  file: '-',
  dir: 'd',
  symlink: 'l',
  char: 'c',
  block: 'b',
  fifo: 'p',
};

/**
 * A mode as `ls -l` writes it: `-rwsr-xr-x`.
 * @param mode octal digits, such as `4755`; what is not octal is shown as ten question marks
 */
export function formatMode(type: EntryType, mode: string): string {
  if (!/^[0-7]{1,4}$/.test(mode)) return '??????????';
  const bits = Number.parseInt(mode, 8);
  return (
    TYPE_LETTERS[type] +
    triplet(bits >> 6, (bits & 0o4000) !== 0, 's') +
    triplet(bits >> 3, (bits & 0o2000) !== 0, 's') +
    triplet(bits, (bits & 0o1000) !== 0, 't')
  );
}

/** A capital letter says that the special bit is set without the execute bit it stands on. */
function triplet(bits: number, special: boolean, letter: 's' | 't'): string {
  const executable = (bits & 1) !== 0;
  const last = special ? (executable ? letter : letter.toUpperCase()) : executable ? 'x' : '-';
  return (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + last;
}
