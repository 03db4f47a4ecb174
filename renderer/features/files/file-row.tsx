import { memo } from 'react';
import { useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { FileRow } from '../../../shared/model/view.ts';
import { Icon } from '../../ui/icon.tsx';
import { GridRow } from '../../tree/grid-row.tsx';
import { LayerAndHider } from '../../tree/layer-and-hider.tsx';
import { NameCell, SkeletonRow } from '../../tree/row-parts.tsx';
import type { RowProps } from '../../tree/tree-grid.tsx';
import grid from '../../tree/tree-grid.module.css';
import { ChangeMark } from './change-mark.tsx';
import styles from './file-columns.module.css';
import { useWhereWords } from './where-words.ts';

/** One row of the tree grid. Memoised: a scroll renders only the rows that came into view. */
export const FileRowView = memo(function FileRowView({ id, index, row, active, selected, top }: RowProps<FileRow>) {
  const description = useRowDescription(row);
  const { types } = useWhereWords();
  if (!row) return <SkeletonRow index={index} top={top} />;
  return (
    <GridRow
      at={{ id, index, active, selected, top }}
      row={row}
      className={styles.columns}
      data-ghost={row.hiddenBy ? '' : undefined}
      data-removed={row.change === 'removed' || undefined}
      aria-description={description}
    >
      <FileName row={row} />
      <div role="gridcell" className={styles.type}>
        {types[row.type]}
      </div>
      <div role="gridcell" className={`${grid.layer} ${styles.layer}`}>
        {!row.implicit && <LayerAndHider layer={row.layer} hiddenBy={row.hiddenBy} />}
      </div>
      <div role="gridcell" className={`${grid.change} ${styles.change}`}>
        <ChangeMark row={row} />
      </div>
      <div role="gridcell" className={`${grid.size} ${styles.size}`} data-total={row.type === 'dir' || undefined}>
        {row.type === 'file' || row.type === 'dir' ? formatBytes(row.size) : ''}
      </div>
      <div role="gridcell" className={styles.mode} title={row.mode}>
        {row.implicit ? '' : formatMode(row.type, row.mode)}
      </div>
      <div role="gridcell" className={styles.owner}>
        {row.implicit ? '' : `${row.uid}:${row.gid}`}
      </div>
      <div role="gridcell" className={styles.modified}>
        {!row.implicit && <Time seconds={row.mtime} />}
      </div>
    </GridRow>
  );
});

/** What the name cell shows beside the name, as words. */
function useRowDescription(row: FileRow | undefined): string | undefined {
  const { t } = useLingui();
  if (!row) return undefined;
  const { versions } = row;
  const notes = [
    row.linkTarget !== undefined && `→ ${safeText(row.linkTarget)}`,
    row.hardlink && t`hard link`,
    row.implicit && t`implied`,
    versions > 1 && t`${versions} layers hold a version of this path`,
    row.warning && t`This path has a warning; see the Warnings tab`,
  ].filter(Boolean);
  return notes.length > 0 ? notes.join(', ') : undefined;
}

function Time({ seconds }: { seconds: number }) {
  const text = formatEpoch(seconds);
  const at = text.indexOf(' ');
  if (at < 0) return text;
  return (
    <span title={`${text} UTC`}>
      {text.slice(0, at)}
      <span className={styles.clock}>{text.slice(at, -3)}</span>
    </span>
  );
}

function FileName({ row }: { row: FileRow }) {
  const { t } = useLingui();
  const { versions } = row;
  const hasNotes = row.linkTarget !== undefined || row.hardlink || row.implicit || row.warning || versions > 1;
  return (
    <NameCell row={row}>
      {/* Said once, in the row's description: the cell's name is the file's name alone. */}
      {hasNotes && (
        <span className={grid.notes} aria-hidden="true">
          {row.linkTarget !== undefined && (
            <span className={grid.target}>
              → <bdi>{safeText(row.linkTarget)}</bdi>
            </span>
          )}
          {row.hardlink && <span className={grid.tag}>{t`hard link`}</span>}
          {row.implicit && <span className={grid.tag}>{t`implied`}</span>}
          {versions > 1 && (
            <span className={grid.tag} title={t`${versions} layers hold a version of this path`}>
              ×{versions}
            </span>
          )}
          {row.warning && (
            <span className={grid.warning} title={t`This path has a warning; see the Warnings tab`}>
              <Icon name="warning" size={14} />
            </span>
          )}
        </span>
      )}
    </NameCell>
  );
}
