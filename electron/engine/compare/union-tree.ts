import type { TarIndex } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';
import type { ChildOrder } from '../view/child-order.ts';

/** One side of a comparison. */
export interface TreeSide {
  readonly table: PathTable;
  readonly order: ChildOrder;
  /** Base first, with the `rare` fields. */
  readonly indexes: readonly (TarIndex | undefined)[];
  /** Layer → a number that both sides give to layers of one content: their rows are the same. */
  readonly layerIDs: Int32Array;
  /** Layer → 1 where bodies lie as they are, so that bytes are compared with bytes. */
  readonly isRaw: Uint8Array;
}

/** Bits of `UnionTree.keys`: positions in DELTA_KEYS. */
export type KeyBits = number;

/**
 * Every path that either tree has, in preorder, siblings by the bytes of their names: the rows below row `i` are
 * `i+1 … end[i]-1`. Row 0 is the root. Columns are shared memory.
 */
export interface UnionTree {
  readonly length: number;
  readonly parent: Int32Array;
  readonly end: Int32Array;
  readonly nameOffset: Uint32Array;
  readonly nameLength: Uint16Array;
  readonly names: Uint8Array;
  /** Row → the version visible there, a row of that side's version columns; -1: not in that tree. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** TYPE_CODES position, of the version after, or before where it is removed. */
  readonly type: Uint8Array;
  /** Position in DIFFERENCE_KINDS. */
  readonly kind: Uint8Array;
  readonly keys: Uint16Array;
  /** Row that a removed path moved to, or an added one came from; -1: none. */
  readonly partner: Int32Array;
  /** Percent of a file's bytes that it has in common with its partner; 100: they are the same; 0: no partner. */
  readonly likeness: Uint8Array;
  /** Bytes of regular files at and below, each inode once. */
  readonly totalBefore: Float64Array;
  readonly totalAfter: Float64Array;
}

/** Undecided rows of the union whose bodies lie in two raw layers, by where they lie in the layer before. */
export interface RawPairs {
  readonly layerBefore: number;
  readonly layerAfter: number;
  readonly rows: Int32Array;
  /** The same pairs as rows of the TarIndex of either layer. */
  readonly rowsBefore: Int32Array;
  readonly rowsAfter: Int32Array;
}

/** For each layer of a side, rows of its TarIndex whose bodies must be hashed, ascending. */
export type WantedRows = readonly Int32Array[];
