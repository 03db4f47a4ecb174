import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from 'd3-hierarchy';

/** What the worker needs of the boxes, one entry per box, parents before children. */
export interface LayoutInput {
  /** Index of the folder, −1 for the first box only. */
  readonly parent: Int32Array;
  /** Bytes. */
  readonly size: Float64Array;
  /** CSS pixels of the picture. */
  readonly width: number;
  readonly height: number;
}

/** Height of a folder's heading in CSS pixels. */
export const HEADING = 17;
const EDGE = 2;
/** Pixels of a folder's shorter side for each pixel of its edge. */
const ROOM_PER_EDGE = 24;
/** A smaller folder has no heading: its name would not be read. */
const MIN_HEADED = { width: 44, height: 40 };

interface Item {
  readonly index: number;
  readonly size: number;
  readonly children: Item[];
}

/**
 * A squarified treemap with whole pixels.
 * @returns x0, y0, x1, y1 of each box in CSS pixels
 */
export function layOut({ parent, size, width, height }: LayoutInput): Float32Array<ArrayBuffer> {
  const items = Array.from(size, (bytes, index): Item => ({ index, size: bytes, children: [] }));
  for (const item of items) items[parent[item.index] ?? -1]?.children.push(item);
  const rects = new Float32Array(items.length * 4);
  const [first] = items;
  if (!first || width <= 0 || height <= 0) return rects;
  const root = hierarchy(first, ({ children }) => (children.length > 0 ? children : null))
    .sum((item) => (item.children.length > 0 ? 0 : item.size))
    // oxlint-disable-next-line unicorn/no-array-sort -- of a hierarchy, which is its own
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const placed = treemap<Item>()
    .tile(treemapSquarify.ratio(1.3))
    .size([width, height])
    .round(true)
    .paddingInner(1)
    .paddingOuter(edgeOf)
    .paddingTop((node) => (node.depth > 0 && isHeaded(node.x1 - node.x0, node.y1 - node.y0) ? HEADING : edgeOf(node)))(
    root,
  );
  for (const { data, x0, y0, x1, y1 } of placed.descendants()) rects.set([x0, y0, x1, y1], data.index * 4);
  return rects;
}

/** True when a folder of this size has a heading. */
export function isHeaded(width: number, height: number): boolean {
  return width >= MIN_HEADED.width && height >= MIN_HEADED.height;
}

/** The ground of a folder that shows round its boxes: a small one has none, else nothing but ground would be seen of it. */
function edgeOf({ depth, x0, x1, y0, y1 }: HierarchyRectangularNode<Item>): number {
  if (depth === 0) return 0;
  return Math.min(EDGE, Math.floor(Math.min(x1 - x0, y1 - y0) / ROOM_PER_EDGE));
}
