/** Pixels. Chromium caps an element at 16.7M px when a screen doubles its pixels; half of that is always safe. */
export const MAX_SCROLL_HEIGHT = 8_000_000;
/** Pixels one scroll event may move and still be a wheel, a key or a finger; more is a drag of the thumb. */
const EXACT_LIMIT = 4000;

export interface Geometry {
  /** Pixels of all rows: may be far more than an element can be tall. */
  readonly contentHeight: number;
  readonly viewportHeight: number;
}

/** Where the list is: `content` in pixels of the whole list, `physical` is the element's scrollTop. */
export interface ScrollPosition {
  readonly content: number;
  readonly physical: number;
}

/** Height to give the scrolled element. */
export function physicalHeight(contentHeight: number): number {
  return Math.min(contentHeight, MAX_SCROLL_HEIGHT);
}

/**
 * Follows a scroll event. In a list that fits, the two positions are equal. In a taller one a small move is taken
 * pixel for pixel and a large one by ratio; where the two meet an end, `physical` comes back corrected and the caller
 * must set it.
 */
export function scrolled(from: ScrollPosition, physical: number, geometry: Geometry): ScrollPosition {
  const last = lastPosition(geometry);
  if (last.content === last.physical) return at(clamp(physical, last.physical), last);
  const delta = physical - from.physical;
  if (Math.abs(delta) > EXACT_LIMIT) return { content: byRatio(physical, last.physical, last.content), physical };
  const content = clamp(from.content + delta, last.content);
  const atEdge = physical <= 0 || physical >= last.physical || content <= 0 || content >= last.content;
  return atEdge ? at(content, last) : { content, physical };
}

/** The position that shows `content` at the top, as near as the list's end allows. */
export function scrollTo(content: number, geometry: Geometry): ScrollPosition {
  const last = lastPosition(geometry);
  return at(clamp(content, last.content), last);
}

/** Rows that a viewport touches, and some on either side. `end` is exclusive. */
export function visibleRows(
  content: number,
  viewportHeight: number,
  rowHeight: number,
  rowCount: number,
  overscan: number,
): { readonly start: number; readonly end: number } {
  const start = Math.max(0, Math.floor(content / rowHeight) - overscan);
  const end = Math.min(rowCount, Math.ceil((content + viewportHeight) / rowHeight) + overscan);
  return { start: Math.min(start, end), end };
}

/** The content position that brings a row into view by the shortest way; the same position when it is in view. */
export function contentToShow(row: number, rowHeight: number, content: number, viewportHeight: number): number {
  const top = row * rowHeight;
  if (top < content) return top;
  return Math.max(content, top + rowHeight - viewportHeight);
}

function lastPosition({ contentHeight, viewportHeight }: Geometry): ScrollPosition {
  return {
    content: Math.max(0, contentHeight - viewportHeight),
    physical: Math.max(0, physicalHeight(contentHeight) - viewportHeight),
  };
}

function at(content: number, last: ScrollPosition): ScrollPosition {
  if (last.content === last.physical || content <= 0 || content >= last.content) {
    return { content, physical: content >= last.content ? last.physical : content };
  }
  // Off the ends by a pixel at least: a scrollbar at its end could not move on.
  const physical = Math.round(byRatio(content, last.content, last.physical));
  return { content, physical: Math.min(Math.max(physical, 1), last.physical - 1) };
}

function byRatio(value: number, from: number, to: number): number {
  return from === 0 ? 0 : Math.round((value / from) * to);
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
