import { ENTRY_TYPES } from '../../../../shared/model/entry.ts';
import type { SpaceMode, SpaceNode, SpaceTree } from '../../../../shared/model/space.ts';
import type { PathTable } from '../../union/path-table.ts';
import { bytesToText } from '../../union/path-text.ts';
import { folderTotals } from '../../view/arrange.ts';
import type { ChildOrder } from '../../view/child-order.ts';
import { chooseVersions } from '../../view/choose.ts';
import type { SizedLayer } from '../../view/sort-values.ts';
import { inodeBytes, inodeHiders } from './inodes.ts';

export interface SpaceTreeInput {
  readonly table: PathTable;
  readonly order: ChildOrder;
  readonly layers: readonly (SizedLayer | undefined)[];
  readonly path: number;
  readonly mode: SpaceMode;
  readonly depth: number;
  readonly limit: number;
}

/** A box this much smaller than an even share of the picture is less than a pixel or two. */
const SHARE = 4;

interface Sized {
  /** Path → bytes at and below it. */
  readonly total: Float64Array;
  /** Path → version that a box is drawn for; -1: none. */
  readonly version: Int32Array;
}

/** The largest boxes first, folder by folder, until there are `limit`: what is left out is too small to see. */
export function spaceTree(input: SpaceTreeInput): SpaceTree {
  const { table, order, mode, path: top, depth, limit } = input;
  const sized = mode.kind === 'hidden' ? hiddenBytes(input) : treeBytes(input, mode);
  const { total } = sized;
  const least = total[top]! / (limit * SHARE);
  const drafts: Draft[] = [{ path: top, parent: -1, depth: 0, children: 0, restCount: 0, restSize: 0 }];
  const heap = new LargestFirst((draft) => total[drafts[draft]!.path]!);
  heap.push(0);
  for (let at = heap.pop(); at !== undefined; at = heap.pop()) {
    const draft = drafts[at]!;
    const children = [...order.children.subarray(order.start[draft.path], order.start[draft.path + 1])]
      .filter((child) => total[child]! > 0)
      .toSorted((a, b) => total[b]! - total[a]!);
    draft.children = children.length;
    for (const child of children) {
      if (draft.depth >= depth || drafts.length >= limit || total[child]! < least) {
        draft.restCount++;
        draft.restSize += total[child]!;
        continue;
      }
      drafts.push({ path: child, parent: at, depth: draft.depth + 1, children: 0, restCount: 0, restSize: 0 });
      heap.push(drafts.length - 1);
    }
  }
  return { nodes: drafts.map((draft) => describe(table, sized, draft)) };
}

interface Draft {
  readonly path: number;
  readonly parent: number;
  readonly depth: number;
  children: number;
  restCount: number;
  restSize: number;
}

function describe(table: PathTable, { total, version }: Sized, draft: Draft): SpaceNode {
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

function treeBytes({ table, layers }: SpaceTreeInput, mode: Exclude<SpaceMode, { kind: 'hidden' }>): Sized {
  const choice = chooseVersions(table, mode, false);
  return { total: folderTotals(table, choice, undefined, layers), version: choice.version };
}

function hiddenBytes({ table, layers }: SpaceTreeInput): Sized {
  const { length, parent, versionStart, visible } = table;
  const hiders = inodeHiders(table);
  const total = new Float64Array(length);
  const version = new Int32Array(length);
  for (let path = length - 1; path >= 0; path--) {
    let largest = -1;
    let most = 0;
    for (let v = versionStart[path]!; v < versionStart[path + 1]!; v++) {
      if (hiders[v] === -1) continue;
      const bytes = inodeBytes(table, layers, v);
      total[path]! += bytes;
      if (bytes > most) [largest, most] = [v, bytes];
    }
    version[path] = largest !== -1 ? largest : visible[path] !== -1 ? visible[path]! : versionStart[path + 1]! - 1;
    if (path > 0) total[parent[path]!]! += total[path]!;
  }
  return { total, version };
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
