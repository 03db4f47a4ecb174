import { SHA256_BYTES } from '../bytes/sha256.ts';
import type { ComparisonSummary } from '../../../shared/model/compare.ts';
import { DELTA_KEYS, DIFFERENCE_KINDS, type DeltaKey } from '../../../shared/model/compare.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { keyBit, kindCode, kindOfKeys, UNDECIDED, type VersionSide } from './compare-rows.ts';
import { BODY, type HashedBodies } from '../tar/hashed-bodies.ts';
import { pairFolders } from './pair-folders.ts';
import { pairMoves } from './pair-moves.ts';
import { fileSize } from './unite-trees.ts';
import type { UnionTree } from './union-tree.ts';

/** A side with what was hashed of it. */
export interface HashedSide extends VersionSide {
  /** Layer → digests; undefined where nothing was asked for. */
  readonly digests: readonly (HashedBodies | undefined)[];
}

const CONTENT = keyBit('content');
const FILE = TYPE_CODES.indexOf('file');

/** Decides what only bytes could tell, pairs what moved, and sums up. Writes to `tree`. */
export function settleTree(tree: UnionTree, a: HashedSide, b: HashedSide): ComparisonSummary {
  for (let row = 0; row < tree.length; row++) {
    const keys = tree.keys[row]!;
    if ((keys & UNDECIDED) === 0) continue;
    const isSame = isSameDigest(digestOf(a, tree.before[row]!), digestOf(b, tree.after[row]!));
    tree.keys[row] = (keys & ~UNDECIDED) | (isSame ? 0 : CONTENT);
    tree.kind[row] = kindOfKeys(tree.keys[row]!);
  }
  const moved = pairMoves(
    tree,
    (row) => digestOf(a, tree.before[row]!),
    (row) => digestOf(b, tree.after[row]!),
  );
  pairFolders(tree, a, b);
  sumSizes(tree, a, tree.before, tree.totalBefore);
  sumSizes(tree, b, tree.after, tree.totalAfter);
  return { ...countKinds(tree, b), moved, sizeBefore: tree.totalBefore[0]!, sizeAfter: tree.totalAfter[0]! };
}

/** A view of 32 bytes; undefined when the version is no file whose body was hashed. */
export function digestOf(
  { table, digests }: Pick<HashedSide, 'table' | 'digests'>,
  version: number,
): Uint8Array | undefined {
  if (version === -1 || table.type[version] !== FILE) return undefined;
  const inode = table.inode[version]!;
  const row = table.row[inode]!;
  const known = digests[table.layer[inode]!];
  if (row === -1 || known?.state[row] !== BODY.hashed) return undefined;
  return known.digests.subarray(row * SHA256_BYTES, (row + 1) * SHA256_BYTES);
}

/** What could not be read is not known to be the same. */
function isSameDigest(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

function sumSizes(tree: UnionTree, side: HashedSide, versions: Int32Array, totals: Float64Array): void {
  const { inode, versionCount } = side.table;
  const counted = new Uint8Array(versionCount);
  for (let row = 0; row < tree.length; row++) {
    const version = versions[row]!;
    if (version === -1 || counted[inode[version]!] === 1) continue;
    counted[inode[version]!] = 1;
    totals[row] = fileSize(side, version);
  }
  for (let row = tree.length - 1; row > 0; row--) totals[tree.parent[row]!]! += totals[row]!;
}

function countKinds(tree: UnionTree, { table }: HashedSide) {
  const counts = new Float64Array(DIFFERENCE_KINDS.length);
  const counted = new Uint8Array(table.versionCount);
  const [added, content] = [kindCode('added'), kindCode('content')];
  const combinations = new Map<number, number>();
  let distinctContents = 0;
  for (let row = 1; row < tree.length; row++) {
    const kind = tree.kind[row]!;
    counts[kind]!++;
    const keys = tree.keys[row]!;
    if (keys !== 0) combinations.set(keys, (combinations.get(keys) ?? 0) + 1);
    if ((kind !== added && kind !== content) || tree.type[row] !== FILE) continue;
    const inode = table.inode[tree.after[row]!]!;
    if (counted[inode] === 0) distinctContents++;
    counted[inode] = 1;
  }
  const count = (kind: (typeof DIFFERENCE_KINDS)[number]) => counts[kindCode(kind)]!;
  return {
    added: count('added'),
    removed: count('removed'),
    content: count('content'),
    type: count('type'),
    metadata: count('metadata'),
    mtimeOnly: count('mtimeOnly'),
    identical: count('identical'),
    keys: countKeys(combinations),
    distinctContents,
  };
}

/** @param combinations bits of keys → paths */
function countKeys(combinations: ReadonlyMap<number, number>): ComparisonSummary['keys'] {
  const counts: Partial<Record<DeltaKey, number>> = {};
  for (const key of DELTA_KEYS)
    for (const [bits, paths] of combinations) if (bits & keyBit(key)) counts[key] = (counts[key] ?? 0) + paths;
  return counts;
}
