import { Trans, useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Finding, FindingSortKey } from '../../../shared/model/findings.ts';
import { GridHead, type Column, type SortChoice } from '../../tree/grid-head.tsx';
import { GridRow } from '../../tree/grid-row.tsx';
import { LayerAndHider } from '../../tree/layer-and-hider.tsx';
import { SkeletonRow } from '../../tree/row-parts.tsx';
import type { RowProps } from '../../tree/tree-grid.tsx';
import grid from '../../tree/tree-grid.module.css';
import type { TreeRow } from '../../tree/tree-keys.ts';
import { useHidingWords } from '../../ui/hiding-words.ts';
import { PathText } from '../../versions/version-row.tsx';
import { useFindingWords } from './finding-words.ts';
import styles from './findings.module.css';

export interface FindingRow extends TreeRow {
  readonly found: Finding;
}

export const FindingRowView = memo(function FindingRowView({
  id,
  index,
  row,
  active,
  selected,
  top,
}: RowProps<FindingRow>) {
  const { kinds, rules } = useFindingWords();
  const hidingWord = useHidingWords();
  if (!row) return <SkeletonRow index={index} top={top} />;
  const { kind, rule, path, type, layer, mode, uid, gid, size, hiddenBy } = row.found;
  return (
    <GridRow at={{ id, index, active, selected, top }} row={row} className={styles.columns}>
      <div role="gridcell" className={styles.kind} title={kinds[kind].tip}>
        {rules[rule] ?? kinds[kind].name}
      </div>
      <div role="gridcell" className={styles.path} title={safeText(path)}>
        <PathText path={path} type={type} />
      </div>
      <div role="gridcell" className={grid.layer}>
        <LayerAndHider layer={layer} hiddenBy={hiddenBy} />
      </div>
      <div role="gridcell" className={styles.state} data-hidden={hiddenBy ? '' : undefined}>
        {hiddenBy ? (
          <span title={hidingWord(hiddenBy.how)}>
            <Trans>still recoverable</Trans>
          </span>
        ) : (
          <Trans>visible</Trans>
        )}
      </div>
      <div role="gridcell" className={styles.mode}>
        <span className={styles.code}>
          {mode} {uid}:{gid}
        </span>
      </div>
      <div role="gridcell" className={grid.size}>
        {type === 'file' ? formatBytes(size) : ''}
      </div>
    </GridRow>
  );
});

export function FindingHead(props: SortChoice<FindingSortKey>) {
  const { t } = useLingui();
  const columns: readonly Column<FindingSortKey>[] = [
    { className: styles.kind, label: t`Finding`, sort: 'kind' },
    { className: styles.path, label: t`Path`, sort: 'path' },
    { className: grid.layer, label: t`Layer`, sort: 'layer' },
    { className: styles.state, label: t`State` },
    { className: styles.mode, label: t`Mode, owner` },
    { className: grid.size, label: t`Size`, sort: 'size' },
  ];
  return <GridHead columns={columns} className={styles.columns} {...props} />;
}
