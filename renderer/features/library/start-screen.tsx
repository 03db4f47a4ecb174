import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import { useApp } from '../../app-context.ts';
import { useOfferedCommands } from '../../use-offered-commands.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Logo } from '../../ui/logo.tsx';
import { baseName } from '../../ui/image-words.ts';
import { LibrarySearch } from './library-search.tsx';
import { filterRows, type LibraryRow } from './library-rows.ts';
import { LibraryTable } from './library-table.tsx';
import { compareOpenings, openSource } from './open-source.ts';
import { loadIntoStore } from './store-work.ts';
import { storedRows } from './stored-rows.ts';
import { StoredImages } from './stored-images.tsx';
import { Strata } from './strata-picture.tsx';
import styles from './start-screen.module.css';
import { useRecentFiles } from './use-library.ts';
import { useImageStore } from './use-image-store.ts';

interface StartScreenProps {
  readonly onOpen: (folder: boolean) => void;
  /** Asks for a file. @returns null when nothing was chosen */
  readonly onPick: () => Promise<string | null>;
  /** Below the images. */
  readonly children?: ReactNode;
}

/** What is seen before an image is open: ways to open one, what is stored, and what was open before. */
export function StartScreen({ onOpen, onPick, children }: StartScreenProps) {
  const { t } = useLingui();
  const app = useApp();
  const recent = useRecentFiles();
  const store = useImageStore();
  const stored = storedRows((store.loaded.kind !== 'failed' && store.loaded.value?.images) || []);
  const [typed, setTyped] = useState('');
  // In the order they were picked: the first is before, the second after.
  const [picked, setPicked] = useState<readonly LibraryRow[]>([]);
  const [before, after] = picked;
  const compare = () => {
    if (!before || !after) return;
    setPicked([]);
    void compareOpenings(app, before.opening, after.opening);
  };
  const loadPath = async (path: string | null) => {
    if (path !== null && (await loadIntoStore(app, { kind: 'path', path }))) store.refresh();
  };
  useOfferedCommands(
    before && after ? [{ id: 'library-compare', label: t`Compare the two picked images`, run: compare }] : [],
  );
  const shared = {
    picked: picked.map(({ key }) => key),
    onPick: (row: LibraryRow, isPicked: boolean) =>
      setPicked((rows) => {
        const others = rows.filter(({ key }) => key !== row.key);
        return isPicked ? [...others.slice(-1), row] : others;
      }),
    onOpen: (row: LibraryRow) => void openSource(app, row.opening),
  };
  const only = before && !after ? nameOf(before) : undefined;
  const isEmpty = recent.rows.length === 0 && stored.length === 0;
  return (
    <div className={styles.screen}>
      {isEmpty && <Strata />}
      <div className={styles.columns}>
        <Start onOpen={onOpen} />
        <div className={styles.library}>
          {!isEmpty && (
            <LibrarySearch typed={typed} onType={setTyped}>
              {only !== undefined && (
                <span className={styles.hintPick} role="status">
                  <Trans>Now tick the image to compare {only} with.</Trans>
                </span>
              )}
              <Button icon="swap" disabled={!after} title={t`Pick two images to compare them`} onClick={compare}>
                {after ? <Trans>Compare the two</Trans> : <Trans>Compare</Trans>}
              </Button>
            </LibrarySearch>
          )}
          <StoredImages
            {...shared}
            store={store}
            rows={filterRows(stored, typed)}
            onCompare={(row) => setPicked([row])}
            onLoad={() => void onPick().then(loadPath)}
          />
          <LibraryTable
            {...shared}
            title={t`Recent files`}
            rows={filterRows(recent.rows, typed)}
            sizeTip={t`Bytes of all layers as stored in this file`}
            renderMenu={(row) => (
              <>
                <IconButton
                  icon="plus"
                  label={t`Load ${baseName(row.path ?? '')} into the store`}
                  onClick={() => void loadPath(row.path)}
                />
                <IconButton
                  icon="close"
                  label={t`Remove ${baseName(row.path ?? '')} from this list`}
                  onClick={() => recent.forget(row.path ?? '')}
                />
              </>
            )}
            empty={
              typed !== '' && recent.rows.length > 0 ? (
                <Trans>No image here is called that.</Trans>
              ) : (
                <>
                  <Trans>Images you open are listed here. To get one, run:</Trans>
                  <code data-selectable>docker save -o busybox.tar busybox</code>
                </>
              )
            }
          />
          {children}
        </div>
      </div>
    </div>
  );
}

function nameOf({ repository, title }: LibraryRow): string {
  return safeText(repository === '' ? title : `${repository}:${title}`);
}

function Start({ onOpen }: Pick<StartScreenProps, 'onOpen'>) {
  const app = useApp();
  return (
    <section className={styles.start} aria-labelledby="start-title">
      <Logo size={52} />
      <h1 id="start-title">Outcrop</h1>
      <p className={styles.lead}>
        <Trans>
          See every layer of a container image: what each added, changed and removed, and what still lies hidden inside.
        </Trans>
      </p>
      <div className={styles.actions}>
        <Button look="primary" icon="archive" onClick={() => onOpen(false)}>
          <Trans>Open image file…</Trans>
        </Button>
        <Button icon="folder" onClick={() => onOpen(true)}>
          <Trans>Open folder…</Trans>
        </Button>
        <Button icon="sample" onClick={() => void openSource(app, { kind: 'sample' })}>
          <Trans>Explore the sample image</Trans>
        </Button>
      </div>
      <p className={styles.hint}>
        <Icon name="drop" />
        <span>
          <Trans>
            Or drop a file anywhere in this window, or two to compare them. docker save, OCI archives and folders, and
            plain root file system tars open in place; nothing is unpacked.
          </Trans>
        </span>
      </p>
    </section>
  );
}
