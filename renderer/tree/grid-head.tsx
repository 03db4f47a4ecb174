import { Icon } from '../ui/icon.tsx';
import { Splitter } from '../ui/splitter.tsx';
import styles from './tree-grid.module.css';

export interface Column<Key extends string> {
  readonly label: string;
  /** Class of every cell of the column. */
  readonly className: string | undefined;
  /** What a click sorts by; without it the column cannot be sorted by. */
  readonly sort?: Key;
  /** Makes its width the reader's own; without it the width is fixed. */
  readonly width?: ColumnWidth;
}

/** Pixels. The columns after it stay where they are: its left edge is what moves. */
export interface ColumnWidth {
  /** Names what changes. */
  readonly label: string;
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
  readonly onReset: () => void;
}

/** What rows are sorted by, and who is told that another column is wanted. */
export interface SortChoice<Key extends string> {
  readonly sort: Key;
  readonly descending: boolean;
  readonly onSort: (key: Key) => void;
}

interface GridHeadProps<Key extends string> extends SortChoice<Key> {
  readonly columns: readonly Column<Key>[];
  /** Class that sets the widths, the same as the rows have. */
  readonly className: string | undefined;
}

/** The column headers; each that can be sorted by is a button. */
export function GridHead<Key extends string>({ columns, className, sort, descending, onSort }: GridHeadProps<Key>) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" className={`${styles.headrow} ${className}`} aria-rowindex={1}>
        {columns.map(({ className: cell, label, sort: key, width }) => {
          const sorted = key === sort ? (descending ? 'descending' : 'ascending') : 'none';
          return (
            <div
              key={label}
              role="columnheader"
              className={cell}
              aria-sort={key && sorted}
              // The separator in it is not part of its name.
              aria-label={width && label}
            >
              {width && (
                <span className={styles.edge}>
                  <Splitter side="after" {...width} />
                </span>
              )}
              {key ? (
                <button type="button" onClick={() => onSort(key)}>
                  {label}
                  {key === sort && <Icon name={descending ? 'chevron-down' : 'chevron-up'} size={12} />}
                </button>
              ) : (
                <span className={styles.plain}>{label}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
