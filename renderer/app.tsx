import { useEffect, useMemo, useRef, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { safeText } from '../shared/format/safe-text.ts';
import { useApp } from './app-context.ts';
import styles from './app.module.css';
import { CompareScreen } from './features/compare/compare-screen.tsx';
import { ContainerList } from './features/container/container-list.tsx';
import { ContainerScreen } from './features/container/container-screen.tsx';
import { NewContainerButton } from './features/container/new-container-button.tsx';
import { DropTarget } from './features/library/drop-target.tsx';
import { FolderDialog } from './features/library/folder-dialog.tsx';
import { ImagePicker } from './features/library/image-picker.tsx';
import { closeTab, compareWith, openSource } from './features/library/open-source.ts';
import { SettingsDialog } from './features/settings/settings-dialog.tsx';
import { CommandCentre } from './features/palette/command-centre.tsx';
import { ExportMenu } from './features/export/export-menu.tsx';
import { StartScreen } from './features/library/start-screen.tsx';
import { CompareMenu } from './shell/compare-menu.tsx';
import { compareMade, createContainer, openContainer, openMade, removeContainer } from './shell/containers.ts';
import { ImageBar } from './shell/image-bar.tsx';
import { ImageWorkspace } from './shell/image-workspace.tsx';
import { StatusBar } from './shell/status-bar.tsx';
import { TitleBar } from './shell/title-bar.tsx';
import type { ImageTab } from './stores/session.ts';
import { IconButton } from './ui/button.tsx';
import { Notice } from './ui/notice.tsx';

/** A file or a folder that is being asked for. */
interface Asked {
  readonly folder: boolean;
  readonly answer: (path: string | null) => void;
}

/** The window: what is open above, one image or the library between, what is running below. */
export function App() {
  const app = useApp();
  const [asking, setAsking] = useState<Asked | null>(null);
  const tabs = useStore(app.session, (state) => state.tabs);
  const active = useStore(app.session, (state) => state.active);
  const front = tabs.find((other) => other.key === active);
  const tab = front?.kind === 'image' ? front : undefined;
  const choose = useStore(app.session, (state) => state.choose);
  const selectionOf = useStore(app.session, (state) => state.selectionOf);
  const image = tab?.opened.images.find((other) => other.handle === tab.image);

  /** Asks for a file or a folder by the system's dialog or our own; null when nothing was chosen. */
  const ask = (folder: boolean): Promise<string | null> => {
    if (app.host.capabilities.nativeDialogs) return app.connection.client.host.pickFile({ folder });
    return new Promise((answer) => setAsking({ folder, answer }));
  };
  const pick = () => ask(false);

  const open = async (folder: boolean): Promise<void> => {
    const path = await ask(folder);
    if (path !== null) await openSource(app, { kind: 'path', path });
  };

  const compareFile = async (before: ImageTab): Promise<void> => {
    const path = await ask(false);
    if (path !== null) await compareWith(app, before, { kind: 'path', path });
  };

  const answer = (path: string | null) => {
    setAsking(null);
    asking?.answer(path);
  };

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'o' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      void open(event.shiftKey);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });

  const latestOpen = useRef(open);
  useEffect(() => {
    latestOpen.current = open;
  });
  const actions = useMemo(
    () => ({
      open: (folder: boolean) => void latestOpen.current(folder),
      openSample: () => void openSource(app, { kind: 'sample' }),
      closeTab: (key: string) => closeTab(app, key),
    }),
    [app],
  );

  return (
    <div className={styles.window}>
      <TitleBar onOpen={() => void open(false)} />
      <Failures />
      {tab && image && (
        <main className={styles.main}>
          <ImageBar
            image={image}
            images={tab.opened.images}
            onChoose={(handle) => choose(tab.key, handle)}
            actions={
              <>
                <ExportMenu image={image} selection={selectionOf(image.handle)} />
                <NewContainerButton onCreate={(name) => void createContainer(app, tab, name)} />
                <CompareMenu opened={tab.opened} image={image.handle} onOpenFile={() => void compareFile(tab)} />
              </>
            }
          />
          <ImageWorkspace
            key={image.handle}
            image={image}
            selection={selectionOf(image.handle)}
            onOpenMade={(made) => void openMade(app, made)}
            onCompareMade={(made) => void compareMade(app, tab, made)}
          />
        </main>
      )}
      {tab && !image && (
        <main className={styles.main}>
          <ImagePicker opened={tab.opened} onChoose={(handle) => choose(tab.key, handle)} />
        </main>
      )}
      {/* Kept while another tab is in front: a comparison took its time, and a text may not be saved. */}
      {tabs.map((other) =>
        other.kind === 'compare' ? (
          <main key={other.key} className={styles.main} hidden={other.key !== active}>
            <CompareScreen tab={other} />
          </main>
        ) : other.kind === 'container' ? (
          <main key={other.key} className={styles.main} hidden={other.key !== active}>
            <ContainerScreen
              tab={other}
              actions={{
                openMade: (made) => void openMade(app, made),
                compareMade: (made) => void compareMade(app, other, made),
                discard: () => removeContainer(app, other.container),
              }}
            />
          </main>
        ) : null,
      )}
      {!front && (
        <main className={styles.main}>
          <StartScreen onOpen={(folder) => void open(folder)} onPick={pick}>
            <ContainerList
              onOpen={(one) => void openContainer(app, one)}
              onRemove={(one) => removeContainer(app, one)}
            />
          </StartScreen>
        </main>
      )}
      <StatusBar />
      <FolderDialog
        open={asking !== null}
        folder={asking?.folder === true}
        onClose={() => answer(null)}
        onChoose={answer}
      />
      <SettingsDialog />
      <CommandCentre actions={actions} />
      {front?.kind !== 'container' && <DropTarget />}
    </div>
  );
}

function Failures() {
  const { t } = useLingui();
  const { activity, session } = useApp();
  const failures = useStore(activity, (state) => state.failures);
  const tabs = useStore(session, (state) => state.tabs);
  const active = useStore(session, (state) => state.active);
  // What failed in a tab that is closed is told in the library.
  const here = failures.filter(({ tab }) => (tabs.some(({ key }) => key === tab) ? tab : null) === active);
  const dismiss = useStore(activity, (state) => state.dismiss);
  return here.map(({ key, subject, error }) => (
    <Notice
      key={key}
      kind="error"
      actions={<IconButton icon="close" label={t`Dismiss`} onClick={() => dismiss(key)} />}
    >
      <strong>{safeText(subject)}</strong> — {safeText(error.message)}
    </Notice>
  ));
}
