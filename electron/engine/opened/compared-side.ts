import { DIFFERENCE_KINDS, type Comparison, type DifferenceKind, type Moved } from '../../../shared/model/compare.ts';
import type { ReviewedRows } from '../compare/reviewed-rows.ts';
import type { HashedBodies } from '../tar/hashed-bodies.ts';
import type { UnionTree } from '../compare/union-tree.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { ChildOrder } from '../view/child-order.ts';
import { pathText } from '../union/path-text.ts';
import type { Pool } from '../work/pool.ts';
import type { Derived } from './derived.ts';
import type { LoadedParts } from './loaded-image.ts';
import type { Stack } from './stack.ts';

/** One side, loaded. Layers of `stack` and `indexed` are counted from `from`. */
export interface LoadedSide {
  readonly parts: LoadedParts;
  readonly from: number;
  readonly to: number;
  readonly stack: Stack;
  readonly indexed: readonly (IndexedLayer | undefined)[];
  /** Layer → number shared by layers of one content. */
  readonly layerIDs: Int32Array;
}

/** A side with the digests that were needed. */
export interface HashedLoadedSide extends LoadedSide {
  readonly digests: readonly (HashedBodies | undefined)[];
}

export interface ComparisonParts {
  readonly comparison: Comparison;
  readonly tree: UnionTree;
  readonly order: ChildOrder;
  readonly lowered: Uint8Array;
  /** `noiseMarks` of the tree. */
  readonly noise: Derived<Uint8Array>;
  /** Row → the layer that made it what it is, counted from that side's `from`; -1: none. */
  readonly changedLayers: Derived<Readonly<Record<'before' | 'after', Int32Array>>>;
  readonly reviewed: ReviewedRows;
  readonly before: HashedLoadedSide;
  readonly after: HashedLoadedSide;
  readonly pool: Pool;
}

export function kindOf(tree: UnionTree, row: number): DifferenceKind {
  return DIFFERENCE_KINDS[tree.kind[row]!] ?? 'identical';
}

/** Where a row moved to or came from. */
export function movedOf({ tree }: ComparisonParts, row: number): Moved | undefined {
  const partner = tree.partner[row]!;
  if (partner === -1) return undefined;
  return { pathID: partner, path: pathText(tree, partner).path, likeness: tree.likeness[row]! };
}

/** Index of the providing layer in the image. */
export function layerOf({ stack, from }: LoadedSide, version: number): number {
  return from + stack.table.layer[version]!;
}
