import type { PathTable } from './path-table.ts';
import { startOfGroup, topOfGroup } from './version-group.ts';

/**
 * The version of a path that is visible when only layers 0…`layer` are stacked: of a directory the topmost with an
 * entry, or the first that implied it. -1 when the path is not there.
 */
export function versionAsOf(table: PathTable, path: number, layer: number): number {
  const newest = newestAsOf(table, path, layer);
  return newest === -1 ? -1 : topOfGroup(table, newest);
}

/** Layers whose versions are merged into what `versionAsOf` gives, base first. Of a file that is one. */
export function contributingLayers(table: PathTable, path: number, layer: number): number[] {
  const newest = newestAsOf(table, path, layer);
  if (newest === -1) return [];
  return [...table.layer.subarray(startOfGroup(table, newest), newest + 1)];
}

/** What hides a version hides those below it as well, so only the newest need be asked. */
function newestAsOf({ versionStart, layer, hiddenBy }: PathTable, path: number, top: number): number {
  for (let version = versionStart[path + 1]! - 1; version >= versionStart[path]!; version--) {
    if (layer[version]! > top) continue;
    return hiddenBy[version] === -1 || hiddenBy[version]! > top ? version : -1;
  }
  return -1;
}
