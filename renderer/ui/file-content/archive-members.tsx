import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { ArchiveEntry, ArchiveSummary } from '../../../shared/model/content-summary.ts';
import { Failure } from '../failure.tsx';
import { useRowScroll } from '../hex-view/row-scroll.ts';
import { Icon } from '../icon.tsx';
import { Notice } from '../notice.tsx';
import { SafeName } from '../safe-name.tsx';
import { TYPE_ICONS } from '../type-icon.ts';
import type { ContentTeller } from './content-teller.ts';
import { useMemberPages } from './member-pages.ts';
import { rowByKey } from './row-by-key.ts';
import styles from './archive-members.module.css';

const ROW_HEIGHT = 22;

interface ArchiveMembersProps {
  readonly summary: ArchiveSummary;
  readonly teller: ContentTeller;
  readonly name: string;
}

/** What lies in an archive, in its order; any number of members, only those on the screen are asked for. */
export function ArchiveMembers({ summary, teller, name }: ArchiveMembersProps) {
  const { t } = useLingui();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { entries: count, problem } = summary;
  const scroll = useRowScroll(scroller, count, ROW_HEIGHT);
  const pages = useMemberPages(async (start, end, signal) => (await teller.members(start, end, signal)).entries);
  const [active, setActive] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = rowByKey(event.key, active, scroll.fit, count);
    if (to === undefined || event.altKey || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    setActive(to);
    scroll.reveal(to);
  };
  const last = Math.min(count, scroll.top + scroll.fit + 1);
  const shown = Array.from({ length: Math.max(0, last - scroll.top) }, (_, at) => scroll.top + at);
  // The active row must exist for aria-activedescendant, on the screen or not.
  const rows = count > 0 && !shown.includes(active) ? [...shown, active] : shown;
  const size = formatBytes(summary.contentSize);
  return (
    <div className={styles.archive}>
      {problem !== null && <Notice kind="warning">{safeText(problem)}</Notice>}
      <p className={styles.lead}>
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
      {pages.failed !== undefined && <Failure error={pages.failed} onRetry={pages.retry} />}
      {count === 0 ? (
        <p className={styles.empty}>
          <Trans>An archive without members.</Trans>
        </p>
      ) : (
        <div
          ref={scroller}
          className={styles.scroller}
          role="grid"
          aria-label={t`Members of ${name}`}
          aria-rowcount={count}
          aria-activedescendant={`${id}-${active}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <div style={{ height: scroll.height }}>
            <div className={styles.window}>
              {rows.map((row) => (
                <MemberRow
                  key={row}
                  id={`${id}-${row}`}
                  index={row}
                  member={pages.at(row)}
                  active={row === active}
                  offScreen={!shown.includes(row)}
                  onPick={() => setActive(row)}
                />
              ))}
            </div>
          </div>
        </div>
      )}
    </div>
  );
}

interface MemberRowProps {
  readonly id: string;
  readonly index: number;
  /** Undefined while it is on its way. */
  readonly member: ArchiveEntry | undefined;
  readonly active: boolean;
  readonly offScreen: boolean;
  readonly onPick: () => void;
}

function MemberRow({ id, index, member, active, offScreen, onPick }: MemberRowProps) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={active}
      className={offScreen ? 'visually-hidden' : styles.row}
      onMouseDown={onPick}
    >
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
    </div>
  );
}
