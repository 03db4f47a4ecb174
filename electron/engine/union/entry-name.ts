import { rowName } from '../tar/entry-at.ts';
import { escapeName } from '../tar/escape-name.ts';
import type { EntryRow, TarIndex } from '../tar/tar-index.ts';
import { DIR } from './version-log.ts';

/** The name of an entry as the archive has it, escaped to UTF-8; only a leading `./` or `/` is not told. */
export function entryName(index: TarIndex, row: number): string {
  const raw = index.rare.get(row)?.rawName;
  if (raw) return escapeName(raw);
  return escapeName(rowName(index, row as EntryRow)) + (index.type[row] === DIR ? '/' : '');
}
