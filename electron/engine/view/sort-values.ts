import type { SortKey } from '../../../shared/model/view.ts';
import type { TarIndex } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';
import type { Choice } from './choose.ts';

/** The columns of a layer that sorting, filtering and totals need: what is posted to a worker. */
export type SizedLayer = Pick<
  TarIndex,
  'size' | 'mtime' | 'mode' | 'owner' | 'owners' | 'flags' | 'linkRow' | 'linkOffset' | 'links'
>;

/** @returns per path the number to sort by; undefined for `name`, whose order children already have */
export function sortValues(
  table: PathTable,
  { version }: Choice,
  totals: Float64Array,
  layers: readonly (SizedLayer | undefined)[],
  key: SortKey,
): Float64Array | undefined {
  if (key === 'name') return undefined;
  if (key === 'size') return totals;
  const values = new Float64Array(table.length);
  for (let path = 0; path < table.length; path++) {
    const v = version[path]!;
    if (v === -1) continue;
    const holder = table.inode[v]!;
    const row = table.row[holder]!;
    const layer = layers[table.layer[holder]!];
    if (key === 'layer') values[path] = table.layer[v]!;
    else if (row === -1 || layer === undefined) values[path] = -1;
    else if (key === 'mtime') values[path] = layer.mtime[row]!;
    else if (key === 'mode') values[path] = layer.mode[row]!;
    else values[path] = ownerValue(layer, row);
  }
  return values;
}

/** Orders by uid, then gid: both are below 2^32 in any real archive, and a double holds the rest as it can. */
function ownerValue({ owner, owners }: Pick<SizedLayer, 'owner' | 'owners'>, row: number): number {
  const at = 2 * owner[row]!;
  return owners[at]! * 2 ** 21 + owners[at + 1]! / 2 ** 11;
}
