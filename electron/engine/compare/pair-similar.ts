import type { LineSketches } from './sketch-lines.ts';

/** Text files of one side: `rows[i]` is the row of the union whose pieces `sketches` has as file `i`. */
export interface SketchedFiles {
  readonly rows: Int32Array;
  readonly sketches: LineSketches;
}

export interface SimilarPair {
  readonly removed: number;
  readonly added: number;
  /** Percent of the larger file's bytes that the other has too, at least `LEAST_PERCENT`. */
  readonly percent: number;
}

/** As git's default for renames. */
export const LEAST_PERCENT = 50;
/** A piece that this many added files have (a licence, a bracket) tells nothing and would make the work quadratic. */
const COMMON = 32;
/** Of the added files that share most rare pieces with a removed one, so many are compared in full. */
const MOST_CANDIDATES = 8;

interface File {
  readonly row: number;
  readonly hash: Uint32Array;
  readonly bytes: Uint32Array;
  readonly total: number;
}

/**
 * Pairs removed and added files of which at least half is the same, the most similar first, each file once; between
 * equals one of the same name, then in the order of the tree. Work grows with the number of lines, not of pairs.
 * @param nameOf name of a row, without its folder
 */
export function pairSimilar(
  removed: readonly SketchedFiles[],
  added: readonly SketchedFiles[],
  nameOf: (row: number) => string,
): readonly SimilarPair[] {
  const olds = removed.flatMap(filesOf);
  const news = added.flatMap(filesOf);
  const holders = holdersOf(news);
  const found = olds.flatMap((old) =>
    candidates(old, holders, news).flatMap((file) => {
      const percent = similarity(old, file);
      return percent < LEAST_PERCENT ? [] : [{ removed: old.row, added: file.row, percent }];
    }),
  );
  const isNamesake = (pair: SimilarPair) => (nameOf(pair.removed) === nameOf(pair.added) ? 0 : 1);
  found.sort(
    (a, b) => b.percent - a.percent || isNamesake(a) - isNamesake(b) || a.removed - b.removed || a.added - b.added,
  );
  const used = new Set<number>();
  return found.filter((pair) => {
    if (used.has(pair.removed) || used.has(pair.added)) return false;
    used.add(pair.removed).add(pair.added);
    return true;
  });
}

function filesOf({ rows, sketches: { start, hash, bytes } }: SketchedFiles): File[] {
  return Array.from(rows, (row, at) => {
    const [from, to] = [start[at]!, start[at + 1]!];
    const sizes = bytes.subarray(from, to);
    return { row, hash: hash.subarray(from, to), bytes: sizes, total: sizes.reduce((sum, size) => sum + size, 0) };
  }).filter(({ total }) => total > 0);
}

/** Hash → positions of the files that have it; one more than `COMMON` marks it as common. */
function holdersOf(files: readonly File[]): ReadonlyMap<number, readonly number[]> {
  const holders = new Map<number, number[]>();
  for (const [at, { hash }] of files.entries())
    for (const piece of hash) {
      const list = holders.get(piece);
      if (!list) holders.set(piece, [at]);
      else if (list.length <= COMMON) list.push(at);
    }
  return holders;
}

function candidates(old: File, holders: ReadonlyMap<number, readonly number[]>, news: readonly File[]): File[] {
  const common = new Map<number, number>();
  for (const [at, piece] of old.hash.entries()) {
    const list = holders.get(piece);
    if (!list || list.length > COMMON) continue;
    for (const file of list) common.set(file, (common.get(file) ?? 0) + old.bytes[at]!);
  }
  return [...common]
    .toSorted(([a, x], [b, y]) => y - x || a - b)
    .slice(0, MOST_CANDIDATES)
    .map(([file]) => news[file]!);
}

/** Percent, rounded down; 99 at most, since the bytes are known to differ. */
function similarity(a: File, b: File): number {
  const larger = Math.max(a.total, b.total);
  if (100 * Math.min(a.total, b.total) < LEAST_PERCENT * larger) return 0;
  let same = 0;
  for (let i = 0, j = 0; i < a.hash.length && j < b.hash.length;) {
    if (a.hash[i]! < b.hash[j]!) i++;
    else if (a.hash[i]! > b.hash[j]!) j++;
    else same += Math.min(a.bytes[i++]!, b.bytes[j++]!);
  }
  return Math.min(99, Math.floor((100 * same) / larger));
}
