import { Trans, useLingui } from '@lingui/react/macro';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, HistoryPair } from '../../../shared/model/compare.ts';
import type { HistoryRow } from '../../../shared/model/layer.ts';
import { Icon } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import type { CompareSelectionStore } from './compare-selection.ts';
import { DifferenceMark } from './difference-mark.tsx';
import styles from '../../ui/content-difference/difference-tables.module.css';

interface HistoryDifferencesProps {
  readonly comparison: Comparison;
  readonly selection: CompareSelectionStore;
}

/** The instructions of both images side by side, base first; each leads to the files of its layer. */
export function HistoryDifferences({ comparison, selection }: HistoryDifferencesProps) {
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
            <Pair key={index} pair={pair} comparison={comparison} selection={selection} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PairProps extends HistoryDifferencesProps {
  readonly pair: HistoryPair;
}

function Pair({ pair, ...props }: PairProps) {
  const { t } = useLingui();
  const { kind, rung, before, after } = pair;
  const other = kind === 'same' && rung !== null && props.comparison.ladder[rung]?.kind === 'changed';
  return (
    <tr data-quiet={(kind === 'same' && !other) || undefined}>
      <td>
        {kind !== 'same' && <DifferenceMark kind={kind === 'changed' ? 'content' : kind} />}
        {other && (
          <span className={styles.otherLayer} title={t`The same instruction made another layer`}>
            <Icon name="layers" size={14} />
            <span className="visually-hidden">
              <Trans>The same instruction made another layer</Trans>
            </span>
          </span>
        )}
      </td>
      <Step {...props} row={before} side="before" marked={kind !== 'same'} />
      <Step {...props} row={after} side="after" marked={kind !== 'same'} />
    </tr>
  );
}

interface StepProps extends HistoryDifferencesProps {
  readonly row: HistoryRow | null;
  readonly side: 'before' | 'after';
  readonly marked: boolean;
}

function Step({ row, side, marked, comparison, selection }: StepProps) {
  const { t } = useLingui();
  if (!row) return <td className={styles.absent} />;
  const { layer } = row;
  const compared = layer !== null && comparison[side].layers.some(({ index }) => index === layer);
  return (
    <td data-side={marked ? (side === 'before' ? 'removed' : 'added') : undefined} data-selectable>
      <span className={styles.step}>
        {layer === null ? (
          <span className={styles.noLayer} title={t`Changes no files`} />
        ) : (
          <button
            type="button"
            className={styles.chip}
            disabled={!compared}
            title={compared ? t`Show what this layer made` : t`This layer is not compared`}
            aria-label={t`Show what layer ${layer} made`}
            onClick={() => selection.getState().showLayer({ side, index: layer })}
          >
            <LayerChip layer={layer} />
          </button>
        )}
        <code>{safeText(formatInstruction(row.createdBy))}</code>
      </span>
    </td>
  );
}
