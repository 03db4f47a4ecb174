import { kindCode } from './compare-rows.ts';
import type { UnionTree } from './union-tree.ts';

const ADDED = kindCode('added');
const REMOVED = kindCode('removed');

type DigestOf = (row: number) => Uint8Array | undefined;

/**
 * Pairs removed and added files of one content, each path once: those of one name first, then in the order of the tree.
 * Writes `partner`. Empty files were never hashed and do not take part.
 * @returns pairs
 */
export function pairMoves(tree: UnionTree, removedDigest: DigestOf, addedDigest: DigestOf): number {
  const removed = byDigest(tree, REMOVED, removedDigest);
  const added = byDigest(tree, ADDED, addedDigest);
  let pairs = 0;
  for (let a = 0, b = 0; a < removed.length && b < added.length;) {
    const digest = removedDigest(removed[a]!)!;
    const order = Buffer.compare(digest, addedDigest(added[b]!)!);
    if (order < 0) a++;
    else if (order > 0) b++;
    else {
      const endA = endOfGroup(removed, a, digest, removedDigest);
      const endB = endOfGroup(added, b, digest, addedDigest);
      pairs += pairGroup(tree, removed.subarray(a, endA), added.subarray(b, endB));
      [a, b] = [endA, endB];
    }
  }
  return pairs;
}

function byDigest(tree: UnionTree, kind: number, digestOf: DigestOf): Int32Array {
  const rows: number[] = [];
  for (let row = 1; row < tree.length; row++) if (tree.kind[row] === kind && digestOf(row)) rows.push(row);
  // The first six bytes fit a number exactly and tell nearly all apart without a call.
  const prefix = new Map(rows.map((row) => [row, Buffer.from(digestOf(row)!).readUIntBE(0, 6)]));
  return Int32Array.from(rows).toSorted(
    (x, y) => prefix.get(x)! - prefix.get(y)! || Buffer.compare(digestOf(x)!, digestOf(y)!) || x - y,
  );
}

function endOfGroup(rows: Int32Array, from: number, digest: Uint8Array, digestOf: DigestOf): number {
  let end = from + 1;
  while (end < rows.length && Buffer.compare(digestOf(rows[end]!)!, digest) === 0) end++;
  return end;
}

function pairGroup(tree: UnionTree, removed: Int32Array, added: Int32Array): number {
  const byName = new Map<string, number[]>();
  for (const row of removed) {
    const name = nameOf(tree, row);
    const rows = byName.get(name);
    if (rows) rows.push(row);
    else byName.set(name, [row]);
  }
  let pairs = 0;
  const pair = (from: number, to: number) => {
    setPartners(tree, from, to, 100);
    pairs++;
  };
  for (const to of added) {
    const from = byName.get(nameOf(tree, to))?.shift();
    if (from !== undefined) pair(from, to);
  }
  const left = [...removed].filter((row) => tree.partner[row] === -1).toReversed();
  for (const to of added) {
    if (tree.partner[to] !== -1) continue;
    const from = left.pop();
    if (from === undefined) break;
    pair(from, to);
  }
  return pairs;
}

/** Makes a removed and an added row partners. @param percent of their bytes that are the same */
export function setPartners(tree: UnionTree, removed: number, added: number, percent: number): void {
  tree.partner[removed] = added;
  tree.partner[added] = removed;
  tree.likeness[removed] = percent;
  tree.likeness[added] = percent;
}

/** Name of a row without its folder; a character for a byte. */
export function nameOf(
  { names, nameOffset, nameLength }: Pick<UnionTree, 'names' | 'nameOffset' | 'nameLength'>,
  row: number,
): string {
  const from = nameOffset[row]!;
  return Buffer.from(names.subarray(from, from + nameLength[row]!)).toString('latin1');
}
