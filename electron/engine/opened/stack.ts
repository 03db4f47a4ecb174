import type { PathTable } from '../union/path-table.ts';
import type { TarIndex } from '../tar/tar-index.ts';
import type { ChildOrder } from '../view/child-order.ts';

/** A merged stack of layers with what its readers share. All columns are shared memory. */
export interface Stack {
  readonly table: PathTable;
  /** Base first; undefined where the blob is absent or could not be read at all. */
  readonly indexes: readonly (TarIndex | undefined)[];
  readonly order: ChildOrder;
  /** `table.names` with ASCII letters lowered. */
  readonly lowered: Uint8Array;
}
