import { Dialog } from '@base-ui/react/dialog';
import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react';
import type { FolderListing } from '../../../shared/contract/contract.ts';
import type { WireError } from '../../../shared/errors.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { useApp } from '../../app-context.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import dialog from '../../ui/dialog.module.css';
import { Notice } from '../../ui/notice.tsx';
import { FolderList } from './folder-list.tsx';
import styles from './folder-dialog.module.css';

interface FolderDialogProps {
  readonly open: boolean;
  /** True to choose a folder (an OCI layout), false to choose a file. */
  readonly folder: boolean;
  readonly onClose: () => void;
  readonly onChoose: (path: string) => void;
}

/** Chooses a file or a folder of the engine's machine, where the host has no dialog of its own. */
export function FolderDialog({ open, folder, onClose, onChoose }: FolderDialogProps) {
  const { t } = useLingui();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={`${dialog.popup} ${styles.popup}`}>
          <header className={dialog.head}>
            <Dialog.Title>{folder ? <Trans>Open folder</Trans> : <Trans>Open image file</Trans>}</Dialog.Title>
            <Dialog.Close render={<IconButton icon="close" label={t`Close`} />} />
          </header>
          <Browser folder={folder} onClose={onClose} onChoose={onChoose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Browser({ folder, onClose, onChoose }: Omit<FolderDialogProps, 'open'>) {
  const { t } = useLingui();
  const { connection } = useApp();
  const [listing, setListing] = useState<FolderListing | null>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [error, setError] = useState<WireError | null>(null);
  const asked = useRef(0);

  const accept = useCallback((next: FolderListing) => {
    setListing(next);
    setText(next.path);
    setChosen(null);
    setError(null);
  }, []);

  /** @returns false when it cannot be listed */
  async function show(path: string | null): Promise<boolean> {
    asked.current += 1;
    const mine = asked.current;
    try {
      const next = await connection.client.host.listFolder({ path });
      if (mine === asked.current) accept(next);
      return true;
    } catch (problem) {
      if (mine === asked.current) setError(wireErrorOf(problem));
      return false;
    }
  }

  useEffect(() => {
    const abort = new AbortController();
    connection.client.host
      .listFolder({ path: null }, { signal: abort.signal })
      .then(accept, (problem: unknown) => !abort.signal.aborted && setError(wireErrorOf(problem)));
    return () => abort.abort();
  }, [connection, accept]);

  const join = (name: string) => {
    const base = listing?.path ?? '/';
    const separator = base.includes('\\') ? '\\' : '/';
    return base.endsWith(separator) ? base + name : base + separator + name;
  };

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (chosen !== null) return onChoose(join(chosen));
    if (folder && text === listing?.path) return onChoose(text);
    // What is not a folder is taken for the file to open; the engine says what is wrong with it.
    if (text !== listing?.path && !(await show(text)) && !folder) onChoose(text);
  }

  const selected = listing?.entries.find((entry) => entry.name === chosen);
  const ready = folder ? listing !== null : selected?.kind === 'file' || (text !== '' && text !== listing?.path);
  return (
    <form className={styles.form} onSubmit={(event) => void onSubmit(event)}>
      <div className={styles.path}>
        <IconButton
          icon="folder-up"
          label={t`Up to the parent folder`}
          disabled={listing === null || listing.parent === null}
          onClick={() => void show(listing?.parent ?? null)}
        />
        <IconButton icon="home" label={t`Home folder`} onClick={() => void show(null)} />
        <input
          type="text"
          className={styles.field}
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-label={t`Path`}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(null);
          }}
        />
      </div>
      {error && <Notice kind="error">{safeText(error.message)}</Notice>}
      <FolderList
        entries={listing?.entries ?? []}
        filesToo={!folder}
        chosen={chosen}
        onChoose={setChosen}
        onEnter={(entry) => void (entry.kind === 'folder' ? show(join(entry.name)) : onChoose(join(entry.name)))}
        onUp={() => listing !== null && listing.parent !== null && void show(listing.parent)}
      />
      <footer className={dialog.foot}>
        <span className={styles.note}>
          {folder ? (
            <Trans>A folder with an OCI layout, or an unpacked docker save.</Trans>
          ) : (
            <Trans>Any name will do: Outcrop looks at the bytes.</Trans>
          )}
        </span>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" disabled={!ready}>
          {folder ? <Trans>Open this folder</Trans> : <Trans>Open</Trans>}
        </Button>
      </footer>
    </form>
  );
}
