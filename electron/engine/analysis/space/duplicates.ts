import { numbersWhere } from '../../bytes/numbers-where.ts';
import { SHA256_BYTES } from '../../bytes/sha256.ts';
import { inodeBytes, type InodeColumns, type LayerSizes } from './inodes.ts';

/** Inodes that hold the same bytes. */
export interface SameContent {
  readonly digest: string;
  readonly size: number;
  /** Versions that hold the inodes, in the order of the table. */
  readonly versions: Int32Array;
}

/** Versions whose body must be hashed to know: inodes with bytes that are not alone with their size. */
export function duplicateCandidates(table: InodeColumns, sizes: LayerSizes): Int32Array {
  const counts = new Map<number, number>();
  for (let version = 0; version < table.versionCount; version++) {
    const size = inodeBytes(table, sizes, version);
    if (size > 0) counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  return numbersWhere(table.versionCount, (version) => (counts.get(inodeBytes(table, sizes, version)) ?? 0) > 1);
}

/**
 * Candidates with equal digests, most wasted bytes first.
 * @param digests the sha256 of each candidate, one after the other
 * @param isKnown candidate → 1; its body could be read
 */
export function groupDuplicates(
  table: InodeColumns,
  sizes: LayerSizes,
  candidates: Int32Array,
  digests: Uint8Array,
  isKnown: Uint8Array,
): readonly SameContent[] {
  const words = new DataView(digests.buffer, digests.byteOffset, digests.byteLength);
  const compare = (a: number, b: number) => {
    for (let at = 0; at < SHA256_BYTES; at += 4) {
      const difference = words.getUint32(a * SHA256_BYTES + at) - words.getUint32(b * SHA256_BYTES + at);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const known = numbersWhere(candidates.length, (candidate) => isKnown[candidate] === 1);
  // In place: it is a copy already.
  // oxlint-disable-next-line no-array-sort
  const order = known.sort((a, b) => compare(a, b) || a - b);
  const groups: SameContent[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    do to++;
    while (to < order.length && compare(order[from]!, order[to]!) === 0);
    if (to - from < 2) continue;
    const first = order[from]! * SHA256_BYTES;
    groups.push({
      digest: `sha256:${Buffer.from(digests.subarray(first, first + SHA256_BYTES)).toString('hex')}`,
      size: inodeBytes(table, sizes, candidates[order[from]!]!),
      versions: order.slice(from, to).map((candidate) => candidates[candidate]!),
    });
  }
  return groups.toSorted((a, b) => wasted(b) - wasted(a) || b.size - a.size || a.versions[0]! - b.versions[0]!);
}

/** What one copy would save. */
export function wasted({ size, versions }: SameContent): number {
  return size * (versions.length - 1);
}
