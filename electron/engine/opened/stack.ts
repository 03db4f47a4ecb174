import type { TarIndex } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';
import { orderChildren, type ChildOrder } from '../view/child-order.ts';
import { lowerNames } from '../view/filter.ts';
import type { Pool } from '../work/pool.ts';
import { derived, type Derived } from './derived.ts';

/** A merged stack of layers with what its readers share. All columns are shared memory. */
export interface Stack {
  readonly table: PathTable;
  /** Base first; undefined where the blob is absent or could not be read at all. */
  readonly indexes: readonly (TarIndex | undefined)[];
  readonly order: Derived<ChildOrder>;
  /** `table.names` with ASCII letters lowered. */
  readonly lowered: Derived<Uint8Array>;
}

/** Someone waits for the first rows of a view. */
const PRIORITY = 3;

/** @param order how to come by the order of its paths without blocking; made by a worker when left out */
export function createStack(
  table: PathTable,
  indexes: Stack['indexes'],
  pool: Pool,
  order: () => Promise<ChildOrder> = async () => orderBehind(table, pool),
): Stack {
  return {
    table,
    indexes,
    order: derived(() => orderChildren(table), order),
    lowered: derived(
      () => lowerNames(table.names),
      () => pool.run('lowerNames', { names: table.names }, { priority: PRIORITY }),
    ),
  };
}

/** Only the columns that matter are posted. */
export async function orderBehind(
  { length, parent, names, nameOffset, nameLength }: PathTable,
  pool: Pool,
): Promise<ChildOrder> {
  const paths = { length, parent, names, nameOffset, nameLength };
  return pool.run('orderChildren', { paths }, { priority: PRIORITY });
}
