import { useCallback, useMemo, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { configChanges } from './config-changes.ts';
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
  const [isFile, showFile] = useState(false);
  const changes = useMemo(() => configChanges(rows), [rows]);
  const dockerfile = useMemo(() => dockerfileOf(rows), [rows]);
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
        <Button look="plain" aria-pressed={!isFile} onClick={() => showFile(false)}>
          <Trans>Steps</Trans>
        </Button>
        <Button look="plain" aria-pressed={isFile} onClick={() => showFile(true)}>
          <Trans>Dockerfile</Trans>
        </Button>
        <CopyButton text={dockerfile} label={t`Copy as a Dockerfile, as far as history tells`} />
      </header>
      {!historyMatches(rows, layers.length) && (
        <p className={styles.warning} role="note">
          <Icon name="warning" />
          <Trans>History does not match the layers, so no row can be tied to one.</Trans>
        </p>
      )}
      {isFile ? (
        <Dockerfile text={dockerfile} />
      ) : (
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
                  changes={changes[index] ?? []}
                  onChooseLayer={onChooseLayer}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

/** Readable only: what was copied, and from which image it began, history does not say. */
function Dockerfile({ text }: { text: string }) {
  const { t } = useLingui();
  const lines = text.trimEnd().split('\n');
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <section className={styles.scroll} tabIndex={0} aria-label={t`Dockerfile, as far as history tells`}>
      <p className={styles.hint}>
        <Trans>Rebuilt from the history: which image it began from, and what was copied, no image says.</Trans>
      </p>
      <pre className={styles.dockerfile} data-selectable>
        {lines.map((line, index) => (
          // Lines have no name of their own and never move.
          <code key={index}>{safeText(line)}</code>
        ))}
      </pre>
    </section>
  );
}
