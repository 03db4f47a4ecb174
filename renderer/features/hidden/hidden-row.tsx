import { Plural, useLingui } from '@lingui/react/macro';
import { memo, type ComponentType } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { HiddenGroup } from '../../../shared/model/space.ts';
import { GridRow } from '../../tree/grid-row.tsx';
import type { RowProps } from '../../tree/tree-grid.tsx';
import grid from '../../tree/tree-grid.module.css';
import type { TreeRow } from '../../tree/tree-keys.ts';
import { Icon } from '../../ui/icon.tsx';
import { LayerChip, layerColor } from '../../ui/layer-chip.tsx';
import { VersionRowView, type VersionRow } from '../../versions/version-row.tsx';
import styles from './hidden-screen.module.css';

export type HiddenListRow = GroupRow | ({ readonly kind: 'version' } & VersionRow);

/** Heading of what one layer hides. */
interface GroupRow extends TreeRow {
  readonly kind: 'group';
  readonly group: HiddenGroup;
}

/** @param layers base first, for what the headings say */
export function createHiddenRowView(layers: readonly LayerSummary[]): ComponentType<RowProps<HiddenListRow>> {
  return memo(function HiddenRowView({ row, ...rest }: RowProps<HiddenListRow>) {
    if (row?.kind !== 'group') return <VersionRowView row={row} {...rest} />;
    return <GroupHeading row={row} createdBy={layers[row.group.layer]?.createdBy ?? ''} {...rest} />;
  });
}

type GroupHeadingProps = Omit<RowProps<HiddenListRow>, 'row'> & { readonly row: GroupRow; readonly createdBy: string };

function GroupHeading({ row, createdBy, id, index, active, selected, top }: GroupHeadingProps) {
  const { t } = useLingui();
  const { layer, count, bytes, secrets } = row.group;
  return (
    <GridRow
      at={{ id, index, active, selected, top }}
      row={row}
      className={styles.heading}
      data-layer-color={layerColor(layer)}
    >
      <div role="gridcell" className={styles.title}>
        <span className={grid.twisty} data-twisty="">
          <Icon name={row.expanded ? 'chevron-down' : 'chevron-right'} />
        </span>
        <span>{t`Hidden by layer`}</span> <LayerChip layer={layer} ghost />
        <bdi className={styles.instruction}>{safeText(formatInstruction(createdBy))}</bdi>
      </div>
      <div role="gridcell" className={styles.secrets}>
        {secrets > 0 && (
          <>
            <Icon name="warning" size={12} />
            <Plural value={secrets} one="# looks like a secret" other="# look like secrets" />
          </>
        )}
      </div>
      <div role="gridcell" className={styles.amount}>
        <Plural value={count} one="# version" other="# versions" />
      </div>
      <div role="gridcell" className={grid.size}>
        {formatBytes(bytes)}
      </div>
    </GridRow>
  );
}
