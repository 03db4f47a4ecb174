import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { safeText } from '../../shared/format/safe-text.ts';
import type { MadeImage } from '../../shared/model/container.ts';
import type { ImageSummary } from '../../shared/model/image.ts';
import { ViewingLimitsContext } from '../ui/viewing-limits.ts';
import { useViewingLimits } from './use-viewing-limits.ts';
import { useApp } from '../app-context.ts';
import { ConfigScreen } from '../features/config/config-screen.tsx';
import { RewriteDialog, type Rewrite } from '../features/container/rewrite-dialog.tsx';
import { FilesScreen } from '../features/files/files-screen.tsx';
import { FindingsScreen } from '../features/findings/findings-screen.tsx';
import { HiddenScreen } from '../features/hidden/hidden-screen.tsx';
import { HistoryScreen } from '../features/history/history-screen.tsx';
import { createInspection } from '../features/inspector/inspection.ts';
import { IntegrityScreen } from '../features/integrity/integrity-screen.tsx';
import { PackagesScreen } from '../features/packages/packages-screen.tsx';
import { SearchScreen } from '../features/search/search-screen.tsx';
import { SpaceScreen } from '../features/space/space-screen.tsx';
import { imageTitle } from '../ui/image-words.ts';
import { StackPane } from '../features/stack/stack-pane.tsx';
import { useWarnings, WarningsScreen } from '../features/warnings/warnings-screen.tsx';
import type { SelectionStore } from '../stores/selection.ts';
import { Button } from '../ui/button.tsx';
import { useOfferedCommands } from '../use-offered-commands.ts';
import { Notice } from '../ui/notice.tsx';
import { ClaimsNotice } from './claims-notice.tsx';
import { LocationBar } from './location-bar.tsx';
import { CentreTabs } from './centre-tabs.tsx';
import { InspectorPane } from './inspector-pane.tsx';
import { SidePane } from './side-pane.tsx';
import styles from './image-workspace.module.css';
import { createImageLoad } from './image-load.ts';
import { useReadAtLast } from './use-read-at-last.ts';

interface ImageWorkspaceProps {
  readonly image: ImageSummary;
  readonly selection: SelectionStore;
  readonly onOpenMade: (made: MadeImage) => void;
  readonly onCompareMade: (made: MadeImage) => void;
}

/** One image: the stack, the tree, and the path that is looked at. */
export function ImageWorkspace({ image, selection, onOpenMade, onCompareMade }: ImageWorkspaceProps) {
  const { t } = useLingui();
  const { connection, activity } = useApp();
  const { client, data } = connection;
  const { handle } = image;
  const [load] = useState(() => createImageLoad(connection.client, activity, handle, imageTitle(image)));
  const state = useSyncExternalStore(load.subscribe, load.current);
  const { layers, ready, claims, error } = state;
  useEffect(() => load.start(), [load]);
  const [inspection] = useState(() => createInspection({ client, data, image: handle, selection }));
  useEffect(() => inspection.attach(), [inspection]);
  const isRead = useReadAtLast(state, { client, image: handle, selection, inspection });
  const { warnings, error: warningsError } = useWarnings(client, handle, ready);
  const { setMode, goTo } = selection.getState();
  const chooseLayer = useCallback((layer: number) => setMode({ kind: 'layer', layer }), [setMode]);
  const [rewrite, setRewrite] = useState<Rewrite | null>(null);
  const squash = () => setRewrite({ kind: 'squash', layerCount: layers.length });
  useOfferedCommands(ready && layers.length > 1 ? [{ id: 'squash', label: t`Squash layers…`, run: squash }] : []);
  const whenRead = (screen: ReactNode) => (ready ? screen : <Reading failed={error !== null} />);
  const whenShown = (screen: ReactNode) => (claims === null ? whenRead(screen) : screen);
  const viewing = useViewingLimits();
  return (
    <ViewingLimitsContext value={viewing}>
      <div className={styles.panes}>
        <SidePane pane="stack" side="before" label={t`Width of the layers`}>
          <StackPane
            client={client}
            image={image}
            ready={ready}
            layers={layers}
            selection={selection}
            onSquash={squash}
          />
        </SidePane>
        <section className={styles.centre} aria-label={t`Contents`}>
          {error && (
            <Notice
              kind={error.code === 'cancelled' ? 'info' : 'error'}
              actions={
                <Button onClick={() => void load.start()}>
                  {error.code === 'cancelled' ? <Trans>Continue</Trans> : <Trans>Try again</Trans>}
                </Button>
              }
            >
              {error.code === 'cancelled' ? <Trans>Reading the layers was stopped.</Trans> : safeText(error.message)}
            </Notice>
          )}
          <ClaimsNotice
            claims={claims}
            isStopped={error !== null}
            onWarnings={() => selection.getState().showTab('warnings')}
          />
          <CentreTabs
            selection={selection}
            warningCount={warnings?.length ?? 0}
            bar={<LocationBar selection={selection} />}
            panels={{
              files: whenShown(
                <FilesScreen
                  client={client}
                  image={handle}
                  layers={layers}
                  isRead={isRead}
                  selection={selection}
                  onOpening={(row) => inspection.expect(row.pathID, row)}
                  onPurge={(path) => setRewrite({ kind: 'purge', path })}
                />,
              ),
              space: whenRead(<SpaceScreen client={client} image={handle} layers={layers} selection={selection} />),
              hidden: whenRead(<HiddenScreen client={client} image={handle} layers={layers} selection={selection} />),
              search: whenRead(<SearchScreen client={client} image={handle} selection={selection} />),
              history: <HistoryScreen client={client} image={handle} layers={layers} onChooseLayer={chooseLayer} />,
              config: (
                <ConfigScreen client={client} data={data} image={handle} layers={layers} onChooseLayer={chooseLayer} />
              ),
              integrity: <IntegrityScreen client={client} image={handle} layers={layers} />,
              packages: whenRead(<PackagesScreen client={client} image={handle} selection={selection} />),
              findings: whenRead(
                <FindingsScreen
                  client={client}
                  image={handle}
                  selection={selection}
                  warningCount={warnings?.length ?? 0}
                />,
              ),
              warnings: (
                <WarningsScreen warnings={warnings} error={warningsError} onGoTo={goTo} onChooseLayer={chooseLayer} />
              ),
            }}
          />
        </section>
        <SidePane pane="inspector" side="after" label={t`Width of the inspector`}>
          <InspectorPane
            image={handle}
            layers={layers}
            selection={selection}
            inspection={inspection}
            onChooseLayer={chooseLayer}
          />
        </SidePane>
        {rewrite && (
          <RewriteDialog
            image={handle}
            rewrite={rewrite}
            openMade={onOpenMade}
            compareMade={onCompareMade}
            onClose={() => setRewrite(null)}
          />
        )}
      </div>
    </ViewingLimitsContext>
  );
}

function Reading({ failed }: { failed: boolean }) {
  return <div className={styles.reading}>{!failed && <Trans>Reading the layers…</Trans>}</div>;
}
