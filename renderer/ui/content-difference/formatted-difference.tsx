import { Trans } from '@lingui/react/macro';
import { useCallback } from 'react';
import { Failure } from '../failure.tsx';
import { useLoaded } from '../use-loaded.ts';
import type { FileBytes, SideLabels } from './file-bytes.ts';
import { FormattedJSON, formatJSON } from './formatted-json.tsx';
import styles from './content-difference.module.css';

interface FormattedDifferenceProps {
  readonly before: FileBytes;
  readonly after: FileBytes;
  readonly labels: SideLabels;
}

/** Two JSON files laid out alike, so that one written on a single line shows what it says. */
export function FormattedDifference({ before, after, labels }: FormattedDifferenceProps) {
  const load = useCallback(
    async (signal: AbortSignal) => Promise.all([readFormatted(before, signal), readFormatted(after, signal)]),
    [before, after],
  );
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.stack} aria-busy="true" />;
  const [old, now] = state.value;
  return (
    <FormattedJSON
      before={old}
      after={now}
      labels={labels}
      absent={<Trans>One of the files is no JSON.</Trans>}
      same={<Trans>Both say the same; only how it is laid out differs.</Trans>}
    />
  );
}

async function readFormatted({ read, size }: FileBytes, signal: AbortSignal): Promise<string | null> {
  return formatJSON(new TextDecoder().decode(await read(0, size, signal)));
}
