import { Dialog } from '@base-ui/react/dialog';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ExportReport } from '../../../shared/model/export.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import { useApp } from '../../app-context.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import dialog from '../../ui/dialog.module.css';
import { Notice } from '../../ui/notice.tsx';
import styles from './folder-export.module.css';

/** Skipped entries listed; the count is exact. */
const MOST_SHOWN = 500;

interface FolderExportProps {
  readonly image: ImageHandle;
  /** What is selected; null leaves the whole tree as the only choice. */
  readonly selection: { readonly pathID: number; readonly path: string } | null;
  /** Layer whose versions are looked at. */
  readonly layer: number | undefined;
  readonly onClose: () => void;
}

type State =
  | { readonly kind: 'asking'; readonly problem?: string }
  | { readonly kind: 'writing'; readonly progress: Progress | null }
  | { readonly kind: 'done'; readonly report: ExportReport };

/** Writes files into a folder of the engine's machine, and says what was skipped and why. */
export function FolderExport({ image, selection, layer, onClose }: FolderExportProps) {
  const { t } = useLingui();
  const { connection, host } = useApp();
  const [folder, setFolder] = useState('');
  const [whole, setWhole] = useState(selection === null);
  const [force, setForce] = useState(false);
  const [setID, keepSetID] = useState(false);
  const [state, setState] = useState<State>({ kind: 'asking' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const write = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const stop = new AbortController();
    running.current = stop;
    setState({ kind: 'writing', progress: null });
    const from =
      whole || !selection ? { paths: [] } : { paths: [selection.pathID], ...(layer !== undefined && { layer }) };
    try {
      const input = { image, ...from, folder, force, devices: true, setID };
      for await (const step of await connection.client.export.folder(input, { signal: stop.signal }))
        setState(step.kind === 'done' ? step : { kind: 'writing', progress: step.progress });
    } catch (error) {
      setState(stop.signal.aborted ? { kind: 'asking' } : { kind: 'asking', problem: wireErrorOf(error).message });
    }
  };
  const pick = async () => {
    const path = await connection.client.host.pickFile({ folder: true });
    if (path !== null) setFolder(path);
  };
  const selected = safeText(selection?.path ?? '');
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={`${dialog.popup} ${styles.popup}`}>
          <header className={dialog.head}>
            <Dialog.Title>
              <Trans>Export into a folder</Trans>
            </Dialog.Title>
            <Dialog.Close render={<IconButton icon="close" label={t`Close`} />} />
          </header>
          {state.kind === 'done' ? (
            <Report report={state.report} onClose={onClose} />
          ) : (
            <form onSubmit={(event) => void write(event)}>
              <div className={styles.body}>
                {state.kind === 'asking' && state.problem !== undefined && (
                  <Notice kind="error">{safeText(state.problem)}</Notice>
                )}
                {selection && (
                  <fieldset className={styles.what} disabled={state.kind === 'writing'}>
                    <legend>
                      <Trans>What</Trans>
                    </legend>
                    <label>
                      <input type="radio" name="what" checked={!whole} onChange={() => setWhole(false)} />
                      <bdi>{selected}</bdi>
                      {layer !== undefined && (
                        <span className={styles.quiet}>
                          <Trans>as in layer {layer}</Trans>
                        </span>
                      )}
                    </label>
                    <label>
                      <input type="radio" name="what" checked={whole} onChange={() => setWhole(true)} />
                      <Trans>The whole root file system</Trans>
                    </label>
                  </fieldset>
                )}
                <label className={styles.folder}>
                  <Trans>Folder on the engine’s machine; it is made when it is missing</Trans>
                  <span className={styles.line}>
                    <input
                      type="text"
                      required
                      maxLength={4096}
                      spellCheck={false}
                      autoComplete="off"
                      value={folder}
                      disabled={state.kind === 'writing'}
                      onChange={(event) => setFolder(event.target.value)}
                    />
                    {host.capabilities.nativeDialogs && (
                      <Button onClick={() => void pick()}>
                        <Trans>Choose…</Trans>
                      </Button>
                    )}
                  </span>
                </label>
                <label>
                  <input type="checkbox" checked={force} onChange={(event) => setForce(event.target.checked)} />
                  <Trans>Replace files that are there (never folders)</Trans>
                </label>
                <label>
                  <input type="checkbox" checked={setID} onChange={(event) => keepSetID(event.target.checked)} />
                  <Trans>Keep setuid and setgid</Trans>
                </label>
                <p className={styles.quiet}>
                  <Trans>
                    Nothing is written outside the folder. Devices, owners and extended attributes cannot be given to a
                    folder; a tar has all of them.
                  </Trans>
                </p>
              </div>
              <footer className={dialog.foot}>
                {state.kind === 'writing' && <Written progress={state.progress} />}
                <span className={styles.gap} />
                {state.kind === 'writing' ? (
                  <Button onClick={() => running.current?.abort()}>
                    <Trans>Cancel</Trans>
                  </Button>
                ) : (
                  <Button type="submit" look="primary" disabled={folder.trim() === ''}>
                    {t({ message: 'Export', context: 'button' })}
                  </Button>
                )}
              </footer>
            </form>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Written({ progress }: { progress: Progress | null }) {
  const { t } = useLingui();
  const { done = 0, total = 0 } = progress ?? {};
  return (
    <>
      <progress aria-label={t`Written`} {...(total > 0 && { value: done, max: total })} />
      <span className={styles.quiet}>{formatBytes(done)}</span>
    </>
  );
}

function Report({ report: { written, bytes, skipped }, onClose }: { report: ExportReport; onClose: () => void }) {
  const { t } = useLingui();
  const size = formatBytes(bytes);
  const left = skipped.length - MOST_SHOWN;
  return (
    <>
      <div className={styles.body}>
        <p role="status">
          <Plural value={written} one="# entry written" other="# entries written" /> · {size}
        </p>
        {skipped.length === 0 ? (
          <p className={styles.quiet}>
            <Trans>Nothing was skipped.</Trans>
          </p>
        ) : (
          <>
            <p>
              <Plural value={skipped.length} one="# was skipped:" other="# were skipped:" />
            </p>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
            <ul className={styles.skipped} aria-label={t`Skipped`} tabIndex={0}>
              {skipped.slice(0, MOST_SHOWN).map(({ path, detail }) => (
                <li key={path}>
                  <bdi>{safeText(path)}</bdi>
                  <span className={styles.quiet}>{safeText(detail)}</span>
                </li>
              ))}
            </ul>
            {left > 0 && (
              <p className={styles.quiet}>
                <Plural value={left} one="and # more" other="and # more" />
              </p>
            )}
          </>
        )}
      </div>
      <footer className={dialog.foot}>
        <span className={styles.gap} />
        <Button look="primary" onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </footer>
    </>
  );
}
