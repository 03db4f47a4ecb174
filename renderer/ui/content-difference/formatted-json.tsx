import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { ignoreSteps, LazyMergeView } from '../code-view/lazy-merge-view.tsx';
import type { SideLabels } from './file-bytes.ts';
import styles from './content-difference.module.css';

interface FormattedJSONProps {
  /** Null where that side has none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly labels: SideLabels;
  /** Said where a side has none. */
  readonly absent: ReactNode;
  /** Said where both are the same. */
  readonly same: ReactNode;
}

const FIRST_LINES = { before: 1, after: 1 };

/** Two JSON documents side by side. */
export function FormattedJSON({ before, after, labels, absent, same }: FormattedJSONProps) {
  const { t } = useLingui();
  if (before === null || after === null) return <p className={styles.absent}>{absent}</p>;
  if (before === after) return <p className={styles.absent}>{same}</p>;
  return (
    <div className={styles.text}>
      <LazyMergeView
        before={before}
        after={after}
        firstLines={FIRST_LINES}
        fileName="document.json"
        labels={{ before: t`Text: ${labels.before}`, after: t`Text: ${labels.after}` }}
        onSteps={ignoreSteps}
      />
    </div>
  );
}

/** Laid out as every other, so that only what it says differs. Null when it is no JSON. */
export function formatJSON(text: string): string | null {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return null;
  }
}
