import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import filter from '../../ui/filter-box.module.css';
import { Icon } from '../../ui/icon.tsx';
import styles from './start-screen.module.css';

interface LibrarySearchProps {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** What can be done with the images that are picked. */
  readonly children: ReactNode;
}

/** Narrows the library to what holds some words. */
export function LibrarySearch({ typed, onType, children }: LibrarySearchProps) {
  const { t } = useLingui();
  return (
    <div className={styles.bar} role="toolbar" aria-label={t`Library`}>
      <div className={filter.filter}>
        <Icon name="search" size={14} />
        <input
          type="search"
          value={typed}
          maxLength={4096}
          spellCheck={false}
          placeholder={t`Find an image`}
          aria-label={t`Find an image`}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onType('')}
        />
      </div>
      {children}
    </div>
  );
}
