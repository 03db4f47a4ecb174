import type { LadderRung } from '../../../shared/model/compare.ts';

/** What aligning needs to know of a layer. */
export interface AlignedLayer {
  /** Equal on both sides for one content; undefined when it is not known. */
  readonly key: string | undefined;
  /** The stored blob; differs for another compression. */
  readonly blob: string | undefined;
  /** The instruction that made it, as it stands. */
  readonly createdBy: string | null;
}

/** A rung without what only the layers' bytes can tell. */
export type AlignedRung = Omit<LadderRung, 'verified'>;

/** Cells of the table that finds the longest common subsequence; real stacks need ten thousand. */
const MAX_CELLS = 4 << 20;

/**
 * The ladder of two stacks, base first: layers of one content are matched by the longest common subsequence, what lies
 * between two matches is paired by instruction and then by place, and a layer that only changed its height is `moved`.
 * @returns indexes into the two lists
 */
export function alignLayers(before: readonly AlignedLayer[], after: readonly AlignedLayer[]): AlignedRung[] {
  const matches = longestCommon(before, after);
  const moved = movedLayers(before, after, matches);
  const rungs: AlignedRung[] = [];
  let a = 0;
  let b = 0;
  for (const [nextA, nextB] of [...matches, [before.length, after.length] as const]) {
    rungs.push(...pairGap(before, after, range(a, nextA).filter(notIn(moved.before)), range(b, nextB), moved.after));
    if (nextA < before.length && nextB < after.length)
      rungs.push(rung('same', nextA, nextB, isRecompressed(before[nextA]!, after[nextB]!)));
    a = nextA + 1;
    b = nextB + 1;
  }
  return rungs;
}

/** How many rungs from the bottom are the same. */
export function sharedBase(ladder: readonly AlignedRung[]): number {
  const first = ladder.findIndex(({ kind }) => kind !== 'same');
  return first === -1 ? ladder.length : first;
}

