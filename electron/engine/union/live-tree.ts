import { HIDDEN_HOW, type HiddenHow } from '../../../shared/model/entry.ts';
import type { Hiding } from './markers.ts';
import { grown } from './grown.ts';
import type { PathTrie } from './path-trie.ts';
import { DIR, DROPPED, type VersionLog } from './version-log.ts';

/** 1 + the position in HIDDEN_HOW: 0 is not hidden. */
const HOW = Object.fromEntries(HIDDEN_HOW.map((how, i) => [how, i + 1])) as Readonly<Record<HiddenHow, number>>;

/**
 * The tree below the next layer: which paths have a version that nothing hides yet, with their children as linked
 * lists. Hiding a directory takes its list apart, so each version is visited once however many layers hide things.
 */
export class LiveTree {
  readonly #trie: PathTrie;
  readonly #log: VersionLog;
  #firstChild = new Int32Array(0);
  #nextSibling = new Int32Array(0);
  /** Path → 1: it is in its parent's list. It may stay there when it alone was hidden. */
  #isListed = new Uint8Array(0);
  /** First version of the layer that is laid over. */
  #first = 0;

  constructor(trie: PathTrie, log: VersionLog) {
    this.#trie = trie;
    this.#log = log;
  }

  /**
   * Lays a layer's versions, in the log from `first` on, over the tree.
   * @param isLast nothing will be laid over it, so that its paths need no lists
   */
  lay(layer: number, first: number, { whiteouts, opaques }: Hiding, isLast: boolean): void {
    const isFirst = first === 0;
    if (isFirst && isLast) return;
    this.#first = first;
    this.#fit();
    for (const path of whiteouts) this.#hideTree(path, layer, HOW.whiteout);
    for (const path of opaques) this.#hideBelow(path, layer, HOW.opaque);
    const log = this.#log;
    for (let version = first; version < log.length; version++) {
      if (log.type[version] === DROPPED) continue;
      if (!isFirst) this.#replace(version, layer);
      if (!isLast) this.#list(log.path[version]!);
    }
  }

  /** A directory over a directory merges; anything else hides what was there. */
  #replace(version: number, layer: number): void {
    const log = this.#log;
    const path = log.path[version]!;
    const below = log.previous(version);
    if (below === -1 || log.hiddenBy[below] !== -1) return;
    const type = log.type[version];
    const typeBelow = log.type[below];
    if (type === DIR && typeBelow === DIR) return;
    this.#hide(below, layer, type === typeBelow ? HOW.replaced : HOW['type-change'], path);
    if (typeBelow === DIR) this.#hideBelow(path, layer, HOW['ancestor-replaced']);
  }

  /** The version of a path in the layers below that nothing hides, or -1. */
  #below(path: number): number {
    const newest = this.#trie.newest[path]!;
    const version = newest >= this.#first ? this.#log.previous(newest) : newest;
    return version !== -1 && this.#log.hiddenBy[version] === -1 ? version : -1;
  }

  #hideTree(path: number, layer: number, how: number): void {
    const below = this.#below(path);
    if (below === -1) return;
    const wasDir = this.#log.type[below] === DIR;
    this.#hide(below, layer, how, path);
    if (wasDir) this.#hideBelow(path, layer, how);
  }

  #hideBelow(top: number, layer: number, how: number): void {
    const pending = [top];
    while (pending.length > 0) {
      const folder = pending.pop()!;
      let child = this.#firstChild[folder]!;
      this.#firstChild[folder] = -1;
      for (; child !== -1; child = this.#nextSibling[child]!) {
        this.#isListed[child] = 0;
        const below = this.#below(child);
        if (below === -1) continue;
        if (this.#log.type[below] === DIR) pending.push(child);
        this.#hide(below, layer, how, top);
      }
    }
  }

  /** Hides a version and, of a merged directory, those it merged with. */
  #hide(version: number, layer: number, how: number, via: number): void {
    const log = this.#log;
    for (let at = version; at !== -1 && log.hiddenBy[at] === -1; at = log.previous(at)) {
      log.hiddenBy[at] = layer;
      log.how[at] = how;
      log.via[at] = via;
    }
  }

  #list(path: number): void {
    if (path === 0 || this.#isListed[path] === 1) return;
    this.#isListed[path] = 1;
    const folder = this.#trie.parent[path]!;
    this.#nextSibling[path] = this.#firstChild[folder]!;
    this.#firstChild[folder] = path;
  }

  #fit(): void {
    const capacity = this.#trie.parent.length;
    const known = this.#firstChild.length;
    if (known >= this.#trie.length) return;
    this.#firstChild = grown(this.#firstChild, capacity).fill(-1, known);
    this.#nextSibling = grown(this.#nextSibling, capacity);
    this.#isListed = grown(this.#isListed, capacity);
  }
}
