import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import type { WireError } from '../../../shared/errors.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { TreeGrid } from '../../tree/tree-grid.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOfferedCommands } from '../../use-offered-commands.ts';
import { addFiles, chosenFiles, droppedFiles, type Incoming } from './add-files.ts';
import type { ContainerModel } from './container-model.ts';
import { ContainerMenu } from './container-menu.tsx';
import { ContainerColumns, ContainerRowView } from './container-row.tsx';
import styles from './container.module.css';
import { EditDialog } from './edit-dialog.tsx';
import { useFileActions, type Asked } from './file-actions.ts';

interface ContainerFilesProps {
  readonly model: ContainerModel;
  readonly isFront: boolean;
  /** Opens a file in the editor. */
  readonly onEdit: (path: string) => void;
}

/** What a process in the container would see, as a tree; each operation by button, menu and key. */
export function ContainerFiles({ model, isFront, onEdit }: ContainerFilesProps) {
  const { t } = useLingui();
  const { list } = model;
  const { chosen, changedOnly, filter, isCut } = useSyncExternalStore(model.subscribe, model.current);
  const { rowCount } = useSyncExternalStore(list.subscribe, list.current);
  const active = useSyncExternalStore(list.cursor.active.subscribe, list.cursor.active.current);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [adding, setAdding] = useState(0);
  const [error, setError] = useState<WireError | null>(null);
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const row = chosen ?? undefined;
  const shownRows = (rowCount ?? 0).toLocaleString();
  const folder = folderOf(row);

  const add = async (incoming: readonly Incoming[], into: string) => {
    if (incoming.length === 0) return;
    setAdding(incoming.length);
    setError(await addFiles(model, into, incoming));
    setAdding(0);
  };
  const actions = useFileActions({
    model,
    row,
    onAsk: setAsked,
    onEdit,
    onUpload: (folders) => {
      if (!files.current) return;
      files.current.webkitdirectory = folders;
      files.current.click();
    },
  });
  useOfferedCommands(
    isFront
      ? actions
          .filter(({ enabled }) => enabled)
          .map(({ id, label, keys, run }) => ({ id: `container-${id}`, label, run, ...(keys && { keys }) }))
      : [],
  );
  useDropInto(isFront, setOver, (transfer, target) => {
    const index = target.closest<HTMLElement>('[data-index]')?.dataset['index'];
    const under = index === undefined ? undefined : list.rows.row(Number(index));
    void droppedFiles(transfer).then((incoming) => add(incoming, folderOf(under)));
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target as HTMLElement).matches('[role=treegrid]')) return;
    const action = actions.find(({ keys, enabled }) => enabled && keys === event.key);
    if (!action) return;
    event.preventDefault();
    action.run();
  }

  const focusTree = () => area.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus();
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys that the tree does not use
    <div ref={area} className={styles.files} data-over={over || undefined} onKeyDown={onKeyDown}>
      <div className={styles.toolbar} role="toolbar" aria-label={t`Edit files`}>
        {actions
          .filter(({ inBar }) => inBar)
          .map(({ id, icon, label, keys, enabled, run }) => (
            <IconButton
              key={id}
              icon={icon}
              label={keys === undefined ? label : `${label} (${keys})`}
              disabled={!enabled}
              onClick={run}
            />
          ))}
        <Button
          look="plain"
          aria-pressed={changedOnly}
          className={styles.changedOnly}
          onClick={() => model.setChangedOnly(!changedOnly)}
        >
          <Trans>Only what changed</Trans>
        </Button>
        <span className={styles.filter}>
          <FilterBox
            filter={filter}
            onFilter={model.setFilter}
            box={box}
            label={t`Filter by a part of the path`}
            onLeave={focusTree}
          />
        </span>
        {filter !== '' && (
          <span className={styles.found} role="status">
            {isCut ? (
              <Trans>The first {shownRows} rows</Trans>
            ) : (
              <Plural value={rowCount ?? 0} one="# row" other="# rows" />
            )}
          </span>
        )}
        <span className={styles.target} title={t`New files and folders come into this folder`}>
          <Icon name="folder" size={14} />
          <bdi>{safeText(folder)}</bdi>
        </span>
      </div>
      {adding > 0 && <Notice kind="info">{t`Copying ${adding} files and folders in…`}</Notice>}
      {error && (
        <Notice kind="error" actions={<IconButton icon="close" label={t`Dismiss`} onClick={() => setError(null)} />}>
          {safeText(error.message)}
        </Notice>
      )}
      <ContainerMenu actions={actions}>
        <TreeGrid
          label={t`Files of the container`}
          rows={list.rows}
          rowCount={rowCount ?? 0}
          list={list.list}
          tree={{ activate: list.cursor.activate, act: model.act }}
          active={active}
          head={<ContainerColumns />}
          Row={ContainerRowView}
          empty={
            rowCount === 0 && (
              <p className={styles.empty}>
                {filter !== '' ? (
                  <Trans>No path has this in it.</Trans>
                ) : changedOnly ? (
                  <Trans>Nothing differs from the image yet.</Trans>
                ) : (
                  <Trans>The root file system is empty.</Trans>
                )}
              </p>
            )
          }
        />
      </ContainerMenu>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t`Files to add`}
        onChange={(event) => {
          const incoming = event.target.files ? chosenFiles(event.target.files) : [];
          event.target.value = '';
          void add(incoming, folder);
        }}
      />
      {over && (
        <p className={styles.drop}>
          <Trans>Drop to copy into the container</Trans>
        </p>
      )}
      {asked && (
        <EditDialog
          asked={asked}
          model={model}
          onClose={() => {
            setAsked(null);
            setTimeout(focusTree);
          }}
        />
      )}
    </div>
  );
}

/** Where new things go: into the active folder, or beside the active file. */
function folderOf(row: { readonly path: string; readonly expanded?: boolean } | undefined): string {
  if (!row) return '/';
  return row.expanded === undefined ? row.path.slice(0, row.path.lastIndexOf('/')) || '/' : row.path;
}

/** Takes files that are dropped anywhere while the screen is in front; elsewhere the window would leave its page. */
function useDropInto(
  isFront: boolean,
  onOver: (over: boolean) => void,
  onDrop: (transfer: DataTransfer, target: Element) => void,
): void {
  const latest = useRef({ onOver, onDrop });
  useEffect(() => {
    latest.current = { onOver, onDrop };
  });
  useEffect(() => {
    if (!isFront) return undefined;
    const stop = new AbortController();
    const listen = (type: 'dragover' | 'dragleave' | 'drop', react: (event: DragEvent) => void) =>
      window.addEventListener(
        type,
        (event) => {
          if (!event.dataTransfer?.types.includes('Files')) return;
          event.preventDefault();
          react(event);
        },
        { signal: stop.signal },
      );
    listen('dragover', () => latest.current.onOver(true));
    listen('dragleave', (event) => event.relatedTarget === null && latest.current.onOver(false));
    listen('drop', (event) => {
      latest.current.onOver(false);
      if (event.dataTransfer) latest.current.onDrop(event.dataTransfer, event.target as Element);
    });
    return () => stop.abort();
  }, [isFront]);
}
