import type { PathTable } from './path-table.ts';
import { endOfGroup, topOfGroup } from './version-group.ts';

/**
 * Every hidden version, paths in the order of the table, base layer first. A directory that several layers merged is
 * one: the version that gave it its attributes.
 */
export function* hiddenVersions(table: PathTable): Iterable<number> {
  for (let version = 0; version < table.versionCount; version++) {
    if (table.hiddenBy[version] === -1) continue;
    const last = endOfGroup(table, version);
    yield topOfGroup(table, last);
    version = last;
  }
}
