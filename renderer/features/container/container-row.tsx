import { useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { ContainerRow } from '../../../shared/model/container.ts';
import { GridHead } from '../../tree/grid-head.tsx';
import { GridRow } from '../../tree/grid-row.tsx';
import { NameCell, SkeletonRow } from '../../tree/row-parts.tsx';
import type { RowProps } from '../../tree/tree-grid.tsx';
import grid from '../../tree/tree-grid.module.css';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { DiffMark } from './diff-mark.tsx';
import styles from './container-row.module.css';

/** The head of the tree. */
export function ContainerColumns() {
  const { t } = useLingui();
  const columns = [
    { className: grid.name, label: t`Name` },
    { className: styles.change, label: t`Change` },
    { className: styles.from, label: t`From` },
    { className: grid.size, label: t`Size` },
    { className: styles.mode, label: t`Mode` },
    { className: styles.owner, label: t`Owner` },
    { className: styles.modified, label: t`Modified` },
  ];
  return <GridHead columns={columns} className={styles.columns} sort="name" descending={false} onSort={() => {}} />;
}

/** One path of a container. Memoised: a scroll renders only the rows that came into view. */
export const ContainerRowView = memo(function ContainerRowView(props: RowProps<ContainerRow>) {
  const { index, row, top } = props;
  const { t } = useLingui();
  if (!row) return <SkeletonRow index={index} top={top} />;
  const { layer } = row;
  return (
    <GridRow at={props} row={row} className={styles.columns} data-removed={row.change === 'D' || undefined}>
      <NameCell row={row}>
        {row.linkTarget !== undefined && (
          <span className={grid.target}>
            → <bdi>{safeText(row.linkTarget)}</bdi>
          </span>
        )}
        {row.volume && (
          <span className={grid.tag} title={t`Lies in a volume: it is no part of the layer and is not committed`}>
            {t`volume`}
          </span>
        )}
      </NameCell>
      <div role="gridcell" className={styles.change}>
        {row.change !== null && <DiffMark kind={row.change} />}
      </div>
      <div role="gridcell" className={styles.from}>
        {layer !== null && <LayerChip layer={layer} title={t`Its bytes lie in layer ${layer}`} />}
      </div>
      <div role="gridcell" className={grid.size}>
        {row.type === 'file' && formatBytes(row.size)}
      </div>
      <div role="gridcell" className={styles.mode} title={row.mode}>
        {formatMode(row.type, row.mode)}
      </div>
      <div role="gridcell" className={styles.owner}>{`${row.uid}:${row.gid}`}</div>
      <div role="gridcell" className={styles.modified}>
        {formatEpoch(row.mtime).slice(0, 16)}
      </div>
    </GridRow>
  );
});
