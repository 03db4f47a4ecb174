import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { FileRow, ViewSpec } from '../../../shared/model/view.ts';
import { useApp } from '../../app-context.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { useOfferedCommands } from '../../use-offered-commands.ts';
import { Button } from '../../ui/button.tsx';
import { TreeGrid } from '../../tree/tree-grid.tsx';
import { createVirtualList } from '../../tree/virtual-list.ts';
import { Notice } from '../../ui/notice.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { FilesBar } from './files-bar.tsx';
import listScreen from '../../ui/list-screen.module.css';
import styles from './files-screen.module.css';
import { RowMenu } from './row-menu.tsx';
import { createTreeController } from './tree-controller.ts';
import { createFileActions } from './file-actions.ts';
import { fileKey } from './file-keys.ts';
import { createPicking } from './picking.ts';
import { PickedBar } from './picked-bar.tsx';
import { createFilesView } from './files-view.ts';
import { filterOf } from './filter-spec.ts';
import { FileColumns } from './file-columns.tsx';
import { createRowReasons, RowReasonsContext } from './row-reasons.ts';
import { FileRowView } from './file-row.tsx';
import { useColumnLayout } from './use-column-layout.ts';

interface FilesScreenProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
  /** False while the tree is only what the layers' tables of contents claim. */
  readonly isRead: boolean;
  readonly selection: SelectionStore;
  /** Told of a file before it is selected. */
  readonly onOpening: (row: FileRow) => void;
  /** Takes a path out of every layer. */
  readonly onPurge: (path: string) => void;
}

