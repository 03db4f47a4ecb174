import type { ReactNode } from 'react';
import type { RowProps } from './tree-grid.tsx';
import styles from './tree-grid.module.css';
import type { TreeRow } from './tree-keys.ts';

interface GridRowProps {
  /** Where the grid wants the row, and whether it is the active one. */
  readonly at: Omit<RowProps<unknown>, 'row'>;
  readonly row: Pick<TreeRow, 'depth' | 'expanded'> & {
    /** Base 1, among its siblings; left out where all rows are of one list. */
    readonly position?: number;
    readonly siblings?: number;
  };
  /** Sets the widths of the columns. */
  readonly className: string | undefined;
  /** What else styles and readers are told of the row. */
  readonly [mark: `data-${string}`]: string | number | true | undefined;
  readonly 'aria-description'?: string | undefined;
  readonly children: ReactNode;
}

/** One row of a tree grid, placed and described; its cells are the children. */
export function GridRow({ at, row, className, children, ...marks }: GridRowProps) {
  const { id, index, active, selected, top } = at;
  return (
    <div
      id={id}
      role="row"
      className={`${styles.row} ${className}`}
      data-index={index}
      data-active={active || undefined}
      aria-level={row.depth}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.expanded}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
      {...marks}
    >
      {children}
    </div>
  );
}
