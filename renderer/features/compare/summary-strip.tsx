import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ComparedSide, Comparison, DifferenceKind } from '../../../shared/model/compare.ts';
import type { PackageChange, PackageComparison } from '../../../shared/model/packages.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { platformText, sourceTitle } from '../../ui/image-words.ts';
import { TailName } from '../../ui/tail-name.tsx';
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
  const platform = platformsDiffer(comparison) ? '' : platformText(before.image.platform);
  return (
    <header className={styles.strip} aria-label={t`Summary`}>
      <div className={styles.images}>
        <h1 className={styles.verdict} data-verdict={verdict}>
          {verdicts[verdict]}
          {platform !== '' && <span className={styles.platform}>{platform}</span>}
        </h1>
        <div className={styles.pair}>
          <Side
            side={before}
            showsPlatform={platform === ''}
            title={t`Open the image before`}
            onOpen={() => onOpen('before')}
          />
          <IconButton icon="swap" label={t`Swap sides`} onClick={onSwap} />
          <Side
            side={after}
            showsPlatform={platform === ''}
            title={t`Open the image after`}
            onOpen={() => onOpen('after')}
          />
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
          <button type="button" title={t`Where the change in size comes from`} onClick={() => showTab('sizes')}>
            <span className={`${styles.quiet} ${delta === 0 ? '' : styles.sizes}`}>
              {delta !== 0 && `${formatBytes(summary.sizeBefore)} → `}
              {formatBytes(summary.sizeAfter)}
            </span>{' '}
            {delta !== 0 && (
              <b className={styles.delta} data-sign={Math.sign(delta)}>
                {signedBytes(delta)}
              </b>
            )}
          </button>
        </Fact>
        <Fact name={t`Packages`}>
          <PackageCounts packages={packages} onShow={selection.getState().showPackages} />
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

interface SideProps {
  readonly side: ComparedSide;
  /** False where both have the same one, which is said once. */
  readonly showsPlatform: boolean;
  readonly title: string;
  readonly onOpen: () => void;
}

function Side({ side, showsPlatform, title, onOpen }: SideProps) {
  const { from, to } = side;
  const name = sourceTitle(side.image, side.source);
  return (
    <button
      type="button"
      className={styles.side}
      title={[title, name, safeText(side.source)].join('\n')}
      aria-label={`${title}: ${name}`}
      onClick={onOpen}
    >
      <TailName text={name} />
      {showsPlatform && <span className={styles.quiet}>{platformText(side.image.platform)}</span>}
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

interface PackageCountsProps {
  readonly packages: PackageComparison | null;
  readonly onShow: (kind: PackageChange | null) => void;
}

function PackageCounts({ packages, onShow }: PackageCountsProps) {
  const { t } = useLingui();
  const words = useDifferenceWords();
  const all = (text: ReactNode) => (
    <button type="button" onClick={() => onShow(null)}>
      {text}
    </button>
  );
  if (!packages) return all(<Trans>reading…</Trans>);
  const databases = [...packages.before, ...packages.after];
  if (databases.every(({ state }) => state === 'absent')) return all(<Trans>no database</Trans>);
  const counts = Map.groupBy(packages.packages, (row) => row.kind);
  const marks = Object.entries(PACKAGE_MARKS).flatMap(([kind, mark]) => {
    const count = counts.get(kind as PackageChange)?.length ?? 0;
    return count === 0 ? [] : [{ kind: kind as PackageChange, text: `${mark}${count}` }];
  });
  const failed = databases.some(({ state }) => state === 'failed' || state === 'partly-read');
  return (
    <>
      {marks.length === 0 && all(failed ? <Trans>cannot be told</Trans> : <Trans>equal</Trans>)}
      {marks.map(({ kind, text }) => {
        const name = words.packages[kind];
        return (
          <button
            key={kind}
            type="button"
            className={styles.count}
            title={t`${name} — show only these`}
            aria-label={`${name}: ${text}`}
            onClick={() => onShow(kind)}
          >
            {text}
          </button>
        );
      })}
      {failed && (
        <span className={styles.failed} title={t`A package database could not be read`}>
          <Icon name="warning" size={14} />
        </span>
      )}
    </>
  );
}
