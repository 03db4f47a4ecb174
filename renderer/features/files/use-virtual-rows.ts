import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { contentToShow, physicalHeight, scrolled, scrollTo, visibleRows, type ScrollPosition } from './scroll-map.ts';

/** Pixels; `--row` of the tokens. */
export const ROW_HEIGHT = 24;
const OVERSCAN = 6;

export interface VirtualRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly viewport: RefObject<HTMLDivElement | null>;
  /** Rows to render; `end` is exclusive. */
  readonly range: { readonly start: number; readonly end: number };
  /** Rows that fit the screen whole. */
  readonly page: number;
  /** Pixels of the whole list above the viewport. */
  readonly content: number;
  /** Height for the element that gives the scrollbar its length. */
  readonly height: number;
  readonly onScroll: () => void;
  /** Brings a row into view by the shortest way. */
  readonly showRow: (row: number) => void;
}

/**
 * Rows of one height in a list of any length. The rows live in a sticky pane that does not scroll with the element:
 * they are placed by `content`, so that a fast scroll shows the last rows a moment longer instead of nothing.
 */
export function useVirtualRows(rowCount: number): VirtualRows {
  const scroller = useRef<HTMLDivElement>(null);
  const viewport = useRef<HTMLDivElement>(null);
  const [position, setPosition] = useState<ScrollPosition>({ content: 0, physical: 0 });
  const [viewportHeight, setViewportHeight] = useState(0);
  const geometry = { contentHeight: rowCount * ROW_HEIGHT, viewportHeight };
  const now = useRef({ position, geometry });
  now.current = { position, geometry };

  useLayoutEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const measure = () => setViewportHeight(element.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const move = useCallback((next: ScrollPosition) => {
    const element = scroller.current;
    now.current.position = next;
    setPosition(next);
    if (element && Math.abs(element.scrollTop - next.physical) >= 1) element.scrollTop = next.physical;
  }, []);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    const { position: from, geometry: current } = now.current;
    if (!element || Math.abs(element.scrollTop - from.physical) < 1) return;
    const top = element.scrollTop;
    // In the frame of the event: a frame later the rows would trail the thumb.
    flushSync(() => move(scrolled(from, top, current)));
  }, [move]);

  const showRow = useCallback(
    (row: number) => {
      const { position: from, geometry: current } = now.current;
      const content = contentToShow(row, ROW_HEIGHT, from.content, current.viewportHeight);
      if (content !== from.content) move(scrollTo(content, current));
    },
    [move],
  );

  // Fewer rows or a taller pane may leave the position past the end.
  useLayoutEffect(() => {
    const { position: from, geometry: current } = now.current;
    const next = scrollTo(from.content, current);
    if (next.content !== from.content || next.physical !== from.physical) move(next);
  }, [rowCount, viewportHeight, move]);

  return {
    scroller,
    viewport,
    range: visibleRows(position.content, viewportHeight, ROW_HEIGHT, rowCount, OVERSCAN),
    page: Math.floor(viewportHeight / ROW_HEIGHT),
    content: position.content,
    height: physicalHeight(geometry.contentHeight),
    onScroll,
    showRow,
  };
}
