import { useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { shortened } from './integrity-state.ts';
import styles from './integrity.module.css';

/** A digest, short with the whole in its tooltip, or whole where it matters; null is a dash. */
export function DigestText({ digest, whole = false }: { digest: string | null; whole?: boolean }) {
  const { t } = useLingui();
  if (digest === null) return <span className={styles.none}>–</span>;
  return (
    <span className={styles.digest}>
      <code data-selectable title={safeText(digest)}>
        {safeText(whole ? digest : shortened(digest))}
      </code>
      <CopyButton text={digest} label={t`Copy digest`} />
    </span>
  );
}
