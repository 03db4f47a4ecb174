import { useLingui } from '@lingui/react/macro';
import type { SortKey } from '../../../shared/model/view.ts';
import { GridHead, type Column } from '../../tree/grid-head.tsx';
import grid from '../../tree/tree-grid.module.css';
import styles from './file-columns.module.css';

interface FileColumnsProps {
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly onSort: (key: SortKey) => void;
}

/** The head of the tree of files. */
export function FileColumns(props: FileColumnsProps) {
  const { t } = useLingui();
  const columns: readonly Column<SortKey>[] = [
    { className: grid.name, label: t`Name`, sort: 'name' },
    { className: grid.layer, label: t`Layer`, sort: 'layer' },
    { className: grid.change, label: t`Change` },
    { className: grid.size, label: t`Size`, sort: 'size' },
    { className: styles.mode, label: t`Mode`, sort: 'mode' },
    { className: styles.owner, label: t`Owner`, sort: 'owner' },
    { className: styles.modified, label: t`Modified`, sort: 'mtime' },
  ];
  return <GridHead columns={columns} className={styles.columns} {...props} />;
}
