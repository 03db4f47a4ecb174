import type { HiddenRow } from '../../shared/model/space.ts';
import type { VersionRow } from './version-row.tsx';

/** A hidden version as a row of a list. */
export function versionRow(row: HiddenRow, depth: number): VersionRow {
  const { pathID, path, layer, type, size, hiddenBy, secret, hardlink } = row;
  return {
    pathID,
    depth,
    path,
    layer,
    type,
    size,
    hiddenBy,
    ...(secret !== undefined && { secret }),
    ...(hardlink !== undefined && { hardlink }),
  };
}
