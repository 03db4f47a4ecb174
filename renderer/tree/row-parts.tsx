import type { ReactNode } from 'react';
import type { EntryType } from '../../shared/model/entry.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { SafeName } from '../ui/safe-name.tsx';
import { TYPE_ICONS } from '../ui/type-icon.ts';
import styles from './tree-grid.module.css';
import type { TreeRow } from './tree-keys.ts';

/** Pixels a level is set in by. */
const INDENT = 16;

interface NameCellProps {
  readonly row: TreeRow & { readonly name: string; readonly type: EntryType };
  /** Before the name: folders that have no row of their own. */
  readonly folder?: string | undefined;
  /** Of what is no file. */
  readonly icon?: IconName | undefined;
  /** Beside the name. */
  readonly children?: ReactNode;
}

/** The first cell of a row: how deep it lies, whether it is open, what it is and its name. */
export function NameCell({ row, folder, icon, children }: NameCellProps) {
  return (
    <div role="gridcell" className={styles.name} style={{ paddingInlineStart: (row.depth - 1) * INDENT + 4 }}>
      <span className={styles.twisty} data-twisty={row.expanded === undefined ? undefined : ''}>
        {row.expanded !== undefined && <Icon name={row.expanded ? 'chevron-down' : 'chevron-right'} />}
      </span>
      <span className={styles.icon} data-type={icon === undefined ? row.type : undefined}>
        <Icon name={icon ?? TYPE_ICONS[row.type]} />
      </span>
      {folder !== undefined && <SafeName text={folder} className={styles.above} />}
      <SafeName text={row.name} className={styles.text} />
      {children}
    </div>
  );
}

/** Holds the place of a row that is being read. */
export function SkeletonRow({ index, top }: { index: number; top: number }) {
  // Widths that differ by row read as names; the number is only for that.
  const width = 90 + ((index * 37) % 110);
  return (
    <div
      role="row"
      aria-busy="true"
      className={styles.row}
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className={styles.name}>
        <span className={styles.bone} style={{ width }} />
      </div>
    </div>
  );
}
