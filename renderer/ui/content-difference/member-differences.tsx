import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { InnerDifference, MemberDifference } from '../../../shared/model/content-difference.ts';
import { MemberGrid } from '../file-content/member-grid.tsx';
import type { ReadMembers } from '../file-content/member-pages.ts';
import { Icon, type IconName } from '../icon.tsx';
import { Notice } from '../notice.tsx';
import { SafeName } from '../safe-name.tsx';
import grid from '../file-content/member-grid.module.css';
import styles from './member-differences.module.css';

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
  const { added, removed, changed, same } = inner;
  const count = added + removed + changed;
  const problems = [inner.before.problem, inner.after.problem].filter((problem) => problem !== null);
  return (
    <div className={styles.members}>
      {problems.map((problem) => (
        <Notice key={problem} kind="warning">
          {safeText(problem)}
        </Notice>
      ))}
      <p className={grid.lead}>
        <span>
          <Trans>
            {added} added, {removed} removed, {changed} changed
          </Trans>
        </span>
        <span>
          <Plural value={same} one="# member the same" other="# members the same" />
        </span>
      </p>
      {count === 0 ? (
        <p className={grid.empty}>
          <Trans>Both hold the same members; only the archives around them differ: order, times or compression.</Trans>
        </p>
      ) : (
        <MemberGrid
          label={t`Differing members of ${name}`}
          count={count}
          read={read}
          className={styles.row}
          cells={cellsOf}
        />
      )}
    </div>
  );
}

function cellsOf(member: MemberDifference | undefined): ReactNode {
  return <Cells member={member} />;
}

function Cells({ member }: { member: MemberDifference | undefined }) {
  const what = useWhat();
  const { before, after } = member ?? {};
  return (
    <>
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
    </>
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
