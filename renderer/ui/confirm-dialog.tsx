import { Trans } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Failure } from './failure.tsx';
import form from './form.module.css';
import { ModalDialog } from './modal-dialog.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What the button says that does it. */
  readonly confirm: string;
  readonly children: ReactNode;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, confirm, children, onConfirm, onClose }: ConfirmDialogProps) {
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    try {
      await onConfirm();
      onClose();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <ModalDialog title={title} onClose={onClose}>
      <p className={form.words}>{children}</p>
      {error !== null && <Failure error={error} />}
      <footer className={form.foot}>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button look="primary" onClick={() => void run()}>
          {confirm}
        </Button>
      </footer>
    </ModalDialog>
  );
}
