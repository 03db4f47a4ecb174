import { Dialog } from '@base-ui/react/dialog';
import { useLingui } from '@lingui/react/macro';
import { useRef, type ReactNode } from 'react';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';

interface ModalDialogProps {
  readonly title: string;
  /** A dialog for a long form. */
  readonly wide?: boolean;
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** A dialog over the window with a title and a way out. */
export function ModalDialog({ title, wide = false, children, onClose }: ModalDialogProps) {
  const { t } = useLingui();
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          ref={popup}
          className={styles.popup}
          style={{ width: wide ? 640 : 440 }}
          // A form is there to be filled in; the way out comes first in the document.
          initialFocus={() => popup.current?.querySelector<HTMLElement>('input, textarea') ?? true}
        >
          <header className={styles.head}>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close render={<IconButton icon="close" label={t`Close`} />} />
          </header>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
