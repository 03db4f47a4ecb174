import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useState } from 'react';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { HiddenQuery, HiddenSortKey } from '../../../shared/model/space.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { createRowList } from '../../tree/row-list.ts';
import { RowListGrid } from '../../tree/row-list-grid.tsx';
import { Failure } from '../../ui/failure.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { versionRow } from '../../versions/hidden-rows.ts';
import { VersionHead } from '../../versions/version-head.tsx';
import { VersionRowView, type VersionRow } from '../../versions/version-row.tsx';
import styles from './space.module.css';

interface HiddenBytesProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
}

/** Every hidden version that has bytes, largest first. */
export function HiddenBytes({ client, image, selection }: HiddenBytesProps) {
  const { t } = useLingui();
  const [sort, setSort] = useState<HiddenSortKey>('size');
  const [list] = useState(() =>
    createRowList<VersionRow>({
      select: (row) => selection.getState().select(row.pathID, row.path, row.layer),
    }),
  );
  const load = useCallback(
    async (signal: AbortSignal) => {
      const query: HiddenQuery = { bytesOnly: true, secretsOnly: false, filter: '', sort };
      const { total } = await client.space.hidden({ image, query, start: 0, end: 0 }, { signal });
      return { total, query };
    },
    [client, image, sort],
  );
  const [state, retry] = useLoaded(load);
  const ready = state.kind === 'ready' ? state.value : undefined;
  useEffect(() => {
    if (!ready) return;
    const read = async (start: number, end: number) => {
      const { rows } = await client.space.hidden({ image, query: ready.query, start, end });
      return rows.map((row) => versionRow(row, 1));
    };
    list.show(read, ready.total, false);
  }, [client, image, list, ready]);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  return (
    <div className={styles.grid}>
      <RowListGrid
        label={t`Hidden bytes`}
        list={list}
        head={<VersionHead sort={sort} onSort={setSort} />}
        Row={VersionRowView}
        onRetry={retry}
        empty={
          <div className={styles.empty}>
            <Trans>No layer hides bytes of another: every byte shows.</Trans>
          </div>
        }
      />
    </div>
  );
}
