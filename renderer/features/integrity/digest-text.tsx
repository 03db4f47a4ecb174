import { useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { shortened } from './integrity-state.ts';
import styles from './integrity.module.css';

interface DigestTextProps {
  /** Null is a dash. */
  digest: string | null;
  /** `whole` where every digit matters, `bare` without the algorithm where the words around say it. */
  look?: 'short' | 'whole' | 'bare';
}

/** A digest; what is short has the whole in its tooltip. */
export function DigestText({ digest, look = 'short' }: DigestTextProps) {
  const { t } = useLingui();
  if (digest === null) return <span className={styles.none}>–</span>;
  return (
    <span className={styles.digest}>
      <code data-selectable title={safeText(digest)}>
        {safeText(shownAs(digest, look))}
      </code>
      <CopyButton text={digest} label={t`Copy digest`} />
    </span>
  );
}

function shownAs(digest: string, look: 'short' | 'whole' | 'bare'): string {
  if (look === 'whole') return digest;
  const short = shortened(digest);
  return look === 'bare' ? short.replace(/^sha256:/, '') : short;
}
