import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { ArchiveEntry, ArchiveSummary } from '../../../shared/model/content-summary.ts';
import { Icon } from '../icon.tsx';
import { Notice } from '../notice.tsx';
import { SafeName } from '../safe-name.tsx';
import { TYPE_ICONS } from '../type-icon.ts';
import type { ContentTeller } from './content-teller.ts';
import { MemberGrid } from './member-grid.tsx';
import grid from './member-grid.module.css';
import styles from './archive-members.module.css';

interface ArchiveMembersProps {
  readonly summary: ArchiveSummary;
  readonly teller: ContentTeller;
  readonly name: string;
}

/** What lies in an archive, in its order; any number of members, only those on the screen are asked for. */
export function ArchiveMembers({ summary, teller, name }: ArchiveMembersProps) {
  const { t } = useLingui();
  const { entries: count, problem } = summary;
  const size = formatBytes(summary.contentSize);
  return (
    <div className={styles.archive}>
      {problem !== null && <Notice kind="warning">{safeText(problem)}</Notice>}
      <p className={grid.lead}>
        <span>
          {summary.format}
          {summary.compression !== 'none' && ` · ${summary.compression}`}
        </span>
        <span>
          <Plural value={count} one="# member" other="# members" />
        </span>
        <span>
          <Trans>{size} unpacked</Trans>
        </span>
      </p>
      {count === 0 ? (
        <p className={grid.empty}>
          <Trans>An archive without members.</Trans>
        </p>
      ) : (
        <MemberGrid
          label={t`Members of ${name}`}
          count={count}
          read={async (start, end, signal) => (await teller.members(start, end, signal)).entries}
          className={styles.row}
          cells={cellsOf}
        />
      )}
    </div>
  );
}

function cellsOf(member: ArchiveEntry | undefined): ReactNode {
  return (
    <>
      <span role="gridcell" className={styles.name} title={member && safeText(member.path)}>
        {member && (
          <>
            <Icon name={TYPE_ICONS[member.type]} size={14} />
            <SafeName text={member.path} />
            {member.linkTarget !== undefined && <span className={styles.link}>→ {safeText(member.linkTarget)}</span>}
          </>
        )}
      </span>
      <span role="gridcell" className={styles.size}>
        {member?.type === 'file' ? formatBytes(member.size) : ''}
      </span>
      <span role="gridcell" className={styles.mode}>
        {member && member.mode !== null ? formatMode(member.type, member.mode) : ''}
      </span>
      <span role="gridcell" className={styles.mtime}>
        {member && member.mtime !== null ? formatEpoch(member.mtime) : ''}
      </span>
    </>
  );
}
