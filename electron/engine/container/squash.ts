import { childrenOf } from '../union/child-index.ts';
import { versionAsOf } from '../union/as-of.ts';
import { factsOf, type ImageColumns } from './image-tree.ts';
import { entryOf, hardLinkEntry, whiteoutEntry, type LayerEntry } from './layer-entry.ts';
import { nameOfBytes, type Name } from './name.ts';

/**
 * One layer that does to the tree below `from` what the layers `from` … `to` (inclusive, base 0) do together. What they
 * hide of each other is gone; what they delete of lower layers keeps a whiteout for each topmost path.
 */
export function squashedEntries(columns: ImageColumns, from: number, to: number): LayerEntry[] {
  const { table } = columns;
  const firstName = new Map<number, string>();
  const time = newestTime(columns, from, to);

  const visit = (folder: number, path: string): LayerEntry[] =>
    sortedChildren(columns, folder).flatMap(([name, child]) => {
      const at = path === '' ? name : `${path}/${name}`;
      const before = versionAsOf(table, child, from - 1);
      const after = versionAsOf(table, child, to);
      if (after === -1) return before === -1 ? [] : [whiteoutEntry(at, time)];
      const facts = factsOf(columns, after);
      if (facts.kind === 'dir') {
        const inside = visit(child, at);
        // Also a folder that only holds changes: engines give one without an entry other metadata (formats.md §3.4).
        return before === after && inside.length === 0 ? [] : [entryOf(at, facts), ...inside];
      }
      if (before === after) return [];
      const inode = table.inode[after]!;
      const first = firstName.get(inode);
      if (first !== undefined) return [hardLinkEntry(at, first, facts)];
      firstName.set(inode, at);
      return [entryOf(at, facts)];
    });

  const root = versionAsOf(table, 0, to);
  const hasRoot = root !== -1 && root !== versionAsOf(table, 0, from - 1) && table.row[root] !== -1;
  return [...(hasRoot ? [entryOf('.', factsOf(columns, root))] : []), ...visit(0, '')];
}

function sortedChildren({ table }: ImageColumns, folder: number): (readonly [Name, number])[] {
  const { names, nameOffset, nameLength } = table;
  return Array.from(childrenOf(table, folder), (child) => {
    const from = nameOffset[child]!;
    return [nameOfBytes(names.subarray(from, from + nameLength[child]!)), child] as const;
  }).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Of whiteouts, whose own times are gone with the layers they stood in: from the image, not from the clock. */
function newestTime({ indexes }: ImageColumns, from: number, to: number): number {
  let newest = 0;
  for (const index of indexes.slice(from, to + 1))
    for (let row = 0; row < (index?.length ?? 0); row++) newest = Math.max(newest, index!.mtime[row]!);
  return newest;
}
