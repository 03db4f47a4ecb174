import { flushSync } from 'react-dom';
import { createObservable, type Observable } from '../stores/observable.ts';
import { contentToShow, scrolled, scrollTo, type Geometry, type ScrollPosition } from './scroll-map.ts';

/** Pixels; what `--row` of the tokens is until it is measured. */
const ROW_HEIGHT = 24;

export interface ListWindow {
  /** Pixels of the whole list above the viewport. */
  readonly content: number;
  /** Pixels. */
  readonly viewportHeight: number;
  /** Pixels; `--row` as the density has it. */
  readonly rowHeight: number;
}

/** Where a list of rows of one height stands, and the elements that move it. */
export interface VirtualList {
  readonly window: Observable<ListWindow>;
  /** Ref of the element that scrolls. */
  readonly scroller: (element: HTMLElement | null) => void;
  /** Ref of the element whose height is that of the rows on screen. */
  readonly viewport: (element: HTMLElement | null) => (() => void) | undefined;
  readonly onScroll: () => void;
  readonly setRowCount: (count: number) => void;
  /** Brings a row into view by the shortest way. */
  readonly showRow: (row: number) => void;
}

/** @returns a list without rows, at its top */
export function createVirtualList(): VirtualList {
  const shown = createObservable<ListWindow>({ content: 0, viewportHeight: 0, rowHeight: ROW_HEIGHT });
  let element: HTMLElement | null = null;
  let position: ScrollPosition = { content: 0, physical: 0 };
  let rowCount = 0;
  // A row asked for before the list has its height or its rows.
  let pending: number | null = null;

  const geometry = (): Geometry => ({
    contentHeight: rowCount * shown.current().rowHeight,
    viewportHeight: shown.current().viewportHeight,
  });

  function move(next: ScrollPosition): void {
    position = next;
    if (element && Math.abs(element.scrollTop - next.physical) >= 1) element.scrollTop = next.physical;
    if (shown.current().content !== next.content) shown.set({ ...shown.current(), content: next.content });
  }

  function settle(): void {
    if (pending === null) move(scrollTo(position.content, geometry()));
    else showRow(pending);
  }

  function showRow(row: number): void {
    const { viewportHeight, rowHeight } = shown.current();
    pending = viewportHeight === 0 || row >= rowCount ? row : null;
    if (pending !== null) return;
    const content = contentToShow(row, rowHeight, position.content, viewportHeight);
    if (content !== position.content) move(scrollTo(content, geometry()));
  }

  return {
    window: shown,
    scroller(next) {
      element = next;
    },
    viewport(viewport) {
      if (!viewport) return undefined;
      const measure = () => {
        // A hidden tab measures nothing; its place is kept.
        if (viewport.clientHeight === 0) return;
        const rowHeight = Number.parseFloat(getComputedStyle(viewport).getPropertyValue('--row')) || ROW_HEIGHT;
        // The same rows stay in view when they change their height.
        position = { ...position, content: position.content * (rowHeight / shown.current().rowHeight) };
        shown.set({ content: position.content, viewportHeight: viewport.clientHeight, rowHeight });
        settle();
      };
      const observer = new ResizeObserver(measure);
      observer.observe(viewport);
      return () => observer.disconnect();
    },
    onScroll() {
      if (!element || Math.abs(element.scrollTop - position.physical) < 1) return;
      const top = element.scrollTop;
      // In the frame of the event: a frame later the rows would trail the thumb.
      flushSync(() => move(scrolled(position, top, geometry())));
    },
    setRowCount(count) {
      if (count === rowCount) return;
      rowCount = count;
      // The element has its new height only after this render; then `settle` may set scrollTop.
      settle();
    },
    showRow,
  };
}
