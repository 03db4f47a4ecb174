import { useCallback, useMemo, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageDocument } from '../../../shared/model/document.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { HostConnection, OutcropClient } from '../../host/connect.ts';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { LinkOf } from '../../ui/json-tree/json-link.ts';
import { useLoaded } from '../../ui/use-loaded.ts';
import { digestTargets } from './digest-targets.ts';
import { DocumentView } from './document-view.tsx';
import { useDocumentWords } from './document-words.ts';
import styles from './config.module.css';

export interface ConfigScreenProps {
  client: OutcropClient;
  data: HostConnection['data'];
  image: ImageHandle;
  /** Base first. Without them a digest of a layer is no link. */
  layers?: readonly LayerSummary[];
  onChooseLayer?: (layer: number) => void;
}

const NO_LAYERS: readonly LayerSummary[] = [];

/** The image's JSON documents as they stand in the archive, outermost first. */
export function ConfigScreen({ client, data, image, layers = NO_LAYERS, onChooseLayer }: ConfigScreenProps) {
  const { t } = useLingui();
  const load = useCallback((signal: AbortSignal) => client.image.documents({ image }, { signal }), [client, image]);
  const [state, retry] = useLoaded(load);
  const [picked, setPicked] = useState<number | null>(null);
  const documents = state.kind === 'failed' ? undefined : state.value;
  const targets = useMemo(() => digestTargets(documents ?? [], layers), [documents, layers]);

  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!documents) return <div className={styles.screen} aria-busy="true" />;
  const index = picked ?? firstShown(documents);
  const document = documents[index];
  if (!document)
    return (
      <p className={styles.message}>
        <Trans>This image has no manifest and no config: it was opened from a plain tar.</Trans>
      </p>
    );
  const linkOf: LinkOf = (value) => {
    const target = targets.get(value);
    if (target?.kind === 'document' && target.index !== index) {
      const title = safeText(documents[target.index]?.title ?? '');
      return { label: t`open ${title}`, follow: () => setPicked(target.index) };
    }
    if (target?.kind === 'layer' && onChooseLayer) {
      const { layer } = target;
      return { label: t`layer ${layer}`, follow: () => onChooseLayer(layer) };
    }
    return undefined;
  };
  return (
    <div className={styles.screen}>
      <DocumentList documents={documents} chosen={index} onChoose={setPicked} />
      <DocumentView key={document.digest + index} {...{ data, image, document, linkOf }} />
    </div>
  );
}

/** The config is what people come for. */
function firstShown(documents: readonly ImageDocument[]): number {
  return Math.max(
    0,
    documents.findIndex(({ kind }) => kind === 'config'),
  );
}

interface DocumentListProps {
  documents: readonly ImageDocument[];
  chosen: number;
  onChoose: (index: number) => void;
}

function DocumentList({ documents, chosen, onChoose }: DocumentListProps) {
  const { t } = useLingui();
  const words = useDocumentWords();
  return (
    <nav className={styles.list} aria-label={t`Documents`}>
      <ol>
        {documents.map((document, index) => (
          <li key={`${document.digest} ${document.title}`}>
            <button
              type="button"
              className={styles.item}
              aria-current={index === chosen || undefined}
              title={words[document.kind].tip}
              onClick={() => onChoose(index)}
            >
              <span className={styles.itemName}>
                {words[document.kind].name}
                {document.problem !== undefined && <Icon name="warning" size={14} />}
              </span>
              <span className={styles.itemTitle}>
                {safeText(document.title)} · {formatBytes(document.size)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