/** An instruction without what builders put around it, so that the same line of a Dockerfile reads the same. */
export function normalInstruction(createdBy: string): string {
  return createdBy
    .replace(/^\/bin\/sh -c #\(nop\)\s*/, '')
    .replace(/^(?:RUN\s+)?(?:\|\d+ (?:\S+=\S*\s+)*)?\/bin\/sh -c\s+/, 'RUN ')
    .replace(/\s*# buildkit$/, '')
    .replace(/\b(?:file|dir|multi):[0-9a-f]{8,64}\b/g, 'file:…')
    .replace(/\s+/g, ' ')
    .trim();
}

type Pair = readonly [before: number, after: number];

function longestCommon(before: readonly AlignedLayer[], after: readonly AlignedLayer[]): Pair[] {
  const same = (a: number, b: number) => before[a]!.key !== undefined && before[a]!.key === after[b]!.key;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(start, start)) start++;
  let tail = 0;
  while (tail < shorter - start && same(before.length - 1 - tail, after.length - 1 - tail)) tail++;
  const rows = before.length - start - tail;
  const columns = after.length - start - tail;
  const middle =
    rows * columns > MAX_CELLS ? inOrder(rows, columns, start, before, after) : lcs(rows, columns, start, same);
  return [
    ...range(0, start).map((i): Pair => [i, i]),
    ...middle,
    ...range(0, tail).map((i): Pair => [before.length - tail + i, after.length - tail + i]),
  ];
}

function lcs(rows: number, columns: number, start: number, same: (a: number, b: number) => boolean): Pair[] {
  const width = columns + 1;
  const length = new Uint16Array((rows + 1) * width);
  for (let a = rows - 1; a >= 0; a--)
    for (let b = columns - 1; b >= 0; b--)
      length[a * width + b] = same(start + a, start + b)
        ? length[(a + 1) * width + b + 1]! + 1
        : Math.max(length[(a + 1) * width + b]!, length[a * width + b + 1]!);
  const pairs: Pair[] = [];
  for (let a = 0, b = 0; a < rows && b < columns;) {
    if (same(start + a, start + b)) pairs.push([start + a++, start + b++]);
    else if (length[(a + 1) * width + b]! >= length[a * width + b + 1]!) a++;
    else b++;
  }
  return pairs;
}

/** For stacks of thousands of layers: each match is the first one above the last, which is right when order was kept. */
function inOrder(
  rows: number,
  columns: number,
  start: number,
  before: readonly AlignedLayer[],
  after: readonly AlignedLayer[],
): Pair[] {
  const places = new Map<string, number[]>();
  for (let b = start + columns - 1; b >= start; b--) {
    const key = after[b]!.key;
    if (key !== undefined) places.set(key, [...(places.get(key)?.slice(-8) ?? []), b]);
  }
  const pairs: Pair[] = [];
  let last = start - 1;
  for (let a = start; a < start + rows; a++) {
    const found = places.get(before[a]!.key ?? '')?.findLast((b) => b > last);
    if (found === undefined) continue;
    pairs.push([a, found]);
    last = found;
  }
  return pairs;
}

function movedLayers(before: readonly AlignedLayer[], after: readonly AlignedLayer[], matches: readonly Pair[]) {
  const matchedA = new Set(matches.map(([a]) => a));
  const matchedB = new Set(matches.map(([, b]) => b));
  const free = new Map<string, number[]>();
  for (const [a, { key }] of before.entries())
    if (!matchedA.has(a) && key !== undefined) free.set(key, [...(free.get(key) ?? []), a]);
  const moved = { before: new Set<number>(), after: new Map<number, number>() };
  for (const [b, { key }] of after.entries()) {
    if (matchedB.has(b) || key === undefined) continue;
    const a = free.get(key)?.shift();
    if (a === undefined) continue;
    moved.before.add(a);
    moved.after.set(b, a);
  }
  return moved;
}

function pairGap(
  before: readonly AlignedLayer[],
  after: readonly AlignedLayer[],
  olds: number[],
  news: readonly number[],
  moved: ReadonlyMap<number, number>,
): AlignedRung[] {
  const partner = pairByInstruction(
    before,
    after,
    olds,
    news.filter((b) => !moved.has(b)),
  );
  const rungs: AlignedRung[] = [];
  const left = [...olds];
  for (const b of news) {
    const from = moved.get(b);
    if (from !== undefined) {
      rungs.push(rung('moved', from, b, isRecompressed(before[from]!, after[b]!)));
      continue;
    }
    const a = partner.get(b);
    if (a === undefined) {
      rungs.push(rung('added', null, b));
      continue;
    }
    while (left.length > 0 && left[0]! < a) rungs.push(rung('removed', left.shift()!, null));
    left.shift();
    rungs.push(rung('changed', a, b));
  }
  rungs.push(...left.map((a) => rung('removed', a, null)));
  return rungs;
}

/** Equal instructions first, in order; then what is left between them, place by place. @returns after → before */
function pairByInstruction(
  before: readonly AlignedLayer[],
  after: readonly AlignedLayer[],
  olds: readonly number[],
  news: readonly number[],
): Map<number, number> {
  const text = (layer: AlignedLayer) => (layer.createdBy === null ? undefined : normalInstruction(layer.createdBy));
  const a = olds.map((i) => text(before[i]!));
  const b = news.map((i) => text(after[i]!));
  const same = (i: number, j: number) => a[i] !== undefined && a[i] !== '' && a[i] === b[j];
  const matched = a.length * b.length > MAX_CELLS ? [] : lcs(a.length, b.length, 0, same);
  const partner = new Map<number, number>();
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...matched, [a.length, b.length] as const]) {
    for (; i < nextI && j < nextJ; i++, j++) partner.set(news[j]!, olds[i]!);
    if (nextI < a.length && nextJ < b.length) partner.set(news[nextJ]!, olds[nextI]!);
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return partner;
}

function rung(
  kind: LadderRung['kind'],
  before: number | null,
  after: number | null,
  recompressed = false,
): AlignedRung {
  return { kind, before, after, recompressed };
}

function isRecompressed(a: AlignedLayer, b: AlignedLayer): boolean {
  return a.blob !== undefined && b.blob !== undefined && a.blob !== b.blob;
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
const notIn = (set: ReadonlySet<number>) => (value: number) => !set.has(value);
