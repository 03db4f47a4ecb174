import type { ReactNode } from 'react';
import type { SideLabels } from './file-bytes.ts';
import styles from './difference-tables.module.css';

interface SideTableProps {
  readonly label: string;
  /** Over the names of the rows. */
  readonly heading: ReactNode;
  readonly labels: SideLabels;
  /** Rows of three cells. */
  readonly children: ReactNode;
}

/** A table of names with a value on each side. */
export function SideTable({ label, heading, labels, children }: SideTableProps) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col" className={styles.half}>
              {labels.before}
            </th>
            <th scope="col" className={styles.half}>
              {labels.after}
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
