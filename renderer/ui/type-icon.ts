import type { EntryType } from '../../shared/model/entry.ts';
import type { IconName } from './icon.tsx';

/** The picture of each type of inode. */
export const TYPE_ICONS: Readonly<Record<EntryType, IconName>> = {
  file: 'file',
  dir: 'folder',
  symlink: 'symlink',
  char: 'device',
  block: 'device',
  fifo: 'fifo',
};
