import type { ChangeTree } from './change-tree.ts';
import { grown } from './grown.ts';
import { DIR } from './version-log.ts';
import type { MergeWarningCode } from './warnings.ts';

/** What a layer hides of the layers below it; outer paths before inner ones, since the outermost marker is what hides. */
export interface Hiding {
  /** Paths that whiteouts name. */
  readonly whiteouts: Int32Array;
  /** Directories that hide all they had below. */
  readonly opaques: Int32Array;
}

/** The markers of one layer, in archive order. */
export class LayerMarkers {
  readonly #tree: ChangeTree;
  #count = 0;
  #rows = new Int32Array(64);
  /** Path of the directory the marker stands in. */
  #folders = new Int32Array(64);
  /** Path that a whiteout names; -1 for an opaque marker. */
  #targets = new Int32Array(64);

  constructor(tree: ChangeTree) {
    this.#tree = tree;
  }

  add(row: number, folder: number, target: number): void {
    const at = this.#count++;
    if (at === this.#rows.length) {
      this.#rows = grown(this.#rows, at * 2);
      this.#folders = grown(this.#folders, at * 2);
      this.#targets = grown(this.#targets, at * 2);
    }
    this.#rows[at] = row;
    this.#folders[at] = folder;
    this.#targets[at] = target;
  }

  /**
   * Judges the markers against the whole layer, since where in the archive they stand does not matter: below something
   * of this layer that is not a directory a marker is void; else it asserts its directory, unless a whiteout deletes
   * that and nothing of this layer brings it back.
   */
  settle(warn: (code: MergeWarningCode, row: number) => void): Hiding {
    const count = this.#count;
    const named = new Uint8Array(count === 0 ? 0 : this.#tree.trie.length);
    for (const target of this.#targets.subarray(0, count)) if (target !== -1) named[target] = 1;
    const whiteouts = new Int32Array(count);
    const opaques = new Int32Array(count);
    let [deleted, emptied] = [0, 0];
    for (let i = 0; i < count; i++) {
      const folder = this.#folders[i]!;
      const target = this.#targets[i]!;
      const ground = this.#ground(folder, named);
      if (ground === 'blocked') {
        warn('marker-below-non-directory', this.#rows[i]!);
        continue;
      }
      if (ground === 'firm') this.#tree.putImpliedDir(folder);
      if (target !== -1) whiteouts[deleted++] = target;
      else if (ground === 'firm') opaques[emptied++] = folder;
    }
    // A path is interned after its parents, so the order of rows puts outer ones first.
    // oxlint-disable-next-line no-array-sort -- its own copies
    return { whiteouts: whiteouts.slice(0, deleted).sort(), opaques: opaques.slice(0, emptied).sort() };
  }

  #ground(folder: number, named: Uint8Array): 'firm' | 'deleted' | 'blocked' {
    const { log, trie } = this.#tree;
    let at = folder;
    let own = this.#tree.own(at);
    while (own === -1) {
      if (named[at] === 1) return 'deleted';
      at = trie.parent[at]!;
      own = this.#tree.own(at);
    }
    return log.type[own] === DIR ? 'firm' : 'blocked';
  }
}
