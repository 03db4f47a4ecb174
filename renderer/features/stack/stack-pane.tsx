import { Trans, useLingui } from '@lingui/react/macro';
import { Fragment, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ImageHandle, ImageSummary } from '../../../shared/model/image.ts';
import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';
import type { ViewMode } from '../../../shared/model/view.ts';
import { useApp } from '../../app-context.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { baseGroup, sharedWith } from './base-group.ts';
import { BaseOption, nameOf } from './base-option.tsx';
import { layerBytes } from './layer-bytes.ts';
import { LayerOption } from './layer-option.tsx';
import { Seam } from './seam.tsx';
import { SizeMenu } from './size-menu.tsx';
import styles from './stack.module.css';
import { strata, type Stratum } from './strata.ts';
import { useLayerSpace } from './use-layer-space.ts';
import { useStoredImages } from './use-stored-images.ts';
import { WaterLine } from './water-line.tsx';

interface StackPaneProps {
  readonly client: OutcropClient;
  readonly image: ImageSummary;
  /** True once all layers are read. */
  readonly ready: boolean;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
  readonly selection: SelectionStore;
  readonly onSquash: () => void;
}

/** The layers as a cross-section, top layer on top. A list box: the arrows choose what the tree shows. */
export function StackPane({ client, image, ready, layers, selection, onSquash }: StackPaneProps) {
  const { t } = useLingui();
  const id = useId();
  const history = useHistory(client, image.handle);
  const { settings } = useApp();
  const size = useStore(settings, (state) => state.layerSize);
  const wantsFold = useStore(settings, (state) => state.baseFolded);
  const { change } = settings.getState();
  const space = useLayerSpace(client, ready && size === 'visible' ? image.handle : null);
  const stored = useStoredImages(client, image);
  const shared = useMemo(() => sharedWith(layers, stored).map((images) => images.map(nameOf)), [layers, stored]);
  const base = useMemo(() => baseGroup(layers, stored, image), [layers, stored, image]);
  const baseCount = base?.count ?? 0;
  const folded = wantsFold && base !== null;
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
  // The head of the base image stands for its layers: what is chosen does not tell it from a range of just these.
  const [atBase, setAtBase] = useState(false);
  const headChosen = atBase && from === 0 && to === baseCount - 1;
  const spot: Spot = (folded && chosen !== null && chosen < baseCount) || headChosen ? 'base' : chosen;
  const optionID = (at: Spot) => `${id}-${at ?? 'merged'}`;
  const edgeOf = (layer: number) =>
    optionID(base && (layer === baseCount - 1 || (folded && layer < baseCount)) ? 'base' : layer);

  useEffect(() => {
    if (spot !== null) document.querySelector(`[id="${id}-${spot}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id, spot]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const fold = foldedBy(event.key);
    if (fold !== null) {
      event.preventDefault();
      change({ baseFolded: fold });
      return;
    }
    // Order on screen: merged, then the top layer down to the base. A range goes over the head of layers that are shown.
    const indexes = layers.map((layer) => layer.index).toReversed();
    const heads: readonly Spot[] = base && (folded || !event.shiftKey) ? ['base'] : [];
    const order: readonly Spot[] = [
      null,
      ...indexes.filter((layer) => layer >= baseCount),
      ...heads,
      ...(folded ? [] : indexes.filter((layer) => layer < baseCount)),
    ];
    const at = order.indexOf(event.shiftKey && !folded ? chosen : spot);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(order[Math.min(Math.max(next, 0), order.length - 1)] ?? null, event.shiftKey);
  }

  /** @returns whether the key folds the base's layers or unfolds them; null for one that does neither here */
  function foldedBy(key: string): boolean | null {
    if (spot === 'base' && (key === 'Enter' || key === ' ')) return !folded;
    if (spot === 'base' && key === 'ArrowRight') return folded ? false : null;
    return key === 'ArrowLeft' && !folded && (spot === 'base' || (spot !== null && spot < baseCount)) ? true : null;
  }

  /** @param extend from the layer that is selected to this one */
  function choose(at: Spot, extend = false): void {
    setAtBase(at === 'base');
    if (at === null) {
      // A range ends at the top layer: there is no layer above it.
      if (!extend) setMode({ kind: 'merged' });
      return;
    }
    const layer = at === 'base' ? 0 : at;
    const begun = extend && from !== null ? (anchor ?? from) : layer;
    setAnchor(begun);
    const last = Math.max(begun, at === 'base' ? baseCount - 1 : at);
    const first = Math.min(begun, layer);
    if (first === last) setMode({ kind: 'layer', layer });
    else setMode({ kind: 'range', from: first, to: last });
  }

  const bytesOf = (some: readonly LayerSummary[]) => sumOf(some.map((layer) => layerBytes(layer, size, space)));
  const total = bytesOf(layers);
  const shown = folded ? parts.slice(0, headAt(parts, baseCount)) : parts;
  const head = base && (
    <BaseOption
      key="base"
      id={optionID('base')}
      base={base}
      bytes={bytesOf(layers.slice(0, baseCount))}
      folded={folded}
      selected={folded ? from !== null && from < baseCount : headChosen}
      dry={!folded && water < baseCount - 1}
      onChoose={(extend) => choose('base', extend)}
      onFold={() => change({ baseFolded: !folded })}
    />
  );
  return (
    <section data-place="layers" className={styles.pane} aria-label={t`Layers`}>
      <header className={styles.head}>
        <h2>
          <Trans>Layers</Trans>
        </h2>
        <span className={styles.total}>{layers.length}</span>
        <SizeMenu
          size={size}
          total={total === null ? '…' : formatBytes(total)}
          onChoose={(layerSize) => change({ layerSize })}
        />
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
          aria-activedescendant={mode.kind === 'upto' ? undefined : optionID(spot)}
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
            {shown.map((part) =>
              part.kind === 'seam' ? (
                <Seam key={`seam-${history.indexOf(part.rows[0] as HistoryRow)}`} rows={part.rows} />
              ) : (
                <Fragment key={part.layer.index}>
                  {part.layer.index === baseCount - 1 && head}
                  <LayerOption
                    id={optionID(part.layer.index)}
                    layer={part.layer}
                    bytes={layerBytes(part.layer, size, space)}
                    visibleSize={layerBytes(part.layer, 'visible', space)}
                    shared={shared[part.layer.index] ?? []}
                    selected={from !== null && part.layer.index >= from && part.layer.index <= to}
                    dry={part.layer.index > water}
                    onChoose={(extend) => choose(part.layer.index, extend)}
                  />
                </Fragment>
              ),
            )}
            {folded && head}
          </div>
        </div>
        {layers.length > 1 && (
          <WaterLine
            list={list}
            edge={water === top ? `${id}-section` : edgeOf(water)}
            edgeOf={edgeOf}
            lowest={folded ? baseCount - 1 : 0}
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

/** Where the keyboard is: the merged tree, the head of the base image, or a layer. */
type Spot = number | 'base' | null;

/** @returns null when a part is not known */
function sumOf(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

/** @returns the index of the topmost layer of the base image */
function headAt(parts: readonly Stratum[], baseCount: number): number {
  return parts.findIndex((part) => part.kind === 'layer' && part.layer.index < baseCount);
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
