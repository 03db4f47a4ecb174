import { useEffect, useState, type RefObject } from 'react';
import type { HidingLine } from './core-cells.ts';
import { lanesOf } from './lanes.ts';
import styles from './core-sample.module.css';

const LANE = 6;

/** Room that the lines need beside the core, in px. */
export function gutterWidth(lines: readonly HidingLine[]): number {
  return lines.length === 0 ? 0 : Math.max(...lanesOf(lines)) * LANE + 16;
}

/** Arrows from each hiding layer down to what it hides. Where the cells are is read from the page: text wraps. */
export function HidingLines({ lines, list }: { lines: readonly HidingLine[]; list: RefObject<HTMLElement | null> }) {
  const [middles, setMiddles] = useState<ReadonlyMap<number, number>>(new Map());
  // Not a layout effect: those of a child run before the parent's ref is set.
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const measure = () => {
      const found = new Map<number, number>();
      for (const cell of element.querySelectorAll<HTMLElement>('[data-layer]'))
        found.set(Number(cell.dataset['layer']), cell.offsetTop + cell.offsetHeight / 2);
      setMiddles(found);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);

  const lanes = lanesOf(lines);
  const right = gutterWidth(lines);
  return (
    <svg className={styles.lines} width={right} aria-hidden="true">
      {lines.map((line, at) => {
        const top = middles.get(line.from);
        const bottom = middles.get(line.to);
        if (top === undefined || bottom === undefined) return null;
        const x = right - 12 - (lanes[at] ?? 0) * LANE;
        const arrow = `M${right - 6} ${bottom - 7}l4 3-4 3`;
        return (
          <path
            key={`${line.from}-${line.to}`}
            data-how={line.how}
            d={`M${right - 2} ${top + 4}H${x + 3}q-3 0-3 3V${bottom - 7}q0 3 3 3H${right - 3}${arrow}`}
          />
        );
      })}
    </svg>
  );
}
