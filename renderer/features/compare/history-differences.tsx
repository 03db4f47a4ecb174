import { Trans, useLingui } from '@lingui/react/macro';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, HistoryPair } from '../../../shared/model/compare.ts';
import type { HistoryRow } from '../../../shared/model/layer.ts';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { DifferenceMark } from './difference-mark.tsx';
import styles from '../../ui/content-difference/difference-tables.module.css';

/** The instructions of both images side by side, base first. */
export function HistoryDifferences({ comparison }: { comparison: Comparison }) {
  const { t } = useLingui();
  if (comparison.history.length === 0)
    return (
      <p className={styles.message}>
        <Trans>Neither config has a history.</Trans>
      </p>
    );
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t`History of both images`}>
        <thead>
          <tr>
            <th scope="col" className={styles.markHead}>
              <span className="visually-hidden">
                <Trans>Difference</Trans>
              </span>
            </th>
            <th scope="col" className={styles.half}>
              <Trans>Before</Trans>
            </th>
            <th scope="col" className={styles.half}>
              <Trans>After</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison.history.map((pair, index) => (
            // Rows have no name of their own and never move.
            <Pair key={index} pair={pair} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pair({ pair }: { pair: HistoryPair }) {
  const { kind, before, after } = pair;
  return (
    <tr data-quiet={kind === 'same' || undefined}>
      <td>{kind !== 'same' && <DifferenceMark kind={kind === 'changed' ? 'content' : kind} />}</td>
      <Step row={before} side={kind === 'same' ? undefined : 'removed'} />
      <Step row={after} side={kind === 'same' ? undefined : 'added'} />
    </tr>
  );
}

function Step({ row, side }: { row: HistoryRow | null; side: 'added' | 'removed' | undefined }) {
  if (!row) return <td className={styles.absent} />;
  return (
    <td data-side={side} data-selectable>
      <span className={styles.step}>
        {row.layer === null ? <span className={styles.noLayer} /> : <LayerChip layer={row.layer} />}
        <code>{safeText(formatInstruction(row.createdBy))}</code>
      </span>
    </td>
  );
}
