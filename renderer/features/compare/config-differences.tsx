import { Trans, useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, ConfigDifference } from '../../../shared/model/compare.ts';
import { DifferenceMark } from './difference-mark.tsx';
import styles from '../../ui/content-difference/difference-tables.module.css';

/** The fields of both configs that differ; null, empty and absent are the same. */
export function ConfigDifferences({ comparison }: { comparison: Comparison }) {
  const { t } = useLingui();
  if (comparison.config.length === 0)
    return (
      <p className={styles.message}>
        <Trans>Both configs say the same: environment, command, ports, volumes, labels and the rest.</Trans>
      </p>
    );
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t`Differences of the config`}>
        <thead>
          <tr>
            <th scope="col" className={styles.markHead}>
              <span className="visually-hidden">
                <Trans>Difference</Trans>
              </span>
            </th>
            <th scope="col">
              <Trans>Field</Trans>
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
          {comparison.config.map((row) => (
            <Row key={`${row.field}\u0000${row.key ?? ''}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: ConfigDifference }) {
  return (
    <tr>
      <td>
        <DifferenceMark kind={row.kind === 'changed' ? 'content' : row.kind} />
      </td>
      <th scope="row">
        {safeText(row.field)}
        {row.key !== undefined && <code className={styles.key}>{safeText(row.key)}</code>}
      </th>
      <Value value={row.before} side="removed" />
      <Value value={row.after} side="added" />
    </tr>
  );
}

function Value({ value, side }: { value: unknown; side: 'added' | 'removed' }) {
  if (value === null || value === undefined) return <td className={styles.absent}>–</td>;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return (
    <td data-side={side} data-selectable>
      <code>{text.split('\n').map(safeText).join('\n')}</code>
    </td>
  );
}
