import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState, useSyncExternalStore, type ComponentType } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { ContentMatch } from '../../../shared/model/search.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { createRowList } from '../../tree/row-list.ts';
import { RowListGrid } from '../../tree/row-list-grid.tsx';
import type { RowProps } from '../../tree/tree-grid.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { VersionHead } from '../../versions/version-head.tsx';
import { VersionRowView } from '../../versions/version-row.tsx';
import { createSearcher, type HitRow } from './run-search.ts';
import { SearchForm, type SearchWish } from './search-form.tsx';
import { SearchStatus } from './search-status.tsx';
import { Places } from './places.tsx';
import styles from './search-screen.module.css';

/** Rows of hits are rows of versions. */
const HitRowView: ComponentType<RowProps<HitRow>> = VersionRowView;

interface SearchScreenProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
}

/** Names and contents in every layer, hidden versions included. */
export function SearchScreen({ client, image, selection }: SearchScreenProps) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<HitRow | null>(null);
  const [{ list, searcher }] = useState(() => {
    const rows = createRowList<HitRow>({
      select: (row) => {
        setChosen(row);
        selection.getState().select(row.pathID, row.path, row.layer, row.hit.matches?.[0]);
      },
    });
    return { list: rows, searcher: createSearcher(client, image, rows) };
  });
  const run = useSyncExternalStore(searcher.subscribe, searcher.current);
  const asked = useStore(selection, (state) => state.searchAsked);
  const box = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => searcher.clear, [searcher]);
  useEffect(() => {
    // Each wish to search brings the keyboard here, also when the screen is in front already.
    if (asked > 0) box.current?.select();
  }, [asked]);

  function start(wish: SearchWish | null): void {
    setChosen(null);
    if (wish) searcher.start(wish);
    else searcher.clear();
  }

  // A copy: the same place again is a new wish.
  const show = (place: ContentMatch) =>
    chosen && selection.getState().select(chosen.pathID, chosen.path, chosen.layer, { ...place });

  const inContent = run.kind !== 'idle' && run.query.in === 'content';
  const text = run.kind === 'idle' ? '' : safeText(run.query.text);
  return (
    <div ref={area} className={styles.screen}>
      <SearchForm
        box={box}
        onSearch={start}
        onLeave={() => area.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()}
      />
      <SearchStatus run={run} onCancel={searcher.cancel} />
      {run.kind === 'failed' && <Notice kind="error">{safeText(run.error.message)}</Notice>}
      {run.kind === 'idle' ? (
        <div className={styles.empty}>
          <Icon name="search" size={28} />
          <p>
            <Trans>Looks through the names or the contents of every layer, also of what was deleted or replaced.</Trans>
          </p>
        </div>
      ) : (
        <RowListGrid
          label={t`Search results`}
          list={list}
          head={<VersionHead matches={inContent} />}
          Row={HitRowView}
          onRetry={() => searcher.start(run.query)}
          empty={
            run.kind === 'done' && (
              <div className={styles.empty}>
                <p>
                  {inContent ? <Trans>No file contains “{text}”.</Trans> : <Trans>No path contains “{text}”.</Trans>}
                </p>
              </div>
            )
          }
        />
      )}
      {chosen?.hit.matches && <Places hit={chosen.hit} onShow={show} />}
    </div>
  );
}
