import { OutcropError } from '../../../../shared/errors.ts';
import type { DiveScore } from '../../../../shared/model/space.ts';
import type { TarIndex } from '../../tar/tar-index.ts';
import { grown } from '../../union/grown.ts';
import { diveLayer } from './dive-layer.ts';
import { DiveTree } from './dive-tree.ts';

export interface DiveWork {
  readonly cancelled?: () => boolean;
  /** @param done entries of all layers so far */
  readonly onProgress?: (done: number) => void;
}

/**
 * The score of dive 0.13 (its filetree/efficiency.go, image/analysis.go) with its quirks, so that the numbers agree with
 * what a team already has in its CI. What it gets wrong is said at DiveScore.
 * @param layers base first; undefined where a layer could not be read
 * @throws OutcropError `cancelled`
 */
export function diveScore(layers: readonly (TarIndex | undefined)[], work?: DiveWork): DiveScore {
  const read = layers.filter((index) => index !== undefined);
  const rows = read.reduce((sum, index) => sum + index.length, 0);
  const tree = new DiveTree(rows + 1, read.length === 1 ? read[0]?.names : undefined);
  const tally = new Tally();
  let userBytes = 0;
  let done = 0;
  layers.forEach((index, layer) => {
    if (!index) return;
    const { length, path, isWhiteout, isLeaf, isDir, size, order } = diveLayer(tree, index, (row) => {
      if (work?.cancelled?.()) throw new OutcropError('cancelled', 'Cancelled.');
      work?.onProgress?.(done + row);
    });
    done += index.length;
    const nodeAt = (place: number) => (order === undefined ? place : order[place - 1]!);
    tally.fit(tree.trie.parent.length);
    for (let place = 1; place < length; place++) {
      const node = nodeAt(place);
      if (isLeaf[node] === 0) continue;
      tally.meet(path[node]!);
      // A whiteout of what is not there is an error to dive, which then leaves the rest of the layer out.
      if (isWhiteout[node] === 1 && !tree.isLive(path[node]!)) break;
      tally.add(path[node]!, isWhiteout[node] === 1 ? tree.folderBytes(path[node]!) : size[node]!);
    }
    for (let place = 1; place < length; place++) {
      const node = nodeAt(place);
      if (isWhiteout[node] === 1) tree.remove(path[node]!);
      else tree.put(path[node]!, isDir[node] === 1, size[node]!);
    }
    if (layer > 0) for (let row = 0; row < index.length; row++) userBytes += index.size[row]!;
  });
  const { least, all, wasted } = tally.sums();
  return {
    efficiency: all === 0 ? 1 : least / all,
    wastedBytes: wasted,
    userBytes,
    userWastedPercent: userBytes === 0 ? null : wasted / userBytes,
  };
}

/** How often a path was counted. */
const COUNT = { never: 0, met: 1, once: 2, often: 3 } as const;

/** Per path: bytes of all its copies, of the smallest, and how many there are. */
class Tally {
  #sum = new Float64Array(0);
  #least = new Float64Array(0);
  #count = new Uint8Array(0);

  fit(paths: number): void {
    if (paths <= this.#sum.length) return;
    this.#sum = grown(this.#sum, paths);
    this.#least = grown(this.#least, paths);
    this.#count = grown(this.#count, paths);
  }

  /** A path that is met and never counted keeps dive's start value of -1, which reaches the sum. */
  meet(path: number): void {
    if (this.#count[path] !== COUNT.never) return;
    this.#count[path] = COUNT.met;
    this.#least[path] = -1;
  }

  /** @param path met before */
  add(path: number, size: number): void {
    // Nothing added leaves fresh memory alone: most files of a hostile image are empty.
    if (size !== 0) this.#sum[path]! += size;
    if (this.#least[path]! < 0 || size < this.#least[path]!) this.#least[path] = size;
    if (this.#count[path]! < COUNT.often) this.#count[path]!++;
  }

  sums(): { readonly least: number; readonly all: number; readonly wasted: number } {
    let [least, all, wasted] = [0, 0, 0];
    for (let path = 0; path < this.#sum.length; path++) {
      least += this.#least[path]!;
      all += this.#sum[path]!;
      if (this.#count[path] === COUNT.often) wasted += this.#sum[path]!;
    }
    return { least, all, wasted };
  }
}
