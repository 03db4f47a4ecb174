import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './notice.module.css';

interface NoticeProps {
  readonly kind: 'error' | 'warning' | 'info';
  readonly children: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
}

/** What went wrong or wants attention, in the place where it happened. */
export function Notice({ kind, children, actions }: NoticeProps) {
  return (
    <div className={styles.notice} data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon name={kind} />
      <div className={styles.text} data-selectable>
        {children}
      </div>
      {actions}
    </div>
  );
}
