import { Trans } from '@lingui/react/macro';
import { useSyncExternalStore, type ComponentType, type ReactNode } from 'react';
import { safeText } from '../../shared/format/safe-text.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { RowList } from './row-list.ts';
import { TreeGrid, type RowProps } from './tree-grid.tsx';
import type { TreeRow } from './tree-keys.ts';

interface RowListGridProps<Row extends TreeRow> {
  readonly label: string;
  readonly list: RowList<Row>;
  readonly head: ReactNode;
  readonly Row: ComponentType<RowProps<Row>>;
  readonly empty: ReactNode;
  readonly onRetry: () => void;
}

/** A paged list as a grid, with what went wrong above it. */
export function RowListGrid<Row extends TreeRow>({ label, list, head, Row, empty, onRetry }: RowListGridProps<Row>) {
  const { rowCount, error } = useSyncExternalStore(list.subscribe, list.current);
  const active = useSyncExternalStore(list.cursor.active.subscribe, list.cursor.active.current);
  return (
    <>
      {error && (
        <Notice
          kind="error"
          actions={
            <Button onClick={onRetry}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {safeText(error.message)}
        </Notice>
      )}
      <TreeGrid
        label={label}
        rows={list.rows}
        rowCount={rowCount ?? 0}
        list={list.list}
        tree={list.cursor}
        active={active}
        head={head}
        Row={Row}
        empty={rowCount === null ? null : empty}
      />
    </>
  );
}
