import type { ChangeTree } from './change-tree.ts';
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
  readonly #rows: number[] = [];
  /** Path of the directory the marker stands in. */
  readonly #folders: number[] = [];
  /** Path that a whiteout names; -1 for an opaque marker. */
  readonly #targets: number[] = [];

  constructor(tree: ChangeTree) {
    this.#tree = tree;
  }

  add(row: number, folder: number, target: number): void {
    this.#rows.push(row);
    this.#folders.push(folder);
    this.#targets.push(target);
  }

  /**
   * Judges the markers against the whole layer, since where in the archive they stand does not matter: below something
   * of this layer that is not a directory a marker is void; else it asserts its directory, unless a whiteout deletes
   * that and nothing of this layer brings it back.
   */
  settle(warn: (code: MergeWarningCode, row: number) => void): Hiding {
    const count = this.#rows.length;
    const named = new Uint8Array(count === 0 ? 0 : this.#tree.trie.length);
    for (const target of this.#targets) if (target !== -1) named[target] = 1;
    const whiteouts: number[] = [];
    const opaques: number[] = [];
    for (let i = 0; i < count; i++) {
      const folder = this.#folders[i]!;
      const target = this.#targets[i]!;
      const ground = this.#ground(folder, named);
      if (ground === 'blocked') {
        warn('marker-below-non-directory', this.#rows[i]!);
        continue;
      }
      if (ground === 'firm') this.#tree.putImpliedDir(folder);
      if (target !== -1) whiteouts.push(target);
      else if (ground === 'firm') opaques.push(folder);
    }
    return { whiteouts: outermostFirst(whiteouts), opaques: outermostFirst(opaques) };
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

/** A path is interned after its parents, so the order of rows will do. */
function outermostFirst(paths: readonly number[]): Int32Array {
  return Int32Array.from(paths).toSorted();
}
