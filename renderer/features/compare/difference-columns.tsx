import { useLingui } from '@lingui/react/macro';
import type { DifferenceSortKey } from '../../../shared/model/compare.ts';
import { GridHead, type Column, type SortChoice } from '../../tree/grid-head.tsx';
import grid from '../../tree/tree-grid.module.css';
import styles from './difference-columns.module.css';

/** The head of the tree of differences. */
export function DifferenceColumns(props: SortChoice<DifferenceSortKey>) {
  const { t } = useLingui();
  const columns: readonly Column<DifferenceSortKey>[] = [
    { className: grid.name, label: t`Name`, sort: 'name' },
    { className: styles.kind, label: t`Difference`, sort: 'kind' },
    { className: styles.layers, label: t`Layers` },
    { className: styles.delta, label: t`Change in size`, sort: 'delta' },
    { className: styles.sizes, label: t`Size`, sort: 'size' },
    { className: styles.package, label: t`Package` },
    { className: styles.review, label: t`Reviewed` },
  ];
  return <GridHead columns={columns} className={styles.columns} {...props} />;
}
