import type { PathTable } from './path-table.ts';
import { endOfGroup, topOfGroup } from './version-group.ts';

/**
 * Every hidden version, paths in the order of the table, base layer first. A directory that several layers merged is
 * one: the version that gave it its attributes.
 */
export function hiddenVersions(table: PathTable): Int32Array<ArrayBuffer> {
  const found = new Int32Array(table.versionCount);
  let count = 0;
  for (let version = 0; version < table.versionCount; version++) {
    if (table.hiddenBy[version] === -1) continue;
    const last = endOfGroup(table, version);
    found[count++] = topOfGroup(table, last);
    version = last;
  }
  return found.slice(0, count);
}
