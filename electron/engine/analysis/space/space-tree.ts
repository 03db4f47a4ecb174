import { ENTRY_TYPES } from '../../../../shared/model/entry.ts';
import type { SpaceNode, SpaceTree } from '../../../../shared/model/space.ts';
import type { PathTable } from '../../union/path-table.ts';
import { bytesToText } from '../../union/path-text.ts';
import { compareNames } from '../../view/child-order.ts';
import type { SpaceSums } from './space-sums.ts';

export interface SpaceTreeInput {
  readonly table: Pick<PathTable, 'length' | 'parent' | 'names' | 'nameOffset' | 'nameLength' | 'layer' | 'type'>;
  readonly sums: SpaceSums;
  readonly path: number;
  readonly depth: number;
  readonly limit: number;
}

/** A box this much smaller than an even share of the picture is less than a pixel or two. */
const SHARE = 4;
const NONE: readonly number[] = [];

/** The largest boxes first, folder by folder, until there are `limit`: what is left out is too small to see. */
export function spaceTree({ table, sums, path: top, depth, limit }: SpaceTreeInput): SpaceTree {
  const { total, below, children } = sums;
  const visible = visibleChildren(table, total, top, total[top]! / (limit * SHARE));
  const drafts: Draft[] = [draftOf(top, -1, 0)];
  const heap = new LargestFirst((draft) => total[drafts[draft]!.path]!);
  heap.push(0);
  for (let at = heap.pop(); at !== undefined; at = heap.pop()) {
    const draft = drafts[at]!;
    draft.children = children[draft.path]!;
    draft.restCount = draft.children;
    draft.restSize = draft.children === 0 ? 0 : below[draft.path]!;
    if (draft.depth >= depth) continue;
    for (const child of visible.get(draft.path) ?? NONE) {
      if (drafts.length >= limit) break;
      draft.restCount--;
      draft.restSize -= total[child]!;
      heap.push(drafts.push(draftOf(child, at, draft.depth + 1)) - 1);
    }
  }
  return { nodes: drafts.map((draft) => describe(table, sums, draft)) };
}

/** Folder → its children of at least so many bytes, largest first. What is smaller holds nothing larger. */
function visibleChildren(
  table: SpaceTreeInput['table'],
  total: Float64Array,
  top: number,
  least: number,
): ReadonlyMap<number, readonly number[]> {
  const { length, parent } = table;
  const isVisible = new Uint8Array(length);
  isVisible[top] = 1;
  const visible = new Map<number, number[]>();
  for (let path = top + 1; path < length; path++) {
    const above = parent[path]!;
    if (isVisible[above] === 0 || total[path]! < least || total[path] === 0) continue;
    isVisible[path] = 1;
    const siblings = visible.get(above);
    if (siblings) siblings.push(path);
    else visible.set(above, [path]);
  }
  // oxlint-disable-next-line unicorn/no-array-sort -- its own
  for (const siblings of visible.values()) siblings.sort((a, b) => total[b]! - total[a]! || compareNames(table, a, b));
  return visible;
}

interface Draft {
  readonly path: number;
  readonly parent: number;
  readonly depth: number;
  children: number;
  restCount: number;
  restSize: number;
}

function draftOf(path: number, parent: number, depth: number): Draft {
  return { path, parent, depth, children: 0, restCount: 0, restSize: 0 };
}

function describe(table: SpaceTreeInput['table'], { total, version }: SpaceSums, draft: Draft): SpaceNode {
  const { path, parent, children, restCount, restSize } = draft;
  const from = table.nameOffset[path]!;
  const shown = version[path]!;
  return {
    pathID: path,
    name: bytesToText(table.names.subarray(from, from + table.nameLength[path]!)),
    size: total[path]!,
    layer: shown === -1 ? 0 : table.layer[shown]!,
    type: shown === -1 ? 'dir' : (ENTRY_TYPES[table.type[shown]!] ?? 'file'),
    parent,
    children,
    restCount,
    restSize,
  };
}

/** A binary heap of numbers by a size that does not change. */
class LargestFirst {
  readonly #items: number[] = [];
  readonly #size: (item: number) => number;

  constructor(size: (item: number) => number) {
    this.#size = size;
  }

  push(item: number): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0 && this.#size(items[(at - 1) >> 1]!) < this.#size(item)) {
      items[at] = items[(at - 1) >> 1]!;
      at = (at - 1) >> 1;
    }
    items[at] = item;
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.#size(items[child + 1]!) > this.#size(items[child]!)) child++;
      if (this.#size(items[child]!) <= this.#size(last)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
