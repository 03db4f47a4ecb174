import { useLingui } from '@lingui/react/macro';
import type { SortKey } from '../../../shared/model/view.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './tree-grid.module.css';

interface GridHeadProps {
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly onSort: (key: SortKey) => void;
}

/** The column headers; each that can be sorted by is a button. */
export function GridHead({ sort, descending, onSort }: GridHeadProps) {
  const { t } = useLingui();
  const columns: readonly { readonly name: string; readonly label: string; readonly sort?: SortKey }[] = [
    { name: 'name', label: t`Name`, sort: 'name' },
    { name: 'layer', label: t`Layer`, sort: 'layer' },
    { name: 'change', label: t`Change` },
    { name: 'size', label: t`Size`, sort: 'size' },
    { name: 'mode', label: t`Mode`, sort: 'mode' },
    { name: 'owner', label: t`Owner`, sort: 'owner' },
    { name: 'modified', label: t`Modified`, sort: 'mtime' },
  ];
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" className={styles.headrow} aria-rowindex={1}>
        {columns.map(({ name, label, sort: key }) => {
          const sorted = key === sort ? (descending ? 'descending' : 'ascending') : 'none';
          return (
            <div key={name} role="columnheader" className={styles[name]} aria-sort={key && sorted}>
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
