import type { ReactNode } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import styles from './content-difference.module.css';

/** One of two files beside each other, under its name. */
export function Half({ label, size, children }: { label: string; size: number; children: ReactNode }) {
  return (
    <section className={styles.half} aria-label={label}>
      <p className={styles.caption}>
        {label} · {formatBytes(size)}
      </p>
      {children}
    </section>
  );
}
