import { useCallback } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { dockerfileOf, historyMatches } from './dockerfile.ts';
import { HistoryTableRow } from './history-row.tsx';
import styles from './history.module.css';

export interface HistoryScreenProps {
  client: OutcropClient;
  image: ImageHandle;
  /** Base first. */
  layers: readonly LayerSummary[];
  onChooseLayer: (layer: number) => void;
}

/** Every row of the config's history, base first, beside the layer it made. */
export function HistoryScreen({ client, image, layers, onChooseLayer }: HistoryScreenProps) {
  const load = useCallback((signal: AbortSignal) => client.image.history({ image }, { signal }), [client, image]);
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.screen} aria-busy="true" />;
  if (state.value.length === 0)
    return (
      <p className={styles.message}>
        <Trans>The config has no history: the tool that made this image wrote none.</Trans>
      </p>
    );
  return <HistoryTable rows={state.value} layers={layers} onChooseLayer={onChooseLayer} />;
}

interface HistoryTableProps {
  rows: readonly HistoryRow[];
  layers: readonly LayerSummary[];
  onChooseLayer: (layer: number) => void;
}

function HistoryTable({ rows, layers, onChooseLayer }: HistoryTableProps) {
  const { t } = useLingui();
  const made = rows.filter((row) => row.layer !== null).length;
  const total = rows.length;
  return (
    <div className={styles.screen}>
      <header className={styles.bar}>
        <p>
          <Trans>
            {total} steps, {made} of them made a layer; the others changed only the config.
          </Trans>
        </p>
        <span className={styles.gap} />
        <span className={styles.copy}>
          <Trans>Dockerfile</Trans>
          <CopyButton text={dockerfileOf(rows)} label={t`Copy as a Dockerfile, as far as history tells`} />
        </span>
      </header>
      {!historyMatches(rows, layers.length) && (
        <p className={styles.warning} role="note">
          <Icon name="warning" />
          <Trans>History does not match the layers, so no row can be tied to one.</Trans>
        </p>
      )}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={styles.number}>
                #
              </th>
              <th scope="col">
                <Trans>Layer</Trans>
              </th>
              <th scope="col">
                <Trans>Instruction</Trans>
              </th>
              <th scope="col" className={styles.number}>
                <Trans>Size</Trans>
              </th>
              <th scope="col">
                <Trans>Created (UTC)</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <HistoryTableRow
                // Rows have no name of their own and never move.
                key={index}
                index={index}
                row={row}
                layer={row.layer === null ? undefined : layers[row.layer]}
                onChooseLayer={onChooseLayer}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
