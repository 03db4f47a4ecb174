import { useCallback, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { dataURL } from '../../../shared/contract/contract.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageDocument } from '../../../shared/model/document.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { HostConnection } from '../../host/connect.ts';
import { failureOf } from '../../host/outcrop-error.ts';
import { Button } from '../../ui/button.tsx';
import { useByteCount } from '../../ui/byte-count.ts';
import { LazyCodeView } from '../../ui/code-view/lazy-code-view.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { LinkOf } from '../../ui/json-tree/json-link.ts';
import { JSONTree } from '../../ui/json-tree/json-tree.tsx';
import { Term } from '../../ui/term.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { useDocumentWords } from './document-words.ts';
import styles from './config.module.css';

/** A document that the engine did not send as text is fetched up to this size. */
const MAX_FETCHED = 16 * 1024 * 1024;

interface DocumentViewProps {
  data: HostConnection['data'];
  image: ImageHandle;
  document: ImageDocument;
  linkOf: LinkOf;
}

/** One document: its facts, and its text as a tree or exactly as stored. */
export function DocumentView({ data, image, document, linkOf }: DocumentViewProps) {
  const { t } = useLingui();
  const words = useDocumentWords();
  const byteCount = useByteCount();
  const [raw, setRaw] = useState(document.problem !== undefined || document.text === null);
  const { text } = document;
  return (
    <section className={styles.document} aria-label={words[document.kind].name}>
      <header className={styles.head}>
        <h2>
          <Term tip={words[document.kind].tip}>{words[document.kind].name}</Term>
        </h2>
        {document.mediaType !== null && <code className={styles.mediaType}>{safeText(document.mediaType)}</code>}
        <span className={styles.gap} />
        <Button look="plain" aria-pressed={!raw} disabled={text === null} onClick={() => setRaw(false)}>
          <Trans>Tree</Trans>
        </Button>
        <Button look="plain" aria-pressed={raw} onClick={() => setRaw(true)}>
          <Trans>Raw</Trans>
        </Button>
        {text !== null && <CopyButton text={text} label={t`Copy raw text`} />}
      </header>
      <p className={styles.facts}>
        <code data-selectable>{document.digest}</code>
        <CopyButton text={document.digest} label={t`Copy digest`} />
        <span>{byteCount(document.size)}</span>
      </p>
      {document.problem !== undefined && (
        <p className={styles.problem} role="alert">
          <Icon name="warning" /> <span data-selectable>{safeText(document.problem)}</span>
        </p>
      )}
      <div className={styles.body}>
        {raw || text === null ? (
          <RawDocument {...{ data, image, document }} />
        ) : (
          <JSONTree text={text} label={words[document.kind].name} linkOf={linkOf} />
        )}
      </div>
    </section>
  );
}

/** The exact bytes as text; what is not UTF-8 shows as replacement characters. */
function RawDocument({ data, image, document }: Omit<DocumentViewProps, 'linkOf'>) {
  const { t } = useLingui();
  const { text: sent, digest, size } = document;
  const load = useCallback(
    async (signal: AbortSignal) => {
      if (sent !== null) return sent;
      if (size > MAX_FETCHED) return null;
      const response = await data.fetch(dataURL.blob(image, digest), { signal });
      if (!response.ok) throw await failureOf(response);
      return response.text();
    },
    [data, image, sent, digest, size],
  );
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (state.kind === 'loading') return <div aria-busy="true" />;
  if (state.value === null)
    return (
      <p className={styles.message}>
        <Trans>Too large to show as text.</Trans>
      </p>
    );
  return <LazyCodeView text={state.value} fileName="document.json" label={t`Raw text`} wrap />;
}
