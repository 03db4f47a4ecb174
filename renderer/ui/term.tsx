import type { ReactNode } from 'react';
import styles from './term.module.css';

/** A word of the OCI or overlayfs vocabulary; the tooltip defines it in one sentence. */
export function Term({ tip, children }: { tip: string; children: ReactNode }) {
  return (
    <dfn className={styles.term} title={tip}>
      {children}
    </dfn>
  );
}
