import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { MadeImageEvent } from '../../../shared/contract/container.ts';
import type { MadeImage } from '../../../shared/model/container.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import form from '../../ui/form.module.css';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { MadeReport } from './made-report.tsx';

interface MakeDialogProps {
  readonly title: string;
  /** What the button says that makes it. */
  readonly verb: string;
  /** The form. */
  readonly children: ReactNode;
  readonly make: (signal: AbortSignal) => Promise<AsyncIterable<MadeImageEvent>>;
  readonly openMade: (made: MadeImage) => void;
  readonly compareMade: (made: MadeImage) => void;
  readonly onClose: () => void;
}

/** Makes a new image: first a form, then progress that can be stopped, then what became of each layer. */
export function MakeDialog({ title, verb, children, make, openMade, compareMade, onClose }: MakeDialogProps) {
  const { t } = useLingui();
  const [made, setMade] = useState<MadeImage | null>(null);
  const [running, setRunning] = useState<{ readonly progress: Progress | null } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const work = useRef<AbortController | null>(null);
  useEffect(() => () => work.current?.abort(), []);

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const abort = new AbortController();
    work.current = abort;
    setError(null);
    setRunning({ progress: null });
    try {
      for await (const told of await make(abort.signal))
        if (told.kind === 'progress') setRunning({ progress: told.progress });
        else setMade(told.made);
    } catch (problem) {
      if (!abort.signal.aborted) setError(problem);
    } finally {
      setRunning(null);
    }
  }

  if (made)
    return (
      <ModalDialog title={t`The new image is in the store`} wide onClose={onClose}>
        <MadeReport made={made} />
        <footer className={form.foot}>
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
          <Button
            icon="box"
            onClick={() => {
              onClose();
              openMade(made);
            }}
          >
            <Trans>Open new image</Trans>
          </Button>
          <Button
            look="primary"
            icon="swap"
            onClick={() => {
              onClose();
              compareMade(made);
            }}
          >
            <Trans>Compare with its parent</Trans>
          </Button>
        </footer>
      </ModalDialog>
    );
  const { done, total } = running?.progress ?? { done: 0, total: 0 };
  return (
    <ModalDialog title={title} wide onClose={onClose}>
      <form onSubmit={(event) => void onSubmit(event)} style={{ display: 'contents' }}>
        <div className={form.form}>{children}</div>
        {error !== null && <Failure error={error} />}
        <footer className={form.foot}>
          {running && <progress aria-label={t`Progress`} {...(total > 0 && { value: done, max: total })} />}
          <Button onClick={() => (running ? work.current?.abort() : onClose())}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" disabled={running !== null}>
            {verb}
          </Button>
        </footer>
      </form>
    </ModalDialog>
  );
}
