import { useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { DuplicateGroup } from '../../../shared/model/space.ts';
import { GridHead, type Column } from '../../tree/grid-head.tsx';
import { GridRow } from '../../tree/grid-row.tsx';
import { SkeletonRow } from '../../tree/row-parts.tsx';
import type { RowProps } from '../../tree/tree-grid.tsx';
import grid from '../../tree/tree-grid.module.css';
import type { TreeRow } from '../../tree/tree-keys.ts';
import { SafeName } from '../../ui/safe-name.tsx';
import styles from './duplicate-row.module.css';

export interface DuplicateRow extends TreeRow {
  readonly group: DuplicateGroup;
}

export function DuplicateHead() {
  const { t } = useLingui();
  const columns: readonly Column<string>[] = [
    { className: styles.path, label: t`One of the copies` },
    { className: grid.size, label: t`Copies` },
    { className: grid.size, label: t`Each` },
    { className: grid.size, label: t`Wasted` },
  ];
  return <GridHead columns={columns} className={styles.columns} sort="" descending onSort={() => {}} />;
}

export const DuplicateRowView = memo(function DuplicateRowView(props: RowProps<DuplicateRow>) {
  const { index, row, top } = props;
  if (!row) return <SkeletonRow index={index} top={top} />;
  const { copies, count, size, wastedSize } = row.group;
  return (
    <GridRow at={props} row={row} className={styles.columns}>
      <div role="gridcell" className={styles.path}>
        <SafeName text={copies[0]?.path ?? ''} />
      </div>
      <div role="gridcell" className={grid.size}>
        ×{count}
      </div>
      <div role="gridcell" className={grid.size}>
        {formatBytes(size)}
      </div>
      <div role="gridcell" className={grid.size}>
        {formatBytes(wastedSize)}
      </div>
    </GridRow>
  );
});
