import { Trans, useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { DIFFERENCE_KINDS, type DifferenceRow } from '../../../shared/model/compare.ts';
import { GridRow } from '../../tree/grid-row.tsx';
import { NameCell, SkeletonRow } from '../../tree/row-parts.tsx';
import type { RowProps } from '../../tree/tree-grid.tsx';
import grid from '../../tree/tree-grid.module.css';
import { Icon } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { DifferenceMark } from './difference-mark.tsx';
import { KIND_MARKS, signedBytes, useDifferenceWords } from './difference-words.ts';
import styles from './difference-columns.module.css';

/** One path of the union of both trees. Memoised: a scroll renders only the rows that came into view. */
export const DifferenceRowView = memo(function DifferenceRowView(props: RowProps<DifferenceRow>) {
  const { index, row, top } = props;
  const { t } = useLingui();
  if (!row) return <SkeletonRow index={index} top={top} />;
  const delta = row.sizeAfter - row.sizeBefore;
  const quiet = row.kind === 'identical' && !row.counts;
  return (
    <GridRow
      at={props}
      row={row}
      className={styles.columns}
      data-removed={row.kind === 'removed' || undefined}
      data-quiet={quiet || undefined}
      data-reviewed={row.reviewed === 'all' || undefined}
    >
      <NameCell
        row={row.group?.package === null ? { ...row, name: t`No package` } : row}
        folder={row.folder}
        icon={row.group ? 'box' : undefined}
      >
        <span className={grid.notes}>
          <Moved row={row} />
          {row.group?.ecosystem && <span className={styles.moved}>{row.group.ecosystem}</span>}
        </span>
      </NameCell>
      <div role="gridcell" className={styles.kind}>
        <Kind row={row} />
      </div>
      <div role="gridcell" className={styles.layers}>
        {row.kind !== 'identical' && !row.group && <Layers row={row} />}
      </div>
      <div role="gridcell" className={styles.delta} data-sign={Math.sign(delta)}>
        {signedBytes(delta)}
      </div>
      <div role="gridcell" className={styles.sizes}>
        {(row.type === 'file' || row.counts) && formatBytes(row.sizeAfter || row.sizeBefore)}
      </div>
      <div role="gridcell" className={styles.package}>
        {row.package !== undefined && <bdi>{safeText(row.package)}</bdi>}
      </div>
      {quiet || row.group ? <div role="gridcell" /> : <ReviewCell row={row} />}
    </GridRow>
  );
});

/** Pressed by the grid, which knows the row; the space bar does the same. */
function ReviewCell({ row }: { row: DifferenceRow }) {
  const { t } = useLingui();
  const reviewed = row.reviewed ?? 'none';
  const words = { all: t`Reviewed`, some: t`Reviewed in part`, none: t`Not reviewed` }[reviewed];
  return (
    <div role="gridcell" className={styles.review} aria-label={words} title={t`${words} (space bar)`}>
      <span className={styles.check} data-review data-state={reviewed}>
        {reviewed !== 'none' && <Icon name={reviewed === 'all' ? 'check' : 'minus'} size={12} />}
      </span>
    </div>
  );
}

function Moved({ row }: { row: DifferenceRow }) {
  if (!row.moved) return null;
  const { likeness } = row.moved;
  const path = safeText(row.moved.path);
  return (
    <span className={styles.moved} title={path}>
      <Icon name="swap" size={12} />
      <span className={styles.words}>
        {row.kind === 'added' ? <Trans>moved from {path}</Trans> : <Trans>moved to {path}</Trans>}
        {likeness < 100 && (
          <>
            {' '}
            <Trans>({likeness} % the same)</Trans>
          </>
        )}
      </span>
    </span>
  );
}

function Kind({ row }: { row: DifferenceRow }) {
  const { t } = useLingui();
  const { kinds, keys, packages, paths } = useDifferenceWords();
  const counts = DIFFERENCE_KINDS.filter((kind) => (row.counts?.[kind] ?? 0) > 0);
  const total = counts.reduce((sum, kind) => sum + (row.counts?.[kind] ?? 0), 0);
  if (row.whole)
    return (
      <>
        <DifferenceMark kind={row.whole} />
        <span className={styles.words}>{total > 0 ? t`whole folder, ${paths(total)}` : t`whole folder`}</span>
      </>
    );
  return (
    <>
      {row.group?.kind && row.group.kind !== 'same' && <span className={styles.words}>{packages[row.group.kind]}</span>}
      {row.kind !== 'identical' && !(row.kind === 'mtimeOnly' && counts.length > 0) && (
        <DifferenceMark kind={row.kind} />
      )}
      {counts.length > 0 ? (
        <span className={styles.counts}>
          {counts.map((kind) => (
            <span key={kind} data-kind={kind} title={`${kinds[kind]}: ${paths(row.counts?.[kind] ?? 0)}`}>
              {KIND_MARKS[kind].letter}
              {row.counts?.[kind]}
            </span>
          ))}
        </span>
      ) : (
        <span className={styles.words}>{row.keys.map((key) => keys[key]).join(' · ')}</span>
      )}
    </>
  );
}

function Layers({ row }: { row: DifferenceRow }) {
  const { t } = useLingui();
  const { layerBefore, layerAfter } = row;
  return (
    <>
      <span className={styles.side}>
        {layerBefore !== undefined && <LayerChip layer={layerBefore} title={t`Before: from layer ${layerBefore}`} />}
      </span>
      <span aria-hidden="true" className={styles.arrow}>
        →
      </span>
      <span className={styles.side}>
        {layerAfter !== undefined && <LayerChip layer={layerAfter} title={t`After: from layer ${layerAfter}`} />}
      </span>
    </>
  );
}
