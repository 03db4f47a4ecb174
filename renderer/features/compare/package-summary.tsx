import { Trans } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { DifferenceRow } from '../../../shared/model/compare.ts';
import type { PackageComparison } from '../../../shared/model/packages.ts';
import type { CompareSelectionStore } from './compare-selection.ts';
import { signedBytes, useDifferenceWords } from './difference-words.ts';
import styles from './folder-difference.module.css';

interface PackageSummaryProps {
  readonly row: DifferenceRow;
  /** Null until the databases are read. */
  readonly packages: PackageComparison | null;
  readonly selection: CompareSelectionStore;
}

/** A row that stands for a package: its versions, its files in bytes, and the way to show only them. */
export function PackageSummary({ row, packages, selection }: PackageSummaryProps) {
  const { packages: words, paths } = useDifferenceWords();
  const found = packages?.packages.find(({ key }) => key === row.group?.package);
  const delta = row.sizeAfter - row.sizeBefore;
  const { showPackage, showUnowned } = selection.getState();
  const count = Object.values(row.counts ?? {}).reduce((sum, one) => sum + one, 0);
  return (
    <div className={styles.folder}>
      <h2>{found ? safeText(found.name) : <Trans>No package</Trans>}</h2>
      {found ? (
        <p className={styles.lead}>
          {found.ecosystem} · {words[found.kind]}
          {' · '}
          <span data-selectable>
            {found.before.map(safeText).join(', ') || '–'} → {found.after.map(safeText).join(', ') || '–'}
          </span>
        </p>
      ) : (
        <p className={styles.lead}>
          <Trans>What no package owns: put there by hand, or made by a program.</Trans>
        </p>
      )}
      <p>
        {paths(count)} · {formatBytes(row.sizeBefore)} → {formatBytes(row.sizeAfter)}{' '}
        <b className={styles.delta} data-sign={Math.sign(delta)}>
          {signedBytes(delta)}
        </b>
      </p>
      <button type="button" className={styles.link} onClick={() => (found ? showPackage(found) : showUnowned(true))}>
        <Trans>Show only these files</Trans>
      </button>
    </div>
  );
}
