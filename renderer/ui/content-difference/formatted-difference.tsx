import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { ignoreSteps, LazyMergeView } from '../code-view/lazy-merge-view.tsx';
import { Failure } from '../failure.tsx';
import { useLoaded } from '../use-loaded.ts';
import type { FileBytes, SideLabels } from './file-bytes.ts';
import styles from './content-difference.module.css';

interface FormattedDifferenceProps {
  readonly before: FileBytes;
  readonly after: FileBytes;
  readonly labels: SideLabels;
  readonly fileName: string;
}

/** Two JSON files laid out alike, so that one written on a single line shows what it says. */
export function FormattedDifference({ before, after, labels, fileName }: FormattedDifferenceProps) {
  const { t } = useLingui();
  const load = useCallback(
    async (signal: AbortSignal) => Promise.all([readFormatted(before, signal), readFormatted(after, signal)]),
    [before, after],
  );
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.stack} aria-busy="true" />;
  const [old, now] = state.value;
  if (old === null || now === null || old === now)
    return (
      <p className={styles.absent}>
        {old === now && old !== null ? (
          <Trans>Both say the same; only how it is laid out differs.</Trans>
        ) : (
          <Trans>One of the files is no JSON.</Trans>
        )}
      </p>
    );
  return (
    <div className={styles.text}>
      <LazyMergeView
        before={old}
        after={now}
        firstLines={{ before: 1, after: 1 }}
        fileName={fileName}
        labels={{ before: t`Text: ${labels.before}`, after: t`Text: ${labels.after}` }}
        onSteps={ignoreSteps}
      />
    </div>
  );
}

/** Null when it is no JSON. */
async function readFormatted({ read, size }: FileBytes, signal: AbortSignal): Promise<string | null> {
  const text = new TextDecoder().decode(await read(0, size, signal));
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return null;
  }
}
