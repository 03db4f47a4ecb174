import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { Comparison } from '../../../shared/model/compare.ts';
import type { ImageDocument } from '../../../shared/model/document.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { ignoreSteps, LazyMergeView } from '../../ui/code-view/lazy-merge-view.tsx';
import { Failure } from '../../ui/failure.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import styles from './document-differences.module.css';

export const COMPARED_DOCUMENTS = ['config', 'manifest'] as const;
export type ComparedDocument = (typeof COMPARED_DOCUMENTS)[number];

interface DocumentDifferencesProps {
  readonly client: OutcropClient;
  readonly comparison: Comparison;
  readonly kind: ComparedDocument;
}

/** The JSON of both images side by side, laid out alike so that only what it says differs. */
export function DocumentDifferences({ client, comparison, kind }: DocumentDifferencesProps) {
  const { t } = useLingui();
  const { before, after } = comparison;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const read = ({ image }: Comparison['before']) => client.image.documents({ image: image.handle }, { signal });
      const [one, other] = await Promise.all([read(before), read(after)]);
      return { before: textOf(one, kind), after: textOf(other, kind) };
    },
    [client, before, after, kind],
  );
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.text} aria-busy="true" />;
  const { before: old, after: now } = state.value;
  if (old === null || now === null)
    return (
      <p className={styles.message}>
        <Trans>One of the images has no such document, or it is too large to show.</Trans>
      </p>
    );
  if (old === now)
    return (
      <p className={styles.message}>
        <Trans>Both say the same.</Trans>
      </p>
    );
  return (
    <div className={styles.text}>
      <LazyMergeView
        before={old}
        after={now}
        firstLines={{ before: 1, after: 1 }}
        fileName="document.json"
        labels={{ before: t`JSON: before`, after: t`JSON: after` }}
        onSteps={ignoreSteps}
      />
    </div>
  );
}

/** Docker's archives have a list of images in the place of a manifest. Null when there is none or it was refused. */
function textOf(documents: readonly ImageDocument[], kind: ComparedDocument): string | null {
  const found =
    documents.find((document) => document.kind === kind) ??
    (kind === 'manifest' ? documents.find((document) => document.kind === 'docker-manifest') : undefined);
  const text = found?.text ?? null;
  if (text === null) return null;
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    // Shown as it is: what is wrong with it may be the difference.
    return text;
  }
}
