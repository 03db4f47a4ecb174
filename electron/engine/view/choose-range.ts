import { versionAsOf } from '../union/as-of.ts';
import type { PathTable } from '../union/path-table.ts';

/** What choose.ts fills. */
interface Chosen {
  readonly version: Int32Array;
  readonly ghost: Uint8Array;
}

/**
 * The net effect of layers `from` … `to`: what is there after them and was not, or was another version, and as ghosts
 * what was there before and is not any more. What one of them added and another removed again is in neither tree.
 * Folders above such paths come with them.
 */
export function chooseRange(table: PathTable, from: number, to: number, { version, ghost }: Chosen): void {
  for (let path = 1; path < table.length; path++) {
    const before = versionAsOf(table, path, from - 1);
    const after = versionAsOf(table, path, to);
    if (before === after) continue;
    version[path] = after === -1 ? before : after;
    if (after === -1) ghost[path] = 1;
  }
  for (let path = table.length - 1; path > 0; path--) {
    const above = table.parent[path]!;
    if (version[path] === -1 || version[above] !== -1) continue;
    version[above] = versionAsOf(table, above, to);
  }
  version[0] = versionAsOf(table, 0, to);
}
