import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react';

/** Chromium caps an element at 16.7 million px at double scale; far below it, jumps map by ratio instead. */
const MAX_SCROLL_HEIGHT = 8_000_000;

export interface RowScroll {
  /** First row on the screen. */
  readonly top: number;
  /** Whole rows that fit. */
  readonly fit: number;
  /** Height of the element that makes the scroll bar, in px. */
  readonly height: number;
  /** Scrolls as little as needed. */
  readonly reveal: (row: number) => void;
  /** Scrolls so that the row stands in the upper third, with what comes before it in sight; not at all when it shows. */
  readonly jump: (row: number) => void;
  /** Scrolls so that the row is the first on the screen, or as far as the rows go. @returns the first row then */
  readonly to: (row: number) => number;
}

/** Scrolling by whole rows of equal height, for any number of rows, in the element that scrolls. */
export function useRowScroll(scroller: RefObject<HTMLElement | null>, rows: number, rowHeight: number): RowScroll {
  const [top, setTop] = useState(0);
  const [fit, setFit] = useState(1);
  const height = Math.min(rows * rowHeight, MAX_SCROLL_HEIGHT);
  const capped = rows * rowHeight > MAX_SCROLL_HEIGHT;
  const maxTop = Math.max(0, rows - fit);
  const shown = Math.min(top, maxTop);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = () => setFit(Math.max(1, Math.floor(element.clientHeight / rowHeight)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [rowHeight, scroller]);

  /** Where the bar stands for a row. Exact when uncapped. */
  const barOf = useCallback(
    (row: number, element: HTMLElement) =>
      capped ? Math.round((row / Math.max(1, maxTop)) * (height - element.clientHeight)) : row * rowHeight,
    [capped, maxTop, height, rowHeight],
  );

  const scrollTo = useCallback(
    (row: number) => {
      const element = scroller.current;
      const to = Math.min(Math.max(0, row), maxTop);
      setTop(to);
      element?.scrollTo({ top: barOf(to, element), behavior: 'instant' });
      return to;
    },
    [barOf, maxTop, scroller],
  );

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const onScroll = () => {
      const range = Math.max(1, height - element.clientHeight);
      setTop((before) => {
        // Our own move of a capped bar must not be read back: one px of it is many rows.
        if (capped && Math.abs(barOf(before, element) - element.scrollTop) <= 1) return before;
        return capped
          ? Math.round((element.scrollTop / range) * maxTop)
          : Math.min(maxTop, Math.round(element.scrollTop / rowHeight));
      });
    };
    const onWheel = (event: WheelEvent) => {
      if (!capped || event.ctrlKey) return;
      event.preventDefault();
      scrollTo(shown + Math.trunc(event.deltaY / rowHeight) + Math.sign(event.deltaY));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [barOf, capped, height, maxTop, rowHeight, scroller, scrollTo, shown]);

  const reveal = useCallback(
    (row: number) => {
      if (row < shown) scrollTo(row);
      else if (row >= shown + fit) scrollTo(row - fit + 1);
    },
    [fit, scrollTo, shown],
  );
  const jump = useCallback(
    (row: number) => {
      if (row < shown || row >= shown + fit) scrollTo(row - Math.floor(fit / 3));
    },
    [fit, scrollTo, shown],
  );
  return { top: shown, fit, height, reveal, jump, to: scrollTo };
}
