import { childrenOf } from './child-index.ts';
import { lookupPath } from './lookup.ts';
import type { PathTable } from './path-table.ts';
import { bytesToText } from './path-text.ts';

/**
 * Paths that a typed path may become, one component on: children of the folder before the last slash whose names begin
 * with what is after it, ASCII case ignored. Visible ones first, then short names, then by their bytes.
 * @param typed begins with `/`
 */
export function completePath(table: PathTable, typed: string, limit: number): readonly number[] {
  const slash = typed.lastIndexOf('/');
  const folder = lookupPath(table, typed.slice(0, slash));
  if (folder === undefined) return [];
  const wanted = typed.slice(slash + 1).toLowerCase();
  const found: { readonly path: number; readonly cost: number }[] = [];
  for (const path of childrenOf(table, folder)) {
    const from = table.nameOffset[path]!;
    const length = table.nameLength[path]!;
    if (
      !bytesToText(table.names.subarray(from, from + length))
        .toLowerCase()
        .startsWith(wanted)
    )
      continue;
    found.push({ path, cost: length + (table.visible[path] === -1 ? HIDDEN_COST : 0) });
  }
  return found
    .toSorted((a, b) => a.cost - b.cost || compareNames(table, a.path, b.path))
    .slice(0, limit)
    .map(({ path }) => path);
}

/** More than a name is long. */
const HIDDEN_COST = 1 << 20;

function compareNames({ names, nameOffset, nameLength }: PathTable, a: number, b: number): number {
  const name = (path: number) => names.subarray(nameOffset[path], nameOffset[path]! + nameLength[path]!);
  return Buffer.compare(name(a), name(b));
}
