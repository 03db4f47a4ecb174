import { Dialog } from '@base-ui/react/dialog';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import { familiarName, parseReference } from '../../../shared/oci/reference.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import dialog from '../../ui/dialog.module.css';
import type { StoredRow } from './stored-rows.ts';
import styles from './store-dialogs.module.css';

interface TagDialogProps {
  readonly row: StoredRow;
  readonly onTag: (name: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for one more name of a stored image. */
export function TagDialog({ row, onTag, onClose }: TagDialogProps) {
  const { t } = useLingui();
  const [name, setName] = useState(row.repository === '' ? '' : `${row.repository}:`);
  const [refused, setRefused] = useState<string | null>(null);
  const reference = parseReference(name);
  const isName = reference !== undefined && reference.digest === null;
  const shown = reference && isName ? familiarName(reference) : '';

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      await onTag(name);
      onClose();
    } catch (error) {
      setRefused(wireErrorOf(error).message);
    }
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={`${dialog.popup} ${styles.popup}`}>
          <header className={dialog.head}>
            <Dialog.Title>
              <Trans>Add a tag</Trans>
            </Dialog.Title>
            <Dialog.Close render={<IconButton icon="close" label={t`Close`} />} />
          </header>
          <form onSubmit={(event) => void onSubmit(event)}>
            <label className={styles.body}>
              <Trans>Name and tag, such as web:2.1 or registry.example/team/web:2.1</Trans>
              <input
                type="text"
                className={styles.field}
                value={name}
                maxLength={512}
                spellCheck={false}
                autoComplete="off"
                aria-describedby="tag-note"
                onChange={(event) => setName(event.target.value)}
              />
              <span id="tag-note" className={styles.note} role={refused === null ? undefined : 'alert'}>
                {refused !== null ? (
                  safeText(refused)
                ) : isName ? (
                  <Trans>It will be called {shown}. Another image with this name loses it.</Trans>
                ) : (
                  <Trans>Lower-case letters, digits and . _ - / before the tag.</Trans>
                )}
              </span>
            </label>
            <footer className={dialog.foot}>
              <span className={styles.space} />
              <Button onClick={onClose}>
                <Trans>Cancel</Trans>
              </Button>
              <Button type="submit" look="primary" disabled={!isName}>
                <Trans>Add</Trans>
              </Button>
            </footer>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
