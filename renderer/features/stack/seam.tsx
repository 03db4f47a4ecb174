import { Tooltip } from '@base-ui/react/tooltip';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { HistoryRow } from '../../../shared/model/layer.ts';
import tip from '../../ui/tooltip.module.css';
import styles from './stack.module.css';

/** History rows that made no layer: a thin line each. They are read in full on the History tab. */
export function Seam({ rows }: { rows: readonly HistoryRow[] }) {
  const lines = rows.map((row) => safeText(formatInstruction(row.createdBy))).toReversed();
  return (
    <Tooltip.Root>
      <Tooltip.Trigger delay={300} render={<div className={styles.seam} aria-hidden="true" />}>
        {lines.map((_, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a fixed list without identities
          <i key={index} />
        ))}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner side="right" align="center" sideOffset={8} className={tip.positioner}>
          <Tooltip.Popup className={tip.popup}>
            <div className={styles.tip}>
              <pre>{lines.join('\n')}</pre>
            </div>
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
