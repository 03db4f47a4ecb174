import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison } from '../../../shared/model/compare.ts';
import type { SizeComparison, SizeContributor } from '../../../shared/model/compare-sizes.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { Failure } from '../../ui/failure.tsx';
import { TailName } from '../../ui/tail-name.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import tables from '../../ui/content-difference/difference-tables.module.css';
import type { CompareSelectionStore } from './compare-selection.ts';
import type { DifferenceController } from './difference-controller.ts';
import { DifferenceMark } from './difference-mark.tsx';
import { signedBytes } from './difference-words.ts';
import { RungTable } from './rung-table.tsx';
import { SizeFigures } from './size-figures.tsx';
import styles from './size-differences.module.css';

interface SizeDifferencesProps {
  readonly client: OutcropClient;
  readonly compare: string;
  readonly comparison: Comparison;
  readonly controller: DifferenceController;
  readonly selection: CompareSelectionStore;
}

/** Where the change in size comes from: which paths, which layers, and what is shipped and never seen. */
export function SizeDifferences({ client, compare, comparison, controller, selection }: SizeDifferencesProps) {
  const load = useCallback((signal: AbortSignal) => client.compare.sizes({ compare }, { signal }), [client, compare]);
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value)
    return (
      <p className={tables.message} aria-busy="true">
        <Trans>Adding up sizes…</Trans>
      </p>
    );
  const sizes = state.value;
  const show = (pathID: number) => {
    selection.getState().clearFilters();
    selection.getState().showTab('files');
    void controller.goTo(pathID);
  };
  return (
    <div className={styles.screen}>
      <SizeFigures sizes={sizes} />
      <div className={styles.columns}>
        <Contributors sizes={sizes} onShow={show} />
        <RungTable rungs={sizes.rungs} comparison={comparison} onShow={selection.getState().showLayer} />
      </div>
    </div>
  );
}

interface ContributorsProps {
  readonly sizes: SizeComparison;
  readonly onShow: (pathID: number) => void;
}

function Contributors({ sizes: { contributors, rest }, onShow }: ContributorsProps) {
  const { t } = useLingui();
  const most = Math.max(1, ...contributors.map(({ delta }) => Math.abs(delta)));
  if (contributors.length === 0)
    return (
      <p className={tables.message}>
        <Trans>No file became larger or smaller.</Trans>
      </p>
    );
  return (
    <section className={styles.list} aria-label={t`What made it larger or smaller`}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col" className={tables.number}>
              <Trans>Change in size</Trans>
            </th>
            <th scope="col" className={styles.barHead}>
              <span className="visually-hidden">
                <Trans>Share</Trans>
              </span>
            </th>
            <th scope="col" className={styles.pathHead}>
              <Trans>Path</Trans>
            </th>
            <th scope="col" className={tables.number}>
              <Trans>Files</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {contributors.map((row) => (
            <Contributor key={`${row.pathID} ${row.isRest}`} row={row} most={most} onShow={onShow} />
          ))}
          {rest.files > 0 && (
            <tr data-quiet>
              <td className={tables.number}>{signedBytes(rest.delta) || formatBytes(0)}</td>
              <td />
              <td>
                <Trans>all that is smaller</Trans>
              </td>
              <td className={tables.number}>{rest.files.toLocaleString()}</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

function Contributor({ row, most, onShow }: { row: SizeContributor; most: number; onShow: (id: number) => void }) {
  const { t } = useLingui();
  const { delta, kind, pathID, isRest, files } = row;
  const path = safeText(row.path);
  return (
    <tr>
      <td className={`${tables.number} ${styles.delta}`} data-sign={Math.sign(delta)}>
        {signedBytes(delta)}
      </td>
      <td className={styles.bar} aria-hidden="true">
        <span data-sign={Math.sign(delta)} style={{ width: `${(Math.abs(delta) / most) * 50}%` }} />
      </td>
      <td className={styles.path}>
        <span className={styles.line}>
          {kind !== 'identical' && <DifferenceMark kind={kind} />}
          <button type="button" className={styles.link} title={t`Show ${path}`} onClick={() => onShow(pathID)}>
            <TailName text={path} />
          </button>
          {isRest && (
            <span className={tables.quiet}>
              <Trans>the rest of it</Trans>
            </span>
          )}
          {row.package !== undefined && <span className={tables.quiet}>{safeText(row.package)}</span>}
        </span>
      </td>
      <td className={tables.number}>{files.toLocaleString()}</td>
    </tr>
  );
}
