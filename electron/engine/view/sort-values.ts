import type { ViewMode, ViewSpec } from '../../../shared/model/view.ts';
import type { TarIndex } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';
import { changeOf } from './change-of.ts';
import type { Choice } from './choose.ts';

/** The columns of a layer that sorting, filtering and totals need: what is posted to a worker. */
export type SizedLayer = Pick<
  TarIndex,
  'size' | 'mtime' | 'mode' | 'owner' | 'owners' | 'flags' | 'linkRow' | 'linkOffset' | 'links'
>;

/** @returns per path the number to sort by; undefined for `name`, whose order children already have */
export function sortValues(
  table: PathTable,
  choice: Choice,
  totals: Float64Array,
  layers: readonly (SizedLayer | undefined)[],
  { sort: key, mode }: Pick<ViewSpec, 'sort' | 'mode'>,
): Float64Array | undefined {
  if (key === 'name') return undefined;
  if (key === 'size') return totals;
  if (key === 'change') return changeValues(table, choice, mode);
  const { version } = choice;
  const values = new Float64Array(table.length);
  for (let path = 0; path < table.length; path++) {
    const v = version[path]!;
    if (v === -1) continue;
    const holder = table.inode[v]!;
    const row = table.row[holder]!;
    const layer = layers[table.layer[holder]!];
    if (key === 'layer') values[path] = table.layer[v]!;
    else if (key === 'type') values[path] = table.type[v]!;
    else if (row === -1 || layer === undefined) values[path] = -1;
    else if (key === 'mtime') values[path] = layer.mtime[row]!;
    else if (key === 'mode') values[path] = layer.mode[row]!;
    else values[path] = ownerValue(layer, row);
  }
  return values;
}

/** Below every change: a folder in which something did. */
const CHANGED_BELOW = 0.5;

function changeValues(table: PathTable, { version, ghost }: Choice, mode: ViewMode): Float64Array {
  const values = new Float64Array(table.length);
  for (let path = table.length - 1; path > 0; path--) {
    const v = version[path]!;
    if (v === -1) continue;
    values[path] = changeOf(table, mode, v, ghost[path] === 1) || values[path]!;
    const above = table.parent[path]!;
    if (values[path]! > 0 && values[above] === 0) values[above] = CHANGED_BELOW;
  }
  return values;
}

/** Orders by uid, then gid: both are below 2^32 in any real archive, and a double holds the rest as it can. */
function ownerValue({ owner, owners }: Pick<SizedLayer, 'owner' | 'owners'>, row: number): number {
  const at = 2 * owner[row]!;
  return owners[at]! * 2 ** 21 + owners[at + 1]! / 2 ** 11;
}
