import { TYPE_CODES } from '../tar/tar-index.ts';
import type { PathTable } from './path-table.ts';

const DIR = TYPE_CODES.indexOf('dir');

type Versions = Pick<PathTable, 'versionStart' | 'versionPath' | 'layer' | 'row' | 'type' | 'hiddenBy'>;

/** Whether a version is merged with the next one of its path: both directories, and nothing between hides the lower. */
export function isMergedWithNext({ layer, type, hiddenBy }: Versions, version: number): boolean {
  const hidden = hiddenBy[version]!;
  return type[version] === DIR && type[version + 1] === DIR && (hidden === -1 || hidden > layer[version + 1]!);
}

/**
 * First version of the group that `version` lies in: the versions of a directory that layers above each other merged
 * into one. Anything but a directory is a group of its own.
 */
export function startOfGroup(table: Versions, version: number): number {
  const start = table.versionStart[table.versionPath[version]!]!;
  let first = version;
  while (first > start && isMergedWithNext(table, first - 1)) first--;
  return first;
}

/** Last version of that group. */
export function endOfGroup(table: Versions, version: number): number {
  const end = table.versionStart[table.versionPath[version]! + 1]! - 1;
  let last = version;
  while (last < end && isMergedWithNext(table, last)) last++;
  return last;
}

/**
 * The version that gives a merged directory its attributes, seen from `version` down: the topmost with an entry, or
 * the first that implied the directory when no layer has one.
 */
export function topOfGroup(table: Versions, version: number): number {
  const first = startOfGroup(table, version);
  for (let at = version; at >= first; at--) if (table.row[at] !== -1) return at;
  return first;
}
