import { useLingui } from '@lingui/react/macro';
import type { SortKey } from '../../../shared/model/view.ts';
import { useApp } from '../../app-context.ts';
import { MIN_COLUMN, type FileColumn } from '../../stores/file-columns.ts';
import { GridHead, type Column, type SortChoice } from '../../tree/grid-head.tsx';
import grid from '../../tree/tree-grid.module.css';
import type { ColumnLayout } from './column-layout.ts';
import { useColumnWords } from './column-words.ts';
import styles from './file-columns.module.css';

interface FileColumnsProps extends SortChoice<SortKey> {
  readonly layout: ColumnLayout;
}

const SORTS: Readonly<Record<FileColumn, SortKey>> = {
  type: 'type',
  change: 'change',
  layer: 'layer',
  size: 'size',
  mode: 'mode',
  owner: 'owner',
  modified: 'mtime',
};

/** The head of the tree of files. */
export function FileColumns({ layout: { shown, widths, most }, ...props }: FileColumnsProps) {
  const { t } = useLingui();
  const { fileColumns } = useApp();
  const { resize } = fileColumns.getState();
  const words = useColumnWords();
  const column = (name: FileColumn): Column<SortKey> => {
    const label = words[name];
    return {
      className: `${name === 'size' ? grid.size : ''} ${styles[name]}`,
      label,
      sort: SORTS[name],
      width: {
        label: t`Width of ${label}`,
        size: widths[name],
        min: MIN_COLUMN,
        max: most[name],
        onResize: (size) => resize(name, Math.min(size, most[name])),
        onReset: () => resize(name, null),
      },
    };
  };
  const columns = [{ className: grid.name, label: t`Name`, sort: 'name' } as const, ...shown.map(column)];
  return <GridHead columns={columns} className={styles.columns} {...props} />;
}
