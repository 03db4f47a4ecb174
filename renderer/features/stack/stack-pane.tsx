import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';
import type { ViewMode } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { IconButton } from '../../ui/button.tsx';
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
  readonly onSquash: () => void;
}

/** The layers as a cross-section, top layer on top. A list box: the arrows choose what the tree shows. */
export function StackPane({ client, image, layers, selection, onSquash }: StackPaneProps) {
  const { t } = useLingui();
  const id = useId();
  const history = useHistory(client, image);
  const mode = useStore(selection, (state) => state.mode);
  const setMode = useStore(selection, (state) => state.setMode);
  const list = useRef<HTMLDivElement>(null);
  const parts = useMemo(() => strata(layers, history), [layers, history]);
  const top = layers.length - 1;
  const { from, to } = rangeOf(mode);
  // Where a range was begun; its other end is the one that moves.
  const [anchor, setAnchor] = useState<number | null>(null);
  const chosen = from === null ? null : anchor === to ? from : to;
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
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(order[Math.min(Math.max(next, 0), order.length - 1)] ?? null, event.shiftKey);
  }

  /** @param extend from the layer that is selected to this one */
  function choose(layer: number | null, extend = false): void {
    if (layer === null) {
      // A range ends at the top layer: there is no layer above it.
      if (!extend) setMode({ kind: 'merged' });
      return;
    }
    const begun = extend && from !== null ? (anchor ?? from) : layer;
    setAnchor(begun);
    if (begun === layer) setMode({ kind: 'layer', layer });
    else setMode({ kind: 'range', from: Math.min(begun, layer), to: Math.max(begun, layer) });
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
        {layers.length > 1 && <IconButton icon="collapse-all" label={t`Squash layers…`} onClick={onSquash} />}
      </header>
      <div className={styles.scroll}>
        <div
          ref={list}
          role="listbox"
          tabIndex={0}
          className={styles.list}
          data-groove={layers.length > 1 || undefined}
          aria-label={t`Layers, top first`}
          aria-multiselectable
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
                  selected={from !== null && part.layer.index >= from && part.layer.index <= to}
                  dry={part.layer.index > water}
                  onChoose={(extend) => choose(part.layer.index, extend)}
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

/** The layers that are selected, one or several; `from` is null when the tree is a file system. */
function rangeOf(mode: ViewMode): { readonly from: number | null; readonly to: number } {
  if (mode.kind === 'range') return mode;
  return mode.kind === 'layer' ? { from: mode.layer, to: mode.layer } : { from: null, to: -1 };
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
