import { Trans, useLingui } from '@lingui/react/macro';
import { useSyncExternalStore } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { DIFFERENCE_KINDS, type PathComparison } from '../../../shared/model/compare.ts';
import type { CompareSelectionStore } from './compare-selection.ts';
import type { DifferenceController } from './difference-controller.ts';
import { DifferenceMark } from './difference-mark.tsx';
import { signedBytes, useDifferenceWords } from './difference-words.ts';
import styles from './folder-difference.module.css';

interface FolderDifferenceProps {
  readonly found: PathComparison;
  readonly controller: DifferenceController;
  readonly selection: CompareSelectionStore;
}

/** What differs below a folder: by kind, in bytes, and the way to show only that. */
export function FolderDifference({ found, controller, selection }: FolderDifferenceProps) {
  const { t } = useLingui();
  const { kinds, paths } = useDifferenceWords();
  const active = useSyncExternalStore(controller.active.subscribe, controller.active.current);
  const row = active?.row?.pathID === found.pathID ? active.row : undefined;
  if (!row) return <div aria-busy="true" />;
  const counts = DIFFERENCE_KINDS.filter((kind) => (row.counts?.[kind] ?? 0) > 0);
  const delta = row.sizeAfter - row.sizeBefore;
  return (
    <div className={styles.folder}>
      <p className={styles.lead}>
        {row.whole === 'added' && <Trans>The whole folder is new.</Trans>}
        {row.whole === 'removed' && <Trans>The whole folder is gone.</Trans>}
        {!row.whole && counts.length > 0 && <Trans>What differs in this folder:</Trans>}
        {!row.whole && counts.length === 0 && <Trans>Nothing that is shown differs in this folder.</Trans>}
      </p>
      <ul className={styles.counts}>
        {counts.map((kind) => (
          <li key={kind}>
            <DifferenceMark kind={kind} />
            <span>{kinds[kind]}</span>
            <b>{paths(row.counts?.[kind] ?? 0)}</b>
          </li>
        ))}
        <li>
          <span />
          <span>{t`Size`}</span>
          <span>
            {formatBytes(row.sizeBefore)} → {formatBytes(row.sizeAfter)}{' '}
            <b className={styles.delta} data-sign={Math.sign(delta)}>
              {signedBytes(delta)}
            </b>
          </span>
        </li>
      </ul>
      <button
        type="button"
        className={styles.link}
        onClick={() => selection.getState().setFilter(`${found.path.replaceAll(/[[\]*?\\]/g, '?')}/**`)}
      >
        <Trans>Show only this folder</Trans>
      </button>
    </div>
  );
}
