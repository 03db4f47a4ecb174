import { useLingui } from '@lingui/react/macro';
import type { FileColumn } from '../../stores/file-columns.ts';

/** What the columns are called in their head and in the menu that chooses them. */
export function useColumnWords(): Readonly<Record<FileColumn, string>> {
  const { t } = useLingui();
  return {
    type: t`Type`,
    layer: t`Layer`,
    change: t`Change`,
    size: t`Size`,
    mode: t`Mode`,
    owner: t`Owner`,
    modified: t`Modified`,
  };
}
