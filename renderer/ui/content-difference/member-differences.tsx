import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { InnerDifference, MemberDifference } from '../../../shared/model/content-difference.ts';
import { Failure } from '../failure.tsx';
import { rowByKey } from '../file-content/row-by-key.ts';
import { useMemberPages, type ReadMembers } from '../file-content/member-pages.ts';
import { useRowScroll } from '../hex-view/row-scroll.ts';
import { Icon, type IconName } from '../icon.tsx';
import { Notice } from '../notice.tsx';
import { SafeName } from '../safe-name.tsx';
import styles from './member-differences.module.css';

const ROW_HEIGHT = 22;
const MARKS: Readonly<Record<MemberDifference['kind'], { readonly letter: string; readonly icon: IconName }>> = {
  added: { letter: 'A', icon: 'plus' },
  removed: { letter: 'D', icon: 'minus' },
  changed: { letter: 'C', icon: 'pencil' },
};

interface MemberDifferencesProps {
  readonly inner: Extract<InnerDifference, { kind: 'archive' }>;
  readonly read: ReadMembers<MemberDifference>;
  readonly name: string;
}

/** Members of two archives that differ, by path; any number, only those on the screen are asked for. */
export function MemberDifferences({ inner, read, name }: MemberDifferencesProps) {
  const { t } = useLingui();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { added, removed, changed, same } = inner;
  const count = added + removed + changed;
  const scroll = useRowScroll(scroller, count, ROW_HEIGHT);
  const pages = useMemberPages(read);
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
  const problems = [inner.before.problem, inner.after.problem].filter((problem) => problem !== null);
  return (
    <div className={styles.members}>
      {problems.map((problem) => (
        <Notice key={problem} kind="warning">
          {safeText(problem)}
        </Notice>
      ))}
      <p className={styles.lead}>
        <Trans>
          {added} added, {removed} removed, {changed} changed
        </Trans>
        {', '}
        <Plural value={same} one="# member the same" other="# members the same" />
      </p>
      {pages.failed !== undefined && <Failure error={pages.failed} onRetry={pages.retry} />}
      {count === 0 ? (
        <p className={styles.empty}>
          <Trans>Both hold the same members; only the archives around them differ: order, times or compression.</Trans>
        </p>
      ) : (
        <div
          ref={scroller}
          className={styles.scroller}
          role="grid"
          aria-label={t`Differing members of ${name}`}
          aria-rowcount={count}
          aria-activedescendant={`${id}-${active}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <div style={{ height: scroll.height }}>
            <div className={styles.window}>
              {rows.map((row) => (
                <Row
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

interface RowProps {
  readonly id: string;
  readonly index: number;
  /** Undefined while it is on its way. */
  readonly member: MemberDifference | undefined;
  readonly active: boolean;
  readonly offScreen: boolean;
  readonly onPick: () => void;
}

function Row({ id, index, member, active, offScreen, onPick }: RowProps) {
  const what = useWhat();
  const { before, after } = member ?? {};
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
            <span className={styles.mark} data-kind={member.kind}>
              {MARKS[member.kind].letter} <Icon name={MARKS[member.kind].icon} size={12} />
            </span>
            <SafeName text={member.path} />
          </>
        )}
      </span>
      <span role="gridcell" className={styles.what}>
        {member && what(member)}
      </span>
      <span role="gridcell" className={styles.size}>
        {before?.type === 'file' && formatBytes(before.size)}
      </span>
      <span role="gridcell" className={styles.size}>
        {after?.type === 'file' && formatBytes(after.size)}
      </span>
    </div>
  );
}

/** In what a member differs, in words. */
function useWhat(): (member: MemberDifference) => string {
  const { t } = useLingui();
  return ({ kind, before, after }) => {
    if (kind === 'added') return t`added`;
    if (kind === 'removed') return t`removed`;
    if (!before || !after) return '';
    if (before.type !== after.type) return t`another type`;
    const { mode, linkTarget } = after;
    const words = [
      before.size === after.size ? '' : t`another size`,
      before.mode === mode || mode === null
        ? ''
        : `${formatMode(after.type, before.mode ?? '0000')} → ${formatMode(after.type, mode)}`,
      before.linkTarget === linkTarget ? '' : `→ ${safeText(linkTarget ?? '')}`,
    ].filter(Boolean);
    return words.length === 0 ? t`other content` : words.join(' · ');
  };
}
