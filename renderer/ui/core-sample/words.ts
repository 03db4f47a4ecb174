import { useLingui } from '@lingui/react/macro';
import { assertNever } from '../../../shared/assert.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ChangeReason, EntryType, HiddenBy } from '../../../shared/model/entry.ts';

/** Names of inode types in the reader's language. */
export function useTypeWords(): Readonly<Record<EntryType, string>> {
  const { t } = useLingui();
  return {
    file: t`file`,
    dir: t`folder`,
    symlink: t`symbolic link`,
    char: t`character device`,
    block: t`block device`,
    fifo: t`named pipe`,
  };
}

/** What differs between a version and the one below it, in the reader's language. */
export function useReasonWords(): Readonly<Record<ChangeReason, string>> {
  const { t } = useLingui();
  return {
    type: t`type`,
    content: t`content`,
    mode: t`mode`,
    owner: t`owner`,
    mtime: t`modified time`,
    xattr: t`extended attributes`,
    link: t`link target`,
    identical: t`rewritten, nothing changed`,
  };
}

/**
 * One sentence: which layer hides a version and how. Without the layer's own name where a chip stands beside it.
 * @param path of the version itself
 * @param becomes type of the version in the hiding layer, where there is one
 */
export function useHidingSentence(): (by: HiddenBy, path: string, becomes: EntryType | undefined) => string {
  const { t } = useLingui();
  const words = useTypeWords();
  return ({ layer, how, via }, path, becomes) => {
    const folder = safeText(via);
    const type = becomes ? words[becomes] : '';
    switch (how) {
      case 'whiteout':
        return via === path
          ? t`Layer ${layer} deletes it with a whiteout`
          : t`Layer ${layer} deletes the folder ${folder} with a whiteout`;
      case 'opaque':
        return t`Layer ${layer} makes the folder ${folder} opaque: nothing from below shows in it`;
      case 'replaced':
        return t`Layer ${layer} replaces it with another version`;
      case 'type-change':
        return type === ''
          ? t`Layer ${layer} replaces it with another type`
          : t`Layer ${layer} replaces it with a ${type}`;
      case 'ancestor-replaced':
        return t`Layer ${layer} replaces the folder ${folder} by something that is not a folder`;
      default:
        return assertNever(how);
    }
  };
}
