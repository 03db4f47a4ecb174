import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { dataURL } from '../../../shared/contract/contract.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { useApp } from '../../app-context.ts';
import { failureOf } from '../../host/outcrop-error.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { LazyCodeEditor } from '../../ui/code-view/lazy-code-editor.tsx';
import { Failure } from '../../ui/failure.tsx';
import { encodeText } from '../../ui/file-content/encode-text.ts';
import { createPageDecoder, guessEncoding, type TextEncoding } from '../../../shared/format/text-encoding.ts';
import { useLoaded } from '../../ui/use-loaded.ts';
import type { ContainerModel } from './container-model.ts';
import styles from './container.module.css';

/** An editor keeps all of a text, several times over. */
const MOST_BYTES = 4 << 20;

type Opened =
  | { readonly kind: 'text'; readonly text: string; readonly encoding: TextEncoding; readonly bom: number }
  | { readonly kind: 'binary' }
  | { readonly kind: 'large'; readonly size: number };

interface FileEditorProps {
  readonly model: ContainerModel;
  readonly container: string;
  readonly path: string;
  /** Whether there is something to lose. */
  readonly onDirty: (dirty: boolean) => void;
  readonly onClose: () => void;
}

/** A text file of the container, to be changed in place. What is saved has the encoding and the mark it was read with. */
export function FileEditor({ model, container, path, onDirty, onClose }: FileEditorProps) {
  const { t } = useLingui();
  const { data } = useApp().connection;
  const load = useCallback(
    (signal: AbortSignal) => openText(data.fetch, dataURL.containerFile(container, path), signal),
    [data, container, path],
  );
  const [loaded, retry] = useLoaded(load);
  const [dirty, setDirty] = useState(false);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const text = useRef<string | null>(null);
  const opened = loaded.kind === 'ready' ? loaded.value : undefined;
  const tell = useEffectEvent(onDirty);
  useEffect(() => {
    tell(dirty);
  }, [dirty]);

  async function save(): Promise<void> {
    const written = text.current;
    if (opened?.kind !== 'text' || written === null || saving) return;
    const bytes = encodeText(written, opened.encoding, opened.bom);
    if ('kind' in bytes) {
      const { character } = bytes;
      return setError(new Error(t`${opened.encoding} has no bytes for “${character}”; take it out to save the file.`));
    }
    setSaving(true);
    try {
      const body = await model.keep(new Blob([bytes]));
      const problem = await model.edit({ kind: 'write', path, body });
      if (problem) model.dismiss();
      setError(problem);
      if (!problem && text.current === written) setDirty(false);
    } catch (problem) {
      setError(problem);
    } finally {
      setSaving(false);
    }
  }

  const name = safeText(path);
  return (
    <section className={styles.editor} aria-label={t`Editor`}>
      <header className={styles.editorHead}>
        <bdi className={styles.editorPath} title={name}>
          {name}
        </bdi>
        {dirty && (
          <span className={styles.dirty} role="status">
            <Trans>not saved</Trans>
          </span>
        )}
        {opened?.kind === 'text' && (
          <span className={styles.encoding}>
            {opened.encoding.toUpperCase()}
            {opened.bom > 0 && ' BOM'}
          </span>
        )}
        <Button icon="save" disabled={!dirty || saving} onClick={() => void save()} title={t`Save (Ctrl+S)`}>
          <Trans>Save</Trans>
        </Button>
        <IconButton icon="close" label={t`Close the editor`} onClick={onClose} />
      </header>
      {error !== null && <Failure error={error} />}
      {loaded.kind === 'failed' && <Failure error={loaded.error} onRetry={retry} />}
      {opened?.kind === 'text' && (
        <LazyCodeEditor
          text={opened.text}
          fileName={path.split('/').at(-1) ?? ''}
          label={name}
          onChange={(next) => {
            text.current = next;
            setDirty(true);
          }}
          onSave={() => void save()}
        />
      )}
      {opened?.kind === 'binary' && (
        <p className={styles.empty}>
          <Trans>This is no text. Copy another file over it to replace it.</Trans>
        </p>
      )}
      {opened?.kind === 'large' && (
        <p className={styles.empty}>
          <Trans>{formatBytes(opened.size)} are too many to edit here. Copy another file over it to replace it.</Trans>
        </p>
      )}
    </section>
  );
}

async function openText(
  fetch: (url: string, init?: RequestInit) => Promise<Response>,
  url: string,
  signal: AbortSignal,
): Promise<Opened> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw await failureOf(answer);
  const size = Number(answer.headers.get('content-length') ?? 0);
  if (size > MOST_BYTES) {
    await answer.body?.cancel();
    return { kind: 'large', size };
  }
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const guess = guessEncoding(bytes, true);
  if (guess.kind === 'binary') return guess;
  return { ...guess, text: createPageDecoder(guess.encoding)(bytes, true) };
}
