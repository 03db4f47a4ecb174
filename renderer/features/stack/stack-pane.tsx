import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { Icon } from '../../ui/icon.tsx';
import { LayerOption } from './layer-option.tsx';
import { Seam } from './seam.tsx';
import { strata } from './strata.ts';
import styles from './stack.module.css';
import { WaterLine } from './water-line.tsx';

interface StackPaneProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
  readonly selection: SelectionStore;
}

/** The layers as a cross-section, top layer on top. A list box: the arrows choose what the tree shows. */
export function StackPane({ client, image, layers, selection }: StackPaneProps) {
  const { t } = useLingui();
  const id = useId();
  const history = useHistory(client, image);
  const mode = useStore(selection, (state) => state.mode);
  const setMode = useStore(selection, (state) => state.setMode);
  const list = useRef<HTMLDivElement>(null);
  const parts = useMemo(() => strata(layers, history), [layers, history]);
  const top = layers.length - 1;
  const chosen = mode.kind === 'layer' ? mode.layer : null;
  const water = mode.kind === 'upto' ? mode.layer : top;
  const optionID = (layer: number | null) => `${id}-${layer ?? 'merged'}`;

  useEffect(() => {
    if (chosen !== null) document.querySelector(`[id="${id}-${chosen}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id, chosen]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    // Order on screen: merged, then the top layer down to the base.
    const order = [null, ...layers.map((layer) => layer.index).toReversed()];
    const at = order.indexOf(chosen);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(order[Math.min(Math.max(to, 0), order.length - 1)] ?? null);
  }

  function choose(layer: number | null): void {
    setMode(layer === null ? { kind: 'merged' } : { kind: 'layer', layer });
  }

  const stored = layers.reduce((sum, layer) => sum + (layer.contentSize ?? layer.blobSize), 0);
  return (
    <section data-place="layers" className={styles.pane} aria-label={t`Layers`}>
      <header className={styles.head}>
        <h2>
          <Trans>Layers</Trans>
        </h2>
        <span className={styles.total}>
          {layers.length} · {formatBytes(stored)}
        </span>
      </header>
      <div className={styles.scroll}>
        <div
          ref={list}
          role="listbox"
          tabIndex={0}
          className={styles.list}
          data-groove={layers.length > 1 || undefined}
          aria-label={t`Layers, top first`}
          aria-activedescendant={mode.kind === 'upto' ? undefined : optionID(chosen)}
          onKeyDown={onKeyDown}
        >
          <div
            id={optionID(null)}
            role="option"
            aria-selected={mode.kind === 'merged'}
            className={styles.merged}
            onMouseDown={() => choose(null)}
          >
            <Icon name="layers" />
            <Trans>Merged root file system</Trans>
          </div>
          <div id={`${id}-section`} className={styles.section}>
            {parts.map((part) =>
              part.kind === 'seam' ? (
                <Seam key={`seam-${history.indexOf(part.rows[0] as HistoryRow)}`} rows={part.rows} />
              ) : (
                <LayerOption
                  key={part.layer.index}
                  id={optionID(part.layer.index)}
                  layer={part.layer}
                  selected={part.layer.index === chosen}
                  dry={part.layer.index > water}
                  onChoose={() => choose(part.layer.index)}
                />
              ),
            )}
          </div>
        </div>
        {layers.length > 1 && (
          <WaterLine
            list={list}
            prefix={`${id}-`}
            top={top}
            level={water}
            dragged={mode.kind === 'upto'}
            layers={layers}
            onMove={(layer) => setMode(layer === top ? { kind: 'merged' } : { kind: 'upto', layer })}
          />
        )}
      </div>
    </section>
  );
}

function useHistory(client: OutcropClient, image: ImageHandle): readonly HistoryRow[] {
  const [history, setHistory] = useState<readonly HistoryRow[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    // Without history the layers still stand; the History tab says what is wrong with it.
    client.image
      .history({ image }, { signal: abort.signal })
      .then((rows) => setHistory(rows))
      .catch(() => {});
    return () => abort.abort();
  }, [client, image]);
  return history;
}
