import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './splitter.module.css';

interface SplitterProps {
  /** Names the pane that changes. */
  readonly label: string;
  /** Pixels. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** `rows`: the panes lie above each other, and the separator is a horizontal line. */
  readonly across?: 'columns' | 'rows';
  /** Which side of the separator the pane lies on. */
  readonly side: 'before' | 'after';
  readonly onResize: (size: number) => void;
  readonly onReset: () => void;
}

const STEP = 16;

/** A separator between two panes: dragged, moved by arrow keys, put back by a double click. */
export function Splitter({ across = 'columns', label, size, min, max, side, onResize, onReset }: SplitterProps) {
  const rows = across === 'rows';
  const start = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const sign = side === 'before' ? 1 : -1;

  function placeOf(event: PointerEvent): number {
    return rows ? event.clientY : event.clientX;
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    start.current = { at: placeOf(event), size };
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  function onPointerMove(event: PointerEvent): void {
    if (start.current) onResize(start.current.size + sign * (placeOf(event) - start.current.at));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const to = {
      [rows ? 'ArrowUp' : 'ArrowLeft']: size - sign * STEP,
      [rows ? 'ArrowDown' : 'ArrowRight']: size + sign * STEP,
      Home: min,
      End: max,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onResize(to);
  }

  return (
    <div
      role="separator"
      tabIndex={0}
      className={styles.splitter}
      aria-label={label}
      aria-orientation={rows ? 'horizontal' : 'vertical'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => (start.current = null)}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
    />
  );
}
