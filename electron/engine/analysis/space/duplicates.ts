import { TYPE_CODES } from '../../tar/tar-index.ts';
import { inodeBytes, type InodeColumns, type LayerSizes } from './inodes.ts';

const FILE = TYPE_CODES.indexOf('file');

/** Inodes that hold the same bytes. */
export interface SameContent {
  readonly digest: string;
  readonly size: number;
  /** Versions that hold the inodes, in the order of the table. */
  readonly versions: readonly number[];
}

/** Versions whose body must be hashed to know: inodes with bytes that are not alone with their size. */
export function duplicateCandidates(table: InodeColumns, sizes: LayerSizes): Int32Array {
  const counts = new Map<number, number>();
  const holders: number[] = [];
  for (let version = 0; version < table.versionCount; version++) {
    if (table.type[version] !== FILE) continue;
    const size = inodeBytes(table, sizes, version);
    if (size === 0) continue;
    holders.push(version);
    counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  return Int32Array.from(holders.filter((version) => counts.get(inodeBytes(table, sizes, version))! > 1));
}

/**
 * Candidates with equal digests, most wasted bytes first.
 * @param digestOf hex; undefined where the body could not be read
 */
export function groupDuplicates(
  table: InodeColumns,
  sizes: LayerSizes,
  candidates: Int32Array,
  digestOf: (version: number) => string | undefined,
): readonly SameContent[] {
  const groups = new Map<string, number[]>();
  for (const version of candidates) {
    const digest = digestOf(version);
    if (digest === undefined) continue;
    const group = groups.get(digest);
    if (group) group.push(version);
    else groups.set(digest, [version]);
  }
  return [...groups]
    .filter(([, versions]) => versions.length > 1)
    .map(([hex, versions]) => ({ digest: `sha256:${hex}`, size: inodeBytes(table, sizes, versions[0]!), versions }))
    .toSorted((a, b) => wasted(b) - wasted(a) || b.size - a.size);
}

/** What one copy would save. */
export function wasted({ size, versions }: SameContent): number {
  return size * (versions.length - 1);
}
