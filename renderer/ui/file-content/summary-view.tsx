import { Trans, useLingui } from '@lingui/react/macro';
import { assertNever } from '../../../shared/assert.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ContentSummary } from '../../../shared/model/content-summary.ts';
import { Notice } from '../notice.tsx';
import { ArchiveMembers } from './archive-members.tsx';
import { CertificateList } from './certificate-list.tsx';
import type { ContentTeller } from './content-teller.ts';
import { ProgramFacts } from './program-facts.tsx';
import styles from './summary-view.module.css';

interface SummaryViewProps {
  readonly summary: ContentSummary;
  readonly teller: ContentTeller;
  readonly name: string;
}

/** What the engine tells of a file. All text in it comes from the file. */
export function SummaryView({ summary, teller, name }: SummaryViewProps) {
  switch (summary.kind) {
    case 'archive':
      return <ArchiveMembers summary={summary} teller={teller} name={name} />;
    case 'certificates':
      return <CertificateList summary={summary} />;
    case 'elf':
    case 'pe':
    case 'mach-o':
      return <ProgramFacts summary={summary} />;
    case 'compressed': {
      const { compression } = summary;
      return (
        <div className={styles.facts}>
          {summary.problem !== null && <Notice kind="warning">{safeText(summary.problem)}</Notice>}
          <p className={styles.lead}>
            <Trans>One file, compressed with {compression}; it is no archive inside.</Trans>
          </p>
        </div>
      );
    }
    case 'other':
      return null;
    default:
      return assertNever(summary);
  }
}

/** Name of the view of a summary. */
export function useSummaryLabel(): (kind: ContentSummary['kind'] | undefined) => string {
  const { t } = useLingui();
  return (kind) => {
    if (kind === 'archive') return t`Members`;
    return kind === 'certificates' ? t`Certificates` : t`Summary`;
  };
}
