import type { ViewMode } from '../../../shared/model/view.ts';
import { versionAsOf } from '../union/as-of.ts';
import type { PathTable } from '../union/path-table.ts';

/** What a view says that happened to a path. Numbers, since a million are asked for. */
export const CHANGE = { none: 0, removed: 1, changed: 2, added: 3 } as const;
export type ChangeCode = (typeof CHANGE)[keyof typeof CHANGE];

/** What the layer of a shown version did to its path, or in a range the layers of it. */
export function changeOf(table: PathTable, mode: ViewMode, version: number, isGhost: boolean): ChangeCode {
  if (isGhost) return mode.kind !== 'layer' || table.hiddenBy[version] === mode.layer ? CHANGE.removed : CHANGE.none;
  const below = versionBelow(table, mode, version);
  if (below === version) return CHANGE.none;
  return below === -1 ? CHANGE.added : CHANGE.changed;
}

/**
 * The version that a shown one is a change of.
 * @returns -1 when it was added; the version itself when nothing was changed
 */
export function versionBelow(table: PathTable, mode: ViewMode, version: number): number {
  const from = mode.kind === 'range' ? mode.from : table.layer[version]!;
  return from === 0 || table.row[version] === -1 ? version : versionAsOf(table, table.versionPath[version]!, from - 1);
}
