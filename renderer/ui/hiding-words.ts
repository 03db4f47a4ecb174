import { useLingui } from '@lingui/react/macro';
import { assertNever } from '../../shared/assert.ts';
import type { HiddenHow } from '../../shared/model/entry.ts';

/** How a version is hidden, in a word or two of the reader's language. */
export function useHidingWords(): (how: HiddenHow) => string {
  const { t } = useLingui();
  return (how) => {
    switch (how) {
      case 'whiteout':
        return t({ message: 'deleted', context: 'how hidden' });
      case 'opaque':
        return t({ message: 'opaque folder', context: 'how hidden' });
      case 'replaced':
        return t({ message: 'replaced', context: 'how hidden' });
      case 'type-change':
        return t({ message: 'type changed', context: 'how hidden' });
      case 'ancestor-replaced':
        return t({ message: 'folder replaced', context: 'how hidden' });
      default:
        return assertNever(how);
    }
  };
}
