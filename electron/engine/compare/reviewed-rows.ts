import type { ReviewProgress } from '../../../shared/model/compare.ts';
import { sharedColumn } from '../bytes/shared-column.ts';
import { kindCode } from './compare-rows.ts';
import type { UnionTree } from './union-tree.ts';

/** Which differing paths someone has seen to. What only the time tells apart is no work for anyone. */
export interface ReviewedRows {
  /** Row → 1: reviewed. Shared memory. */
  readonly marks: Uint8Array;
  /** Marks a row and all that differs below it, or takes their marks away. */
  set(row: number, reviewed: boolean): void;
  /** Of a row and all that differs below it; undefined when nothing of it is marked. */
  stateOf(row: number): 'all' | 'some' | undefined;
  progress(): ReviewProgress;
  /** The fewest rows that, marked with `set`, make the marks there are; ascending. */
  roots(): readonly number[];
}

const NO_WORK = [kindCode('identical'), kindCode('mtimeOnly')];

/** @returns marks on nothing */
export function createReviewedRows({ length, end, kind }: Pick<UnionTree, 'length' | 'end' | 'kind'>): ReviewedRows {
  const marks = sharedColumn(Uint8Array, length);
  const differs = (row: number) => row > 0 && !NO_WORK.includes(kind[row]!);
  // `counts[i]`: how many of the rows before `i` are meant. Folders then cost no more than files.
  const differing = new Int32Array(length + 1);
  for (let row = 0; row < length; row++) differing[row + 1] = differing[row]! + (differs(row) ? 1 : 0);
  const reviewed = new Int32Array(length + 1);
  let isStale = false;
  const recounted = () => {
    if (isStale) for (let row = 0; row < length; row++) reviewed[row + 1] = reviewed[row]! + marks[row]!;
    isStale = false;
    return reviewed;
  };
  const below = (counts: Int32Array, row: number) => counts[end[row]!]! - counts[row]!;
  const stateOf = (row: number) => {
    const done = below(recounted(), row);
    return done === 0 ? undefined : done === below(differing, row) ? 'all' : 'some';
  };
  return {
    marks,
    stateOf,
    set(row, isReviewed) {
      for (let at = row; at < end[row]!; at++) if (differs(at)) marks[at] = isReviewed ? 1 : 0;
      isStale = true;
    },
    progress: () => ({ done: recounted()[length]!, total: differing[length]! }),
    roots() {
      const found: number[] = [];
      for (let row = 1; row < length;) {
        const state = stateOf(row);
        if (state === 'all') found.push(row);
        row = state === 'some' ? row + 1 : end[row]!;
      }
      return found;
    },
  };
}
