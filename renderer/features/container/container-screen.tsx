import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { MadeImage } from '../../../shared/model/container.ts';
import { useApp } from '../../app-context.ts';
import { SidePane } from '../../shell/side-pane.tsx';
import type { ContainerTab } from '../../stores/session.ts';
import { IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOfferedCommands } from '../../use-offered-commands.ts';
import { CommitDialog } from './commit-dialog.tsx';
import { createContainerModel } from './container-model.ts';
import { ContainerBar } from './container-bar.tsx';
import { ContainerFiles } from './container-files.tsx';
import { ContainerStack } from './container-stack.tsx';
import styles from './container.module.css';
import { FileEditor } from './file-editor.tsx';
import { LayerForms } from './layer-forms.tsx';

export interface ContainerActions {
  readonly openMade: (made: MadeImage) => void;
  readonly compareMade: (made: MadeImage) => void;
  readonly discard: () => Promise<void>;
}

/** An image with a writable layer: what it shows, what an edit did to the layers, and the layer in three ways. */
export function ContainerScreen({ tab, actions }: { tab: ContainerTab; actions: ContainerActions }) {
  const { t } = useLingui();
  const { connection, session } = useApp();
  const { id } = tab.container;
  const [model] = useState(() => createContainerModel(connection, id));
  const snapshot = useSyncExternalStore(model.subscribe, model.current);
  const isFront = useStore(session, (state) => state.active === tab.key);
  const [asking, setAsking] = useState<'commit' | 'discard' | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const dirty = useRef(false);
  const [leaving, setLeaving] = useState<{ readonly to: string | null } | null>(null);
  const { state, failure, problem } = snapshot;

  useEffect(() => {
    const abort = new AbortController();
    void model.open(abort.signal);
    return () => abort.abort();
  }, [model]);
  const edit = (path: string | null) => {
    if (path === editing) return;
    if (dirty.current) setLeaving({ to: path });
    else setEditing(path);
  };
  useOfferedCommands(
    isFront && state
      ? [
          { id: 'container-commit', label: t`Commit the container…`, run: () => setAsking('commit') },
          { id: 'container-discard', label: t`Discard the container…`, run: () => setAsking('discard') },
          { id: 'container-undo', label: t`Undo the last edit`, keys: 'Ctrl+Z', run: () => void model.step('undo') },
          { id: 'container-redo', label: t`Redo`, keys: 'Ctrl+Shift+Z', run: () => void model.step('redo') },
        ]
      : [],
  );

  function onKeyDown(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    // An editor and a field undo by themselves.
    if (!(event.ctrlKey || event.metaKey) || event.altKey || target.shadowRoot) return;
    if (target.closest('input, textarea, [role=dialog]')) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    void model.step(key === 'y' || event.shiftKey ? 'redo' : 'undo');
  }

  if (failure)
    return (
      <div className={styles.centred}>
        <Failure error={failure} onRetry={() => void model.open(new AbortController().signal)} />
      </div>
    );
  if (!state)
    return (
      <div className={styles.centred} aria-busy="true">
        <Trans>Reading the layers…</Trans>
      </div>
    );
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of all that is in it
    <div className={styles.screen} onKeyDown={onKeyDown}>
      <ContainerBar
        state={state}
        busy={snapshot.busy}
        onStep={(way) => void model.step(way)}
        onCommit={() => setAsking('commit')}
        onDiscard={() => setAsking('discard')}
      />
      {problem && (
        <Notice kind="error" actions={<IconButton icon="close" label={t`Dismiss`} onClick={model.dismiss} />}>
          {safeText(problem.message)}
        </Notice>
      )}
      <div className={styles.panes}>
        <SidePane pane="stack" side="before" label={t`Width of the layers`}>
          <ContainerStack model={model} image={tab.image} />
        </SidePane>
        <section className={styles.centre} aria-label={t`Contents`}>
          <ContainerFiles model={model} isFront={isFront} onEdit={edit} />
          {editing !== null && (
            <SidePane pane="difference" side="after" across="rows" label={t`Height of the editor`}>
              <FileEditor
                key={editing}
                model={model}
                container={id}
                path={editing}
                onDirty={(now) => {
                  dirty.current = now;
                }}
                onClose={() => edit(null)}
              />
            </SidePane>
          )}
        </section>
        <SidePane pane="inspector" side="after" label={t`Width of the writable layer`}>
          <LayerForms container={id} revision={snapshot.revision} onGoTo={(path) => void model.reveal(path)} />
        </SidePane>
      </div>
      {asking === 'commit' && <CommitDialog state={state} {...actions} onClose={() => setAsking(null)} />}
      {asking === 'discard' && (
        <ConfirmDialog
          title={t`Discard this container?`}
          confirm={t`Discard`}
          onConfirm={actions.discard}
          onClose={() => setAsking(null)}
        >
          <Trans>The writable layer and all its edits are deleted. The image below stays as it is.</Trans>
        </ConfirmDialog>
      )}
      {leaving && (
        <ConfirmDialog
          title={t`Leave the file without saving?`}
          confirm={t`Leave without saving`}
          onConfirm={async () => {
            dirty.current = false;
            setEditing(leaving.to);
          }}
          onClose={() => setLeaving(null)}
        >
          <Trans>What was typed since the last save is lost.</Trans>
        </ConfirmDialog>
      )}
    </div>
  );
}
