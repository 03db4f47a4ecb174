import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './splitter.module.css';

interface SplitterProps {
  /** Names the pane that changes. */
  readonly label: string;
  /** Pixels. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** Which side of the separator the pane lies on. */
  readonly side: 'before' | 'after';
  readonly onResize: (size: number) => void;
  readonly onReset: () => void;
}

const STEP = 16;

/** A separator between two panes: dragged, moved by arrow keys, put back by a double click. */
export function Splitter({ label, size, min, max, side, onResize, onReset }: SplitterProps) {
  const start = useRef<{ readonly x: number; readonly size: number } | null>(null);
  const sign = side === 'before' ? 1 : -1;

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    start.current = { x: event.clientX, size };
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  function onPointerMove(event: PointerEvent): void {
    if (start.current) onResize(start.current.size + sign * (event.clientX - start.current.x));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const to = {
      ArrowLeft: size - sign * STEP,
      ArrowRight: size + sign * STEP,
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
      aria-orientation="vertical"
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
