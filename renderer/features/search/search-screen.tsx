import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useSyncExternalStore, type ComponentType } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { ContentMatch, SearchQuery } from '../../../shared/model/search.ts';
import { useApp } from '../../app-context.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { RowListGrid } from '../../tree/row-list-grid.tsx';
import type { RowProps } from '../../tree/tree-grid.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { VersionHead } from '../../versions/version-head.tsx';
import { VersionRowView } from '../../versions/version-row.tsx';
import type { HitRow } from './run-search.ts';
import { SearchForm } from './search-form.tsx';
import { createSearchSession } from './search-session.ts';
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
  const { session } = useApp();
  const {
    list,
    searcher,
    chosen: choice,
    form,
  } = session.getState().keptOf(image).of(createSearchSession, client, image, selection);
  const run = useSyncExternalStore(searcher.subscribe, searcher.current);
  const chosen = useSyncExternalStore(choice.subscribe, choice.current);
  const asked = useStore(selection, (state) => state.searchAsked);
  const box = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Each wish to search brings the keyboard here, also when the screen is in front already.
    if (asked > 0) box.current?.select();
  }, [asked]);

  function start(wish: SearchQuery | null): void {
    choice.set(null);
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
        form={form}
        running={run.kind === 'idle' ? null : run.query}
        onSearch={start}
        onLeave={() => area.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()}
      />
      <SearchStatus run={run} onCancel={searcher.cancel} onText={searcher.text} />
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
