import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useSyncExternalStore, type KeyboardEvent, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, DifferenceRow } from '../../../shared/model/compare.ts';
import { TreeGrid } from '../../tree/tree-grid.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { CompareSelectionStore } from './compare-selection.ts';
import { DifferenceBar } from './difference-bar.tsx';
import { DifferenceColumns } from './difference-columns.tsx';
import type { DifferenceController } from './difference-controller.ts';
import { DifferenceRowView } from './difference-row.tsx';
import type { Review } from './use-review.ts';
import type { SimilarSearch } from './use-similar.ts';
import styles from './compare.module.css';

interface DifferencesScreenProps {
  readonly comparison: Comparison;
  readonly controller: DifferenceController;
  readonly selection: CompareSelectionStore;
  readonly similar: SimilarSearch;
  readonly review: Review;
  readonly onRestart: () => void;
}

/** The tree of what differs. */
export function DifferencesScreen({ comparison, controller, selection, ...props }: DifferencesScreenProps) {
  const { similar, review, onRestart } = props;
  const { t } = useLingui();
  const { model, list } = controller;
  const snapshot = useSyncExternalStore(model.subscribe, model.current);
  const active = useSyncExternalStore(controller.active.subscribe, controller.active.current);
  const spec = useStore(selection, (state) => state.spec);
  const sortBy = useStore(selection, (state) => state.sortBy);
  const filterBox = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLDivElement>(null);

  useEffect(() => controller.attach(), [controller]);
  useEffect(() => model.show(spec), [model, spec]);
  useEffect(() => model.close, [model]);

  function onKeyDown(event: KeyboardEvent): void {
    const isFind = (event.ctrlKey || event.metaKey) && event.key === 'f' && !event.altKey && !event.shiftKey;
    if (!isFind) return;
    event.preventDefault();
    filterBox.current?.select();
  }

  function toggleReviewed(row: DifferenceRow | undefined): boolean {
    if (!row || row.group || (row.kind === 'identical' && !row.counts)) return false;
    review.mark(row.pathID, row.reviewed !== 'all');
    return true;
  }

  function onRowKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, row: DifferenceRow | undefined): boolean {
    return key === ' ' && !ctrlKey && !metaKey && !altKey && toggleReviewed(row);
  }

  function onRowPress(event: MouseEvent, index: number): boolean {
    const isMark = event.target instanceof Element && event.target.closest('[data-review]') !== null;
    return isMark && event.button === 0 && toggleReviewed(model.rows.row(index));
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of what is inside
    <div ref={area} className={styles.differences} onKeyDownCapture={onKeyDown}>
      <DifferenceBar
        selection={selection}
        summary={comparison.summary}
        similar={similar}
        progress={review.progress}
        state={snapshot.state}
        busy={snapshot.busy}
        filterBox={filterBox}
        onLeaveFilter={() => area.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()}
        onJump={(backward) => void controller.jump(backward)}
        onExpandAll={() => void controller.act({ kind: 'expand-all' })}
        onCollapseAll={() => void controller.collapseAll()}
      />
      {snapshot.error && (
        <Notice
          kind="error"
          actions={
            <Button onClick={snapshot.error.code === 'stale' ? onRestart : () => model.show({ ...spec })}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {safeText(snapshot.error.message)}
        </Notice>
      )}
      <TreeGrid
        label={t`Differences`}
        rows={model.rows}
        rowCount={snapshot.state?.rowCount ?? 0}
        list={list}
        tree={controller}
        active={active}
        head={<DifferenceColumns sort={spec.sort} descending={spec.descending} onSort={sortBy} />}
        Row={DifferenceRowView}
        onKey={onRowKey}
        onPress={onRowPress}
        empty={snapshot.state !== null && !snapshot.busy && <Nothing comparison={comparison} selection={selection} />}
      />
    </div>
  );
}

function Nothing({ comparison, selection }: { comparison: Comparison; selection: CompareSelectionStore }) {
  const spec = useStore(selection, (state) => state.spec);
  const { clearFilters, toggleKind } = selection.getState();
  const { mtimeOnly } = comparison.summary;
  const filter = safeText(spec.filter);
  const isFiltered =
    spec.package !== null || spec.layer || spec.unowned || (spec.keys?.length ?? 0) > 0 || spec.hideReviewed;
  if (spec.filter !== '' || isFiltered)
    return (
      <div className={styles.empty}>
        <p>
          {filter === '' ? (
            <Trans>Nothing that was chosen differs.</Trans>
          ) : (
            <Trans>No path that differs contains “{filter}”.</Trans>
          )}
        </p>
        <Button onClick={clearFilters}>
          <Trans>Clear filter</Trans>
        </Button>
      </div>
    );
  return (
    <div className={styles.empty}>
      <p>
        {comparison.verdict === 'different' ? (
          <Trans>Nothing of the classes that are switched on differs.</Trans>
        ) : (
          <Trans>No differences: a container would see the same files.</Trans>
        )}
      </p>
      {mtimeOnly > 0 && !spec.kinds.includes('mtimeOnly') && (
        <Button onClick={() => toggleKind('mtimeOnly')}>
          <Trans>Show paths of which only the time differs</Trans>
        </Button>
      )}
    </div>
  );
}
