import { useLingui } from '@lingui/react/macro';
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './water-line.module.css';

interface WaterLineProps {
  readonly list: RefObject<HTMLDivElement | null>;
  /** ID of the element whose upper edge the line lies on. */
  readonly edge: string;
  /** IDs of the elements whose upper edges are those of the layers. */
  readonly edgeOf: (layer: number) => string;
  /** Index of the lowest layer that the line is dragged to. */
  readonly lowest: number;
  /** Index of the top layer. */
  readonly top: number;
  /** The line lies on this layer: it and all below are under water. */
  readonly level: number;
  /** True when the tree is shown as of `level`. */
  readonly dragged: boolean;
  readonly layers: readonly LayerSummary[];
  readonly onMove: (layer: number) => void;
}

/** A slider across the cross-section: the tree is shown as it was when the layer under the line was the top one. */
export function WaterLine({ list, edge, edgeOf, lowest, top, level, dragged, layers, onMove }: WaterLineProps) {
  const { t } = useLingui();
  const handle = useRef<HTMLDivElement>(null);
  const [y, setY] = useState(0);

  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const place = () => setY(topOf(edge));
    const observer = new ResizeObserver(place);
    observer.observe(element);
    place();
    return () => observer.disconnect();
  }, [list, edge]);

  function onPointerMove(event: PointerEvent): void {
    const element = list.current;
    if (!element || !handle.current?.hasPointerCapture(event.pointerId)) return;
    const at = event.clientY - element.getBoundingClientRect().top;
    const edges = layers.slice(lowest).map((layer) => ({
      layer: layer.index,
      distance: Math.abs(topOf(edgeOf(layer.index)) - at),
    }));
    const nearest = edges.toSorted((a, b) => a.distance - b.distance)[0];
    if (nearest && nearest.layer !== level) onMove(nearest.layer);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const to = {
      ArrowUp: level + 1,
      ArrowRight: level + 1,
      ArrowDown: level - 1,
      ArrowLeft: level - 1,
      Home: 0,
      End: top,
      PageUp: level + 5,
      PageDown: level - 5,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onMove(Math.min(Math.max(to, 0), top));
  }

  return (
    <div
      ref={handle}
      role="slider"
      tabIndex={0}
      className={styles.water}
      data-dragged={dragged || undefined}
      style={{ top: y }}
      aria-label={t`Water line: show the tree as of a layer`}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={top}
      aria-valuenow={level}
      aria-valuetext={level === top ? t`all layers` : t`as of layer ${level}`}
      title={t`Drag down to see the root file system as of a layer`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    >
      <span className={styles.grip}>
        <Icon name="water" size={14} />
      </span>
    </div>
  );
}

/** Pixels from the list's top to the upper edge of an element in it. */
function topOf(id: string): number {
  return document.querySelector<HTMLElement>(`[id="${id}"]`)?.offsetTop ?? 0;
}
