import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ComparedSide, Comparison, DifferenceKind } from '../../../shared/model/compare.ts';
import type { PackageChange, PackageComparison } from '../../../shared/model/packages.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { platformText, sourceTitle } from '../../ui/image-words.ts';
import type { CompareSelectionStore } from './compare-selection.ts';
import { KIND_MARKS, signedBytes, useDifferenceWords } from './difference-words.ts';
import styles from './summary-strip.module.css';

interface SummaryStripProps {
  readonly comparison: Comparison;
  /** Null until the databases are read. */
  readonly packages: PackageComparison | null;
  readonly selection: CompareSelectionStore;
  readonly onSwap: () => void;
  readonly onOpen: (side: 'before' | 'after') => void;
  readonly actions: ReactNode;
}

/** The answer first: which two, whether they differ, and by how much. Each number leads to what it counts. */
export function SummaryStrip({ comparison, packages, selection, onSwap, onOpen, actions }: SummaryStripProps) {
  const { t } = useLingui();
  const { verdicts } = useDifferenceWords();
  const { before, after, summary, verdict } = comparison;
  const { showTab } = selection.getState();
  const delta = summary.sizeAfter - summary.sizeBefore;
  return (
    <header className={styles.strip} aria-label={t`Summary`}>
      <div className={styles.images}>
        <h1 className={styles.verdict} data-verdict={verdict}>
          {verdicts[verdict]}
        </h1>
        <div className={styles.pair}>
          <Side side={before} title={t`Open the image before`} onOpen={() => onOpen('before')} />
          <IconButton icon="swap" label={t`Swap sides`} onClick={onSwap} />
          <Side side={after} title={t`Open the image after`} onOpen={() => onOpen('after')} />
        </div>
      </div>
      <div className={styles.facts}>
        <Fact name={t`Files`}>
          <KindCounts
            selection={selection}
            comparison={comparison}
            kinds={['added', 'removed', 'content', 'type', 'metadata']}
          />
        </Fact>
        <Fact name={t`Size`}>
          <span className={styles.quiet}>
            {formatBytes(summary.sizeBefore)} → {formatBytes(summary.sizeAfter)}
          </span>
          {delta !== 0 && (
            <b className={styles.delta} data-sign={Math.sign(delta)}>
              {signedBytes(delta)}
            </b>
          )}
        </Fact>
        <Fact name={t`Packages`}>
          <button type="button" onClick={() => showTab('packages')}>
            {packages ? <PackageCounts packages={packages} /> : <Trans>reading…</Trans>}
          </button>
        </Fact>
        <Fact name={t`Config`}>
          <button type="button" onClick={() => showTab('config')}>
            <Plural value={comparison.config.length} _0="equal" one="# field" other="# fields" />
          </button>
        </Fact>
        {actions}
      </div>
    </header>
  );
}

/** True when one side is for another system or processor, so that comparing programs says little. */
export function platformsDiffer({ before, after }: Comparison): boolean {
  const [one, other] = [platformText(before.image.platform), platformText(after.image.platform)];
  return one !== '' && other !== '' && one !== other;
}

function Side({ side, title, onOpen }: { side: ComparedSide; title: string; onOpen: () => void }) {
  const { from, to } = side;
  return (
    <button type="button" className={styles.side} title={`${title}\n${safeText(side.source)}`} onClick={onOpen}>
      <b>{sourceTitle(side.image, side.source)}</b>
      <span className={styles.quiet}>{platformText(side.image.platform)}</span>
      {to - from + 1 < side.image.layerCount && (
        <span className={styles.quiet}>
          {from === to ? (
            <Trans>layer {from}</Trans>
          ) : (
            <Trans>
              layers {from}–{to}
            </Trans>
          )}
        </span>
      )}
    </button>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact} role="group" aria-label={name}>
      <span className={styles.name}>{name}</span>
      <span className={styles.value}>{children}</span>
    </div>
  );
}

interface KindCountsProps {
  readonly selection: CompareSelectionStore;
  readonly comparison: Comparison;
  readonly kinds: readonly DifferenceKind[];
}

function KindCounts({ selection, comparison, kinds }: KindCountsProps) {
  const { t } = useLingui();
  const words = useDifferenceWords();
  const { showOnly } = selection.getState();
  const { summary } = comparison;
  const shown = kinds.filter((kind) => summary[kind] > 0);
  if (shown.length === 0) return <Trans>equal</Trans>;
  return shown.map((kind) => {
    const name = `${words.kinds[kind]}: ${words.paths(summary[kind])}`;
    return (
      <button
        key={kind}
        type="button"
        className={styles.count}
        data-kind={kind}
        title={t`${name} — show only these`}
        aria-label={name}
        onClick={() => showOnly([kind])}
      >
        {KIND_MARKS[kind].letter} {summary[kind].toLocaleString()}
      </button>
    );
  });
}

const PACKAGE_MARKS: Readonly<Record<Exclude<PackageChange, 'same'>, string>> = {
  added: '+',
  removed: '−',
  upgraded: '↑',
  downgraded: '↓',
  changed: '~',
};

function PackageCounts({ packages }: { packages: PackageComparison }) {
  const words = useDifferenceWords();
  const counts = Map.groupBy(packages.packages, (row) => row.kind);
  const none = [...packages.before, ...packages.after].every((database) => database.state === 'absent');
  if (none) return <Trans>no database</Trans>;
  const marks = Object.entries(PACKAGE_MARKS).flatMap(([kind, mark]) => {
    const count = counts.get(kind as PackageChange)?.length ?? 0;
    return count === 0 ? [] : [{ kind: kind as PackageChange, text: `${mark}${count}` }];
  });
  if (marks.length === 0) return <Trans>equal</Trans>;
  return marks.map(({ kind, text }) => (
    <span key={kind} className={styles.count} title={words.packages[kind]}>
      {text}
    </span>
  ));
}
