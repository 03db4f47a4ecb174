import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';

/** The exact count in the reader's language, beside a size that was rounded. */
export function useByteCount(): (bytes: number) => string {
  const { t } = useLingui();
  return (bytes) => t`${plural(bytes, { one: '# byte', other: '# bytes' })}`;
}
