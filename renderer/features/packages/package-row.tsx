import { useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { InstalledPackage, PackageSortKey } from '../../../shared/model/packages.ts';
import { GridHead, type Column, type SortChoice } from '../../tree/grid-head.tsx';
import { GridRow } from '../../tree/grid-row.tsx';
import { SkeletonRow } from '../../tree/row-parts.tsx';
import type { RowProps } from '../../tree/tree-grid.tsx';
import grid from '../../tree/tree-grid.module.css';
import type { TreeRow } from '../../tree/tree-keys.ts';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { SafeName } from '../../ui/safe-name.tsx';
import styles from './packages.module.css';

export interface PackageRow extends TreeRow {
  readonly found: InstalledPackage;
}

export const PackageRowView = memo(function PackageRowView({
  id,
  index,
  row,
  active,
  selected,
  top,
}: RowProps<PackageRow>) {
  const { t } = useLingui();
  if (!row) return <SkeletonRow index={index} top={top} />;
  const { name, version, ecosystem, architecture, layer, files, size, fileBytes } = row.found;
  const bytes = size ?? fileBytes;
  return (
    <GridRow at={{ id, index, active, selected, top }} row={row} className={styles.columns}>
      <div role="gridcell" className={styles.name}>
        <SafeName text={name} />
        {architecture !== undefined && <span className={styles.quiet}>{architecture.slice(0, 16)}</span>}
      </div>
      <div role="gridcell" className={styles.version}>
        <SafeName text={version} />
      </div>
      <div role="gridcell" className={styles.kind}>
        {ecosystem}
      </div>
      <div role="gridcell" className={grid.layer}>
        {layer !== null && <LayerChip layer={layer} title={t`Installed by layer ${layer}`} />}
      </div>
      <div role="gridcell" className={styles.number}>
        {files ?? ''}
      </div>
      <div role="gridcell" className={grid.size}>
        {bytes === null ? '' : formatBytes(bytes)}
      </div>
    </GridRow>
  );
});

export function PackageHead(props: SortChoice<PackageSortKey>) {
  const { t } = useLingui();
  const columns: readonly Column<PackageSortKey>[] = [
    { className: styles.name, label: t`Package`, sort: 'name' },
    { className: styles.version, label: t`Version`, sort: 'version' },
    { className: styles.kind, label: t`Kind`, sort: 'ecosystem' },
    { className: grid.layer, label: t`Layer`, sort: 'layer' },
    { className: styles.number, label: t`Files`, sort: 'files' },
    { className: grid.size, label: t`Size`, sort: 'size' },
  ];
  return <GridHead columns={columns} className={styles.columns} {...props} />;
}
