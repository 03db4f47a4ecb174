import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { Comparison } from '../../../shared/model/compare.ts';
import type { ImageDocument } from '../../../shared/model/document.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { FormattedJSON, formatJSON } from '../../ui/content-difference/formatted-json.tsx';
import { Failure } from '../../ui/failure.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import styles from '../../ui/content-difference/difference-tables.module.css';

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
  if (!state.value) return <p className={styles.message} aria-busy="true" />;
  return (
    <FormattedJSON
      before={state.value.before}
      after={state.value.after}
      labels={{ before: t`Before`, after: t`After` }}
      absent={<Trans>One of the images has no such document, or it is too large to show.</Trans>}
      same={<Trans>Both say the same.</Trans>}
    />
  );
}

/** Docker's archives have a list of images in the place of a manifest. Null when there is none or it was refused. */
function textOf(documents: readonly ImageDocument[], kind: ComparedDocument): string | null {
  const found =
    documents.find((document) => document.kind === kind) ??
    (kind === 'manifest' ? documents.find((document) => document.kind === 'docker-manifest') : undefined);
  const text = found?.text ?? null;
  // What is wrong with one that is no JSON may be the difference.
  return text === null ? null : (formatJSON(text) ?? text);
}
