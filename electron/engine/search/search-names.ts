import type { SearchQuery } from '../../../shared/model/search.ts';
import { hiddenVersions } from '../union/hidden.ts';
import type { PathTable } from '../union/path-table.ts';
import { matchPattern } from '../view/path-pattern.ts';

export interface SearchNamesInput {
  readonly table: PathTable;
  readonly lowered: Uint8Array;
  readonly query: SearchQuery;
}

/**
 * Versions whose path matches, in the order of the table, base layer first; of a folder that layers merged the one that
 * gives its attributes.
 */
export function searchNames({ table, lowered, query }: SearchNamesInput, cancelled?: () => boolean): Int32Array {
  const { text, pattern, ignoreCase, hidden, layer } = query;
  const matches = matchPattern(table, lowered, { kind: pattern, text, ignoreCase }, cancelled);
  const isShown = new Uint8Array(table.versionCount);
  for (let path = 1; path < table.length; path++)
    if (matches[path] === 1 && table.visible[path] !== -1) isShown[table.visible[path]!] = 1;
  if (hidden)
    for (const version of hiddenVersions(table)) if (matches[table.versionPath[version]!] === 1) isShown[version] = 1;
  // In one layer's own folders every layer has its say, not only the one that gives the attributes.
  if (layer !== undefined)
    for (let version = 0; version < table.versionCount; version++) {
      const isOwn = table.layer[version] === layer && matches[table.versionPath[version]!] === 1;
      isShown[version] = isOwn && (hidden || table.hiddenBy[version] === -1) ? 1 : 0;
    }
  const versions: number[] = [];
  for (let version = 0; version < table.versionCount; version++) if (isShown[version] === 1) versions.push(version);
  return Int32Array.from(versions);
}
