import { DIR, HARDLINK } from './version-log.ts';
import type { ChangeTree } from './change-tree.ts';
import type { MergeWarningCode } from './warnings.ts';

interface Waiting {
  readonly row: number;
  readonly path: number;
  readonly target: number;
}

/**
 * Hard links of one layer. A link binds to the inode that its target names when the link is made: the target as this
 * layer has it so far, else as a later entry gives it, else as the tree below had it before this layer.
 */
export class HardLinks {
  readonly #tree: ChangeTree;
  readonly #warn: (code: MergeWarningCode, row: number) => void;
  readonly #waiting: Waiting[] = [];
  readonly #warnDuplicate: (path: number) => void;

  constructor(
    tree: ChangeTree,
    warn: (code: MergeWarningCode, row: number) => void,
    warnDuplicate: (path: number) => void,
  ) {
    this.#tree = tree;
    this.#warn = warn;
    this.#warnDuplicate = warnDuplicate;
  }

  /** @param target -1 when links on the way to it lead nowhere */
  add(row: number, path: number, target: number): void {
    if (target === path) return this.#warn('hardlink-to-self', row);
    if (target === -1) return this.#warn('hardlink-target-missing', row);
    const version = this.#tree.own(target);
    if (version === -1) this.#waiting.push({ row, path, target });
    else if (this.#tree.log.type[version] === DIR) this.#warn('hardlink-to-directory', row);
    else this.#put(row, path, version);
  }

  /** Binds the links whose target had not come yet. Call when all entries are read, before this layer hides anything. */
  settle(): void {
    const byPath = new Map(this.#waiting.map((link, i) => [link.path, i]));
    const seen = new Uint8Array(this.#waiting.length);
    for (let i = 0; i < this.#waiting.length; i++) {
      // A link to a link that waits itself goes after it; one in a circle finds nothing.
      const chain: Waiting[] = [];
      for (let at: number | undefined = i; at !== undefined && seen[at] === 0;) {
        seen[at] = 1;
        const link: Waiting = this.#waiting[at]!;
        chain.push(link);
        at = this.#tree.own(link.target) === -1 ? byPath.get(link.target) : undefined;
      }
      for (const link of chain.toReversed()) this.#bind(link);
    }
  }

  #bind({ row, path, target }: Waiting): void {
    const { log, trie, first } = this.#tree;
    const own = this.#tree.own(target);
    const version = own === -1 ? trie.newest[target]! : own;
    if (version === -1 || log.hiddenBy[version] !== -1) return this.#warn('hardlink-target-missing', row);
    if (log.type[version] === DIR) return this.#warn('hardlink-to-directory', row);
    if (this.#isTaken(path, row)) return this.#warnDuplicate(path);
    this.#warn(log.inode[version]! < first ? 'hardlink-to-lower-layer' : 'hardlink-forward-reference', row);
    this.#put(row, path, version);
  }

  /** Whether an entry after the link took its path, or put something else where its folder was. */
  #isTaken(path: number, row: number): boolean {
    const { log } = this.#tree;
    const own = this.#tree.own(path);
    return own === -1 ? this.#tree.isBlocked(path) : log.row[own]! > row || log.row[own] === -1;
  }

  #put(row: number, path: number, target: number): void {
    if (this.#tree.isDuplicate(path, HARDLINK)) this.#warnDuplicate(path);
    this.#tree.putLink(path, row, target);
  }
}
