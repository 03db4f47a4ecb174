import { useEffect, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { safeText } from '../shared/format/safe-text.ts';
import { useApp } from './app-context.ts';
import styles from './app.module.css';
import { DropTarget } from './features/library/drop-target.tsx';
import { FolderDialog } from './features/library/folder-dialog.tsx';
import { ImagePicker } from './features/library/image-picker.tsx';
import { openSource } from './features/library/open-source.ts';
import { StartScreen } from './features/library/start-screen.tsx';
import { ImageBar } from './shell/image-bar.tsx';
import { ImageWorkspace } from './shell/image-workspace.tsx';
import { StatusBar } from './shell/status-bar.tsx';
import { TitleBar } from './shell/title-bar.tsx';
import { IconButton } from './ui/button.tsx';
import { Notice } from './ui/notice.tsx';

/** The window: what is open above, one image or the library between, what is running below. */
export function App() {
  const app = useApp();
  const [asking, setAsking] = useState<'file' | 'folder' | null>(null);
  const tab = useStore(app.session, (state) => state.tabs.find((other) => other.key === state.active));
  const choose = useStore(app.session, (state) => state.choose);
  const selectionOf = useStore(app.session, (state) => state.selectionOf);
  const image = tab?.opened.images.find((other) => other.handle === tab.image);

  const open = async (folder: boolean): Promise<void> => {
    if (!app.host.capabilities.nativeDialogs) return setAsking(folder ? 'folder' : 'file');
    const path = await app.connection.client.host.pickFile({ folder });
    if (path !== null) await openSource(app, { kind: 'path', path });
  };

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'o' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      void open(event.shiftKey);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });

  return (
    <div className={styles.window}>
      <TitleBar onOpen={() => void open(false)} />
      <Failures />
      {tab && image && (
        <main className={styles.main}>
          <ImageBar image={image} images={tab.opened.images} onChoose={(handle) => choose(tab.key, handle)} />
          <ImageWorkspace key={image.handle} image={image} selection={selectionOf(image.handle)} />
        </main>
      )}
      {tab && !image && (
        <main className={styles.main}>
          <ImagePicker opened={tab.opened} onChoose={(handle) => choose(tab.key, handle)} />
        </main>
      )}
      {!tab && (
        <main className={styles.main}>
          <StartScreen onOpen={(folder) => void open(folder)} />
        </main>
      )}
      <StatusBar />
      <FolderDialog
        open={asking !== null}
        folder={asking === 'folder'}
        onClose={() => setAsking(null)}
        onChoose={(path) => {
          setAsking(null);
          void openSource(app, { kind: 'path', path });
        }}
      />
      <DropTarget />
    </div>
  );
}

function Failures() {
  const { t } = useLingui();
  const { activity } = useApp();
  const failures = useStore(activity, (state) => state.failures);
  const dismiss = useStore(activity, (state) => state.dismiss);
  return failures.map(({ key, subject, error }) => (
    <Notice
      key={key}
      kind="error"
      actions={<IconButton icon="close" label={t`Dismiss`} onClick={() => dismiss(key)} />}
    >
      <strong>{safeText(subject)}</strong> — {safeText(error.message)}
    </Notice>
  ));
}
