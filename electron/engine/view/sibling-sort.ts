import { TYPE_CODES } from '../tar/tar-index.ts';

const FOLDER = TYPE_CODES.indexOf('dir');
/** Siblings whose place fits the low part of a key. */
const MOST_PLACES = 2 ** 20;
/** What the high part of a key holds, so that a double is exact. */
const MOST_SPREAD = 2 ** 32;

interface SiblingSortInput {
  readonly table: { readonly type: ArrayLike<number> };
  /** Path → version, whose type makes it a folder. */
  readonly choice: { readonly version: Int32Array };
  /** Path → what it is sorted by. */
  readonly values: Float64Array | undefined;
  readonly spec: { readonly descending: boolean };
}

/** Puts the siblings in `paths[first … end)` in their order. They come by name. */
export type PutInOrder = (paths: Int32Array, first: number, end: number) => void;

/** Folders first, each part by `values`, or by name without; those of one value stay by name. */
export function siblingSort({
  table: { type },
  choice: { version },
  values,
  spec: { descending },
}: SiblingSortInput): PutInOrder {
  // Grown to the largest folder and used for all: most have few children.
  let sorted = new Int32Array(0);
  let keys = new Float64Array(0);

  return (paths, first, end) => {
    const count = end - first;
    if (count < 2) return;
    if (sorted.length < count) {
      sorted = new Int32Array(2 * count);
      keys = new Float64Array(2 * count);
    }
    if (values) byValue(paths, first, count);
    else if (descending) for (let i = 0; i < count; i++) sorted[i] = paths[end - 1 - i]!;
    else for (let i = 0; i < count; i++) sorted[i] = paths[first + i]!;

    let folders = 0;
    for (let i = 0; i < count; i++) if (type[version[sorted[i]!]!] === FOLDER) folders++;
    let folderAt = first;
    let fileAt = first + folders;
    for (let i = 0; i < count; i++) {
      const path = sorted[i]!;
      if (type[version[path]!] === FOLDER) paths[folderAt++] = path;
      else paths[fileAt++] = path;
    }
  };

  function byValue(paths: Int32Array, first: number, count: number): void {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    let isWhole = count <= MOST_PLACES;
    for (let i = 0; i < count; i++) {
      const value = values![paths[first + i]!]!;
      if (value < least) least = value;
      if (value > most) most = value;
      if (Math.floor(value) !== value) isWhole = false;
    }
    if (least === most) for (let i = 0; i < count; i++) sorted[i] = paths[first + i]!;
    else if (isWhole && most - least <= MOST_SPREAD) byKey(paths, first, count, least, most);
    else {
      const sign = descending ? -1 : 1;
      // oxlint-disable-next-line unicorn/no-array-sort -- of a copy
      const some = paths.slice(first, first + count).sort((a, b) => sign * (values![a]! - values![b]!));
      sorted.set(some);
    }
  }

  /** A value and a place in one number: numbers alone sort many times faster than by a function. */
  function byKey(paths: Int32Array, first: number, count: number, least: number, most: number): void {
    for (let i = 0; i < count; i++) {
      const value = values![paths[first + i]!]!;
      keys[i] = (descending ? most - value : value - least) * MOST_PLACES + i;
    }
    const some = keys.subarray(0, count);
    // oxlint-disable-next-line unicorn/no-array-sort -- a million times over, a copy each would cost more
    some.sort();
    for (let i = 0; i < count; i++) {
      const key = some[i]!;
      // The rest of a division of doubles is a slow function; of a power of two these are exact.
      sorted[i] = paths[first + (key - Math.floor(key / MOST_PLACES) * MOST_PLACES)]!;
    }
  }
}