/** The tree of files: merged, of one layer, or as of a layer. */
export function FilesScreen({ client, image, layers, isRead, selection, onOpening, onPurge }: FilesScreenProps) {
  const { t } = useLingui();
  const { connection, host } = useApp();
  const [{ model, list, tree, picking, actions, reasons }] = useState(() => {
    const opened = createFilesView(client, image);
    const rows = createVirtualList();
    const controller = createTreeController({ client, image, model: opened, selection, list: rows, onOpening });
    return {
      model: opened,
      list: rows,
      tree: controller,
      picking: createPicking({ client, model: opened, tree: controller }),
      actions: createFileActions({ connection, image, selection }),
      reasons: createRowReasons(client, image, () => opened.current().spec?.mode ?? selection.getState().mode),
    };
  });
  const snapshot = useSyncExternalStore(model.subscribe, model.current);
  const active = useSyncExternalStore(tree.active.subscribe, tree.active.current);
  const picks = useSyncExternalStore(picking.subscribe, picking.current);
  const spec = useSpec(selection);
  const sortBy = useStore(selection, (state) => state.sortBy);
  const clearFilter = useStore(selection, (state) => state.clearFilter);
  const filterBox = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const screen = useRef<HTMLDivElement>(null);
  const columns = useColumnLayout(screen);

  useEffect(() => tree.attach(), [tree]);
  useEffect(() => picking.attach(), [picking]);
  useEffect(() => model.show(spec), [model, spec]);
  const wasRead = useRef(isRead);
  useEffect(() => {
    // The same of what was read, after it was a claim.
    if (isRead && !wasRead.current) model.show({ ...spec });
    wasRead.current = isRead;
  }, [isRead, model, spec]);
  useEffect(() => model.close, [model]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      // A text view has its own search.
      if (event.defaultPrevented || selection.getState().tab !== 'files') return;
      event.preventDefault();
      filterBox.current?.select();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [selection]);

  const expanded = useRef(false);
  const expandAll = () => {
    expanded.current = true;
    void tree.act({ kind: 'expand-all' });
  };
  const collapseAll = () => {
    expanded.current = false;
    void tree.collapseAll();
  };
  useOfferedCommands([
    { id: 'files-expand-all', label: t`Expand all folders`, keys: '*', run: expandAll },
    { id: 'files-collapse-all', label: t`Collapse all folders`, run: collapseAll },
    {
      id: 'files-toggle-all',
      label: t`Expand or collapse all folders`,
      run: () => (expanded.current ? collapseAll() : expandAll()),
    },
    { id: 'files-filter', label: t`Filter by path`, keys: 'Ctrl+F', run: () => filterBox.current?.select() },
    { id: 'files-clear-filter', label: t`Clear filter`, run: () => clearFilter() },
    {
      id: 'files-sort',
      label: t`Sort by name or by size`,
      run: () => sortBy(selection.getState().sort === 'size' ? 'name' : 'size'),
    },
  ]);

  const rowCount = snapshot.state?.rowCount ?? 0;
  const canPickFolder = host.capabilities.nativeDialogs;
  // What an action is done with: all that are picked, or else the active row.
  const one = active && (model.rows.row(active.index) ?? active.row);
  const meant = picks.rows.size > 0 ? [...picks.rows.values()] : one ? [one] : [];
  const filter = safeText(spec.filter);
  const filtered = spec.filter !== '' || !isAskingNothing(spec.where);
  const { error } = snapshot;
  const wrongPattern = error?.code === 'bad-request' && spec.pattern !== 'text' ? safeText(error.message) : null;
  const empty = snapshot.state !== null && !snapshot.busy && (
    <div className={styles.empty}>
      {filtered ? (
        <>
          <p>
            {spec.filter !== '' && isAskingNothing(spec.where) ? (
              <Trans>No path here matches “{filter}”.</Trans>
            ) : (
              <Trans>No path here meets all conditions.</Trans>
            )}
          </p>
          <div className={styles.ways}>
            {spec.pattern === 'text' && /[*?]/.test(spec.filter) && (
              <Button onClick={() => selection.getState().setPattern('glob')}>
                <Trans>Read it as a glob</Trans>
              </Button>
            )}
            <Button onClick={() => clearFilter()}>
              <Trans>Clear filter</Trans>
            </Button>
          </div>
        </>
      ) : spec.mode.kind === 'range' ? (
        <p>
          <Trans>These layers together change nothing.</Trans>
        </p>
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
    <div ref={screen} {...columns.props} className={`${listScreen.screen} ${columns.props.className}`}>
      <FilesBar
        selection={selection}
        layers={layers}
        wrongPattern={wrongPattern}
        pathCount={snapshot.state?.pathCount ?? null}
        busy={snapshot.busy}
        filterBox={filterBox}
        onLeaveFilter={() => area.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()}
        onExpandAll={expandAll}
        onCollapseAll={collapseAll}
      >
        <ColumnsMenu shown={columns.layout.shown} />
      </FilesBar>
      {error && wrongPattern === null && (
        <Notice
          kind="error"
          actions={
            <Button onClick={() => model.show({ ...spec })}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {safeText(error.message)}
        </Notice>
      )}
      <RowMenu
        ref={area}
        selection={selection}
        layers={layers}
        actions={actions}
        rows={meant}
        canPickFolder={canPickFolder}
        onPurge={(id) => void client.image.pathOf({ image, pathID: id }).then(onPurge)}
      >
        <RowReasonsContext value={reasons}>
          <TreeGrid
            label={t`Files`}
            rows={model.rows}
            rowCount={rowCount}
            list={list}
            tree={tree}
            active={active}
            head={<FileColumns layout={columns.layout} sort={spec.sort} descending={spec.descending} onSort={sortBy} />}
            Row={FileRowView}
            picked={picks.rows}
            onKey={(event, row, page) => fileKey(event, row, meant, actions) || picking.onKey(event, page)}
            onPress={picking.onPress}
            empty={empty}
          />
        </RowReasonsContext>
      </RowMenu>
      <PickedBar
        client={client}
        image={image}
        picks={picks}
        mode={spec.mode}
        actions={actions}
        canPickFolder={canPickFolder}
        onClear={picking.clear}
      />
    </div>
  );
}

/** The part of the selection that makes a view; the same object until it differs. */
function useSpec(selection: SelectionStore): ViewSpec {
  const mode = useStore(selection, (state) => state.mode);
  const showHidden = useStore(selection, (state) => state.showHidden);
  const typed = useStore(selection, (state) => state.filter);
  const chosen = useStore(selection, (state) => state.pattern);
  const where = useStore(selection, (state) => state.where);
  const sort = useStore(selection, (state) => state.sort);
  const descending = useStore(selection, (state) => state.descending);
  return useMemo(
    () => ({ mode, showHidden, ...filterOf(typed, chosen), where, sort, descending }),
    [mode, showHidden, typed, chosen, where, sort, descending],
  );
}

function isAskingNothing(where: ViewSpec['where']): boolean {
  return Object.keys(where ?? {}).length === 0;
}
