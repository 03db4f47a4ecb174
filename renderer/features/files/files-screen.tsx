import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { ViewSpec } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FilesBar } from './files-bar.tsx';
import styles from './files-screen.module.css';
import { RowMenu } from './row-menu.tsx';
import { TreeGrid } from './tree-grid.tsx';
import { useActiveRow } from './use-active-row.ts';
import { createViewModel, type ViewModel } from './view-model.ts';

interface FilesScreenProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
}

/** The tree of files: merged, of one layer, or as of a layer. */
export function FilesScreen(props: FilesScreenProps) {
  const { client, image } = props;
  const [model, setModel] = useState<ViewModel | null>(null);
  useEffect(() => {
    const opened = createViewModel(client, image);
    setModel(opened);
    return () => opened.close();
  }, [client, image]);
  return model && <Files {...props} model={model} />;
}

function Files({ client, image, selection, model }: FilesScreenProps & { model: ViewModel }) {
  const { t } = useLingui();
  const snapshot = useSyncExternalStore(model.subscribe, model.snapshot);
  const spec = useSpec(selection);
  const sortBy = useStore(selection, (state) => state.sortBy);
  const setFilter = useStore(selection, (state) => state.setFilter);
  const { active, reveal, activate, act, collapseAll } = useActiveRow({ client, image, model, snapshot, selection });
  const filterBox = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);

  useEffect(() => model.show(spec), [model, spec]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      filterBox.current?.select();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  const rowCount = snapshot.state?.rowCount ?? 0;
  const filter = safeText(spec.filter);
  const empty = snapshot.state !== null && !snapshot.busy && (
    <div className={styles.empty}>
      {spec.filter !== '' ? (
        <>
          <p>
            <Trans>No path here contains “{filter}”.</Trans>
          </p>
          <Button onClick={() => setFilter('')}>
            <Trans>Clear filter</Trans>
          </Button>
        </>
      ) : spec.mode.kind === 'layer' ? (
        <p>
          <Trans>This layer holds no files: it changes nothing.</Trans>
        </p>
      ) : (
        <p>
          <Trans>The root file system is empty.</Trans>
        </p>
      )}
    </div>
  );
  return (
    <div className={styles.screen}>
      <FilesBar
        selection={selection}
        pathCount={snapshot.state?.pathCount ?? null}
        busy={snapshot.busy}
        filterBox={filterBox}
        onLeaveFilter={() => grid.current?.focus()}
        onExpandAll={() => void act({ kind: 'expand-all' })}
        onCollapseAll={() => void collapseAll()}
      />
      {snapshot.error && (
        <Notice
          kind="error"
          actions={
            <Button onClick={() => model.show({ ...spec })}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {safeText(snapshot.error.message)}
        </Notice>
      )}
      <RowMenu client={client} image={image} selection={selection} row={active?.row}>
        <TreeGrid
          ref={grid}
          label={t`Files`}
          rows={model.rows}
          rowCount={rowCount}
          version={snapshot}
          active={active}
          reveal={reveal}
          sort={spec.sort}
          descending={spec.descending}
          onSort={sortBy}
          onActivate={activate}
          onAction={(action) => void act(action)}
          empty={empty}
        />
      </RowMenu>
    </div>
  );
}

/** The part of the selection that makes a view; the same object until it differs. */
function useSpec(selection: SelectionStore): ViewSpec {
  const mode = useStore(selection, (state) => state.mode);
  const showHidden = useStore(selection, (state) => state.showHidden);
  const filter = useStore(selection, (state) => state.filter);
  const sort = useStore(selection, (state) => state.sort);
  const descending = useStore(selection, (state) => state.descending);
  return useMemo(() => ({ mode, showHidden, filter, sort, descending }), [mode, showHidden, filter, sort, descending]);
}
