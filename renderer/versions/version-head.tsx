import { useLingui } from '@lingui/react/macro';
import type { HiddenSortKey } from '../../shared/model/space.ts';
import { GridHead, type Column } from '../tree/grid-head.tsx';
import grid from '../tree/tree-grid.module.css';
import styles from './version-row.module.css';

interface VersionHeadProps {
  /** Unset where the order is fixed. */
  readonly sort?: HiddenSortKey;
  readonly onSort?: (key: HiddenSortKey) => void;
  /** Whether rows show what matched. */
  readonly matches?: boolean;
}

/** The head of a list of versions. Each column has the one order that is of use. */
export function VersionHead({ sort, onSort, matches = false }: VersionHeadProps) {
  const { t } = useLingui();
  const sorts = (key: HiddenSortKey) => (onSort ? { sort: key } : {});
  const columns: readonly Column<HiddenSortKey>[] = [
    { className: styles.path, label: t`Path`, ...sorts('path') },
    ...(matches ? [{ className: styles.match, label: t`Match` }] : []),
    { className: grid.layer, label: t`Layer`, ...sorts('layer') },
    { className: styles.how, label: t`State` },
    { className: grid.size, label: t`Size`, ...sorts('size') },
  ];
  return (
    <GridHead
      columns={columns}
      className={`${styles.columns} ${matches ? styles.wide : ''}`}
      sort={sort ?? 'path'}
      descending={sort === 'size'}
      onSort={(key) => onSort?.(key)}
    />
  );
}
