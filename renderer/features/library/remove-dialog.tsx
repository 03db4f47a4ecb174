import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Trans } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { Button } from '../../ui/button.tsx';
import dialog from '../../ui/dialog.module.css';
import type { StoredRow } from './stored-rows.ts';
import styles from './store-dialogs.module.css';

interface RemoveDialogProps {
  readonly row: StoredRow;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** Says what a removal frees before it happens. */
export function RemoveDialog({ row, onRemove, onClose }: RemoveDialogProps) {
  const name = safeText(row.repository === '' ? row.title : `${row.repository}:${row.title}`);
  const isLast = row.image.names.length <= 1;
  const freed = formatBytes(row.image.unique);
  const kept = formatBytes(row.image.size - row.image.unique);
  const others = row.sharedWith.map(safeText).join(', ');
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialog.backdrop} />
        <AlertDialog.Popup className={`${dialog.popup} ${styles.popup}`}>
          <header className={dialog.head}>
            <AlertDialog.Title>
              <Trans>Remove {name}?</Trans>
            </AlertDialog.Title>
          </header>
          <AlertDialog.Description className={styles.body} render={<div />}>
            {isLast ? (
              <p>
                <Trans>This is its only name: the image goes, and {freed} of it that no other image uses.</Trans>
              </p>
            ) : (
              <p>
                <Trans>The image has other names and stays; nothing is freed.</Trans>
              </p>
            )}
            {isLast && others !== '' && (
              <p>
                <Trans>
                  {kept} are shared with {others} and stay.
                </Trans>
              </p>
            )}
            <p className={styles.note}>
              <Trans>Files that it was loaded from are not touched.</Trans>
            </p>
          </AlertDialog.Description>
          <footer className={dialog.foot}>
            <span className={styles.space} />
            <AlertDialog.Close render={<Button />}>
              <Trans>Cancel</Trans>
            </AlertDialog.Close>
            <Button
              look="primary"
              onClick={() => {
                onRemove();
                onClose();
              }}
            >
              <Trans>Remove</Trans>
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
