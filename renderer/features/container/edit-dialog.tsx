import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent, type ReactNode } from 'react';
import { assertNever } from '../../../shared/assert.ts';
import type { ContainerEdit } from '../../../shared/contract/container.ts';
import type { ContainerRow } from '../../../shared/model/container.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import form from '../../ui/form.module.css';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import type { ContainerModel } from './container-model.ts';
import type { Asked } from './file-actions.ts';

interface EditDialogProps {
  readonly asked: Asked;
  readonly model: ContainerModel;
  readonly onClose: () => void;
}

/** What an edit needs to know: a name, a target, a mode, an owner. A refusal is told here. */
export function EditDialog({ asked, model, onClose }: EditDialogProps) {
  const { t } = useLingui();
  const { kind, row } = asked;
  const [first, setFirst] = useState(() => initial(asked));
  const [second, setSecond] = useState(kind === 'owner' ? String(row?.gid ?? 0) : '');
  const [error, setError] = useState<unknown>(null);
  const titles: Readonly<Record<Asked['kind'], string>> = {
    file: t`New file`,
    folder: t`New folder`,
    link: t`New symbolic link`,
    rename: t`Rename or move`,
    mode: t`Change the mode`,
    owner: t`Change the owner`,
  };

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      const edit = await editOf(model, asked, first.trim(), second.trim());
      const problem = await model.edit(edit);
      if (!problem) return onClose();
      // Told here instead of behind the dialog.
      model.dismiss();
      setError(problem);
    } catch (problem) {
      setError(problem);
    }
  }

  return (
    <ModalDialog title={titles[kind]} onClose={onClose}>
      <form onSubmit={(event) => void onSubmit(event)}>
        <div className={form.form}>
          {kind === 'mode' && (
            <>
              {field(t`Mode, in octal digits`, first, setFirst, '[0-7]{1,4}')}
              <p className={form.hint}>{t`For example 0644 for a file, 0755 for a program, 4755 with setuid.`}</p>
            </>
          )}
          {kind === 'owner' && (
            <div className={form.pair}>
              {field(t`User ID`, first, setFirst, '[0-9]{1,10}')}
              {field(t`Group ID`, second, setSecond, '[0-9]{1,10}')}
            </div>
          )}
          {kind !== 'mode' && kind !== 'owner' && field(t`Path`, first, setFirst)}
          {kind === 'link' && field(t`Leads to`, second, setSecond)}
        </div>
        {error !== null && <Failure error={error} />}
        <footer className={form.foot}>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary">
            {kind === 'file' || kind === 'folder' || kind === 'link' ? <Trans>Create</Trans> : <Trans>Change it</Trans>}
          </Button>
        </footer>
      </form>
    </ModalDialog>
  );
}

function field(label: string, value: string, set: (text: string) => void, pattern?: string): ReactNode {
  return (
    <label className={form.field}>
      <span>{label}</span>
      <input
        type="text"
        className={form.mono}
        required
        value={value}
        spellCheck={false}
        autoComplete="off"
        {...(pattern !== undefined && { pattern })}
        // A path is written on at its end.
        onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  );
}

function initial({ kind, folder, row }: Asked): string {
  if (kind === 'rename') return row?.path ?? '';
  if (kind === 'mode') return row?.mode ?? '';
  if (kind === 'owner') return String(row?.uid ?? 0);
  return `${folder}/`;
}

async function editOf(
  model: ContainerModel,
  { kind, row }: Asked,
  first: string,
  second: string,
): Promise<ContainerEdit> {
  switch (kind) {
    case 'file':
      return { kind: 'write', path: first, body: await model.keep(new Blob([])) };
    case 'folder':
      return { kind: 'mkdir', path: first };
    case 'link':
      return { kind: 'symlink', path: first, target: second };
    case 'rename':
      return { kind: 'rename', from: pathOf(row), to: first };
    case 'mode':
      return { kind: 'chmod', path: pathOf(row), mode: Number.parseInt(first, 8) };
    case 'owner':
      return { kind: 'chown', path: pathOf(row), uid: Number(first), gid: Number(second) };
    default:
      return assertNever(kind);
  }
}

function pathOf(row: ContainerRow | undefined): string {
  return row?.path ?? '/';
}
