import type { PathTable } from './path-table.ts';
import { isMergedWithNext } from './version-group.ts';

/** What one layer did to the tree below it. The root itself is always there: it is changed, never added. */
export interface LayerCounts {
  readonly added: number;
  /** Paths that were there and have another version here; a directory that the layer only implies is not changed. */
  readonly changed: number;
  /** Paths that were there and are not any more: a removed folder counts each path in it. */
  readonly removed: number;
}

/** The counts of every layer, base first, in one pass over the versions. */
export function countChanges(table: PathTable, layerCount: number): readonly LayerCounts[] {
  const { versionCount, versionPath, layer, row, hiddenBy } = table;
  const counts = Array.from({ length: layerCount }, () => ({ added: 0, changed: 0, removed: 0 }));
  for (let version = 0; version < versionCount; version++) {
    const path = versionPath[version]!;
    const here = layer[version]!;
    const lower = version > 0 && versionPath[version - 1] === path ? version - 1 : -1;
    const wasThere = lower !== -1 && (hiddenBy[lower] === -1 || hiddenBy[lower]! >= here);
    if (!wasThere) counts[here]!.added += path === 0 ? 0 : 1;
    else if (row[version] !== -1 || !isMergedWithNext(table, lower)) counts[here]!.changed++;

    const upper = version + 1 < versionCount && versionPath[version + 1] === path ? version + 1 : -1;
    const hider = hiddenBy[version]!;
    // Of versions that a layer hides together, the newest stands for the path.
    if (hider !== -1 && (upper === -1 || layer[upper]! > hider)) counts[hider]!.removed++;
  }
  return counts;
}
