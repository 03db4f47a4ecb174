import { ownSize } from './lay-out-list.ts';
import type { UnionTree } from './union-tree.ts';

/** A row of the union that is a contributor; `SizeContributor` says what the others mean. */
export interface FoundContributor {
  readonly row: number;
  readonly isRest: boolean;
  readonly delta: number;
  readonly files: number;
}

export interface FoundContributors {
  /** Largest change first; at most `PARTS`. */
  readonly contributors: readonly FoundContributor[];
  readonly rest: { readonly delta: number; readonly files: number };
}

/** What makes up less than one of so many parts of all bytes that came and went is not listed by itself. */
const PARTS = 50;

type Tree = Pick<
  UnionTree,
  'length' | 'parent' | 'end' | 'type' | 'before' | 'after' | 'partner' | 'totalBefore' | 'totalAfter'
>;

/**
 * Parts the change in size: every path is counted at the lowest row above it whose bytes that came and went make up one
 * part, so that what is listed adds up. Linear.
 */
export function sizeContributors(tree: Tree): FoundContributors {
  const { length, parent } = tree;
  const net = new Float64Array(length);
  const gross = new Float64Array(length);
  const files = new Float64Array(length);
  for (let row = length - 1; row >= 0; row--) {
    const own = ownDelta(tree, row);
    net[row]! += own;
    gross[row]! += Math.abs(own);
    if (own !== 0) files[row]!++;
    if (row > 0) for (const column of [net, gross, files]) column[parent[row]!]! += column[row]!;
  }
  const least = Math.max(1, gross[0]! / PARTS);
  const isLarge = (row: number) => gross[row]! >= least;
  // What a row's large children leave to it.
  const left = { net: net.slice(), gross: gross.slice(), files: files.slice() };
  for (let row = 1; row < length; row++) {
    if (!isLarge(row)) continue;
    left.net[parent[row]!]! -= net[row]!;
    left.gross[parent[row]!]! -= gross[row]!;
    left.files[parent[row]!]! -= files[row]!;
  }
  const contributors: FoundContributor[] = [];
  const rest = { delta: 0, files: 0 };
  for (let row = 0; row < length; row++) {
    if (!isLarge(row)) continue;
    const [delta, count] = [left.net[row]!, left.files[row]!];
    if (left.gross[row]! >= least && delta !== 0)
      contributors.push({ row, isRest: left.files[row] !== files[row], delta, files: count });
    else {
      rest.delta += delta;
      rest.files += count;
    }
  }
  return {
    contributors: contributors.toSorted((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || a.row - b.row),
    rest,
  };
}

/** Bytes of the row's own, after minus before; what moved counts where it is now, by what it grew. */
function ownDelta(tree: Tree, row: number): number {
  const before = ownSize(tree, tree.totalBefore, row);
  const after = ownSize(tree, tree.totalAfter, row);
  const partner = tree.partner[row]!;
  if (partner === -1) return after - before;
  return tree.after[row] === -1 ? 0 : after - ownSize(tree, tree.totalBefore, partner);
}
