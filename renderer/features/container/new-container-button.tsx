import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import form from '../../ui/form.module.css';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { useOfferedCommands } from '../../use-offered-commands.ts';

/** Begins a container over the image in front. */
export function NewContainerButton({ onCreate }: { onCreate: (name: string) => void }) {
  const { t } = useLingui();
  const [name, setName] = useState<string | null>(null);
  useOfferedCommands([{ id: 'container-new', label: t`New container from this image…`, run: () => setName('') }]);
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    onCreate((name ?? '').trim());
    setName(null);
  }
  return (
    <>
      <Button
        look="plain"
        icon="pencil"
        title={t`Edit files of this image in a writable layer above it`}
        onClick={() => setName('')}
      >
        <Trans>New container…</Trans>
      </Button>
      {name !== null && (
        <ModalDialog title={t`New container`} onClose={() => setName(null)}>
          <form onSubmit={onSubmit}>
            <div className={form.form}>
              <p className={form.hint}>
                <Trans>
                  A container puts a thin writable layer over the image. Files are copied up into it when they are first
                  written; the image below never changes.
                </Trans>
              </p>
              <label className={form.field}>
                <span>{t`Name (may be empty)`}</span>
                <input
                  type="text"
                  value={name}
                  maxLength={128}
                  pattern="[a-zA-Z0-9][a-zA-Z0-9_.\-]*"
                  spellCheck={false}
                  autoComplete="off"
                  onChange={(event) => setName(event.target.value)}
                />
              </label>
            </div>
            <footer className={form.foot}>
              <Button onClick={() => setName(null)}>
                <Trans>Cancel</Trans>
              </Button>
              <Button type="submit" look="primary">
                <Trans>Create</Trans>
              </Button>
            </footer>
          </form>
        </ModalDialog>
      )}
    </>
  );
}
