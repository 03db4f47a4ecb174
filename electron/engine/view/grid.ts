import type { PathID, ViewState, ViewWhere } from '../../../shared/model/view.ts';
import type { PathNames } from '../union/path-text.ts';
import type { Arrangement } from './arrange.ts';
import { findName } from './find-name.ts';
import { sameTree } from './same-tree.ts';
import { isEmptyWhere } from './where.ts';

/** The columns that hold the tree of a grid; what a row shows beside them is the owner's. */
export type Rows = Omit<Arrangement, 'version' | 'ghost' | 'total'> & Pick<ViewState, 'ignored' | 'noise'>;

export interface GridParts<Spec, Laid extends Rows, Row> {
  /** Names of the paths, for type-ahead. */
  readonly table: PathNames & { readonly length: number };
  /** Rows that stand for no path have numbers beyond those of the table, up to here. */
  readonly capacity?: () => number;
  readonly arrange: (spec: Spec, signal?: AbortSignal) => Promise<Laid>;
  /** @param expanded undefined for a row that cannot be expanded */
  readonly describe: (laid: Laid, at: number, spec: Spec, expanded: boolean | undefined) => Row;
  /** Folders that `expandAll` leaves closed. */
  readonly staysClosed?: (path: PathID) => boolean;
  /** Whether everything is opened when it comes; asked with every new arrangement. */
  readonly opensAll?: (laid: Laid, spec: Spec) => boolean;
}

/** Rows on screen are positions in the arrangement, ascending; opening a folder recounts them in one pass. */
export class Grid<Spec extends { readonly filter: string; readonly where?: ViewWhere }, Laid extends Rows, Row> {
  readonly #parts: GridParts<Spec, Laid, Row>;
  #spec: Spec | undefined;
  #arrangement: Laid | undefined;
  /** Path → 1: opened by the user. Kept across filters and modes. */
  #expanded: Uint8Array;
  /** Under a filter folders above matches are open on their own; what the user closed or opened since is here. */
  #filtered: Uint8Array | undefined;
  /** Reused by every recount: a fresh buffer for a million rows costs more than filling it. */
  #buffer = new Int32Array(0);
  #rows = this.#buffer;
  #revision = 0;

  constructor(parts: GridParts<Spec, Laid, Row>) {
    this.#parts = parts;
    this.#expanded = new Uint8Array(parts.table.length);
  }

  get state(): ViewState {
    const { matches, ignored, noise } = this.#laidOut;
    return {
      revision: this.#revision,
      rowCount: this.#rows.length,
      pathCount: matches,
      ...(ignored !== undefined && { ignored }),
      ...(noise && { noise }),
    };
  }

  get #laidOut(): Laid {
    if (!this.#arrangement) throw new Error('a view is used before it was arranged');
    return this.#arrangement;
  }

  get #open(): Uint8Array {
    return this.#filtered ?? this.#expanded;
  }

  async change(spec: Spec, signal?: AbortSignal): Promise<ViewState> {
    const arrangement = await this.#parts.arrange(spec, signal);
    this.#arrangement = arrangement;
    this.#buffer = new Int32Array(arrangement.length);
    this.#makeRoom();
    const asks = !isEmptyWhere(spec.where);
    const isFiltered = asks || spec.filter !== '';
    this.#filtered = isFiltered ? openAboveMatches(arrangement, this.#expanded.length, asks) : undefined;
    this.#spec = spec;
    if (this.#parts.opensAll?.(arrangement, spec)) this.#openAll();
    return this.#recount();
  }

  /** Takes the place of another grid: of the same tree its folders stay open, and revisions go on from its own. */
  follow(before: Grid<Spec, Laid, Row>): void {
    this.#revision = before.#revision;
    if (sameTree(before.#parts.table, this.#parts.table)) this.#expanded = before.#expanded;
  }

  toggle(path: PathID, expanded: boolean): ViewState {
    if (path >= 0 && path < this.#open.length) this.#open[path] = expanded ? 1 : 0;
    return this.#recount();
  }

  expandAll(): ViewState {
    this.#openAll();
    return this.#recount();
  }

  collapseAll(): ViewState {
    this.#open.fill(0);
    return this.#recount();
  }

  reveal(path: PathID): { readonly state: ViewState; readonly row: number } {
    const at = this.#laidOut.path.indexOf(path);
    return at <= 0 ? { state: this.state, row: -1 } : this.#show(at);
  }

  /**
   * The nearest match after or before a row, the folders above it opened; a folder that stays closed hides what is in it.
   * @param from -1 begins before the first row
   */
  next(from: number, backward: boolean): { readonly state: ViewState; readonly row: number } {
    const { length, match, end } = this.#laidOut;
    const start = this.#rows[from] ?? (backward ? length : 0);
    if (backward) {
      for (let at = start - 1; at > 0; at--) if (match[at] === 1) return this.#show(this.#outermostClosed(at));
    } else {
      for (let at = this.#isClosed(start) ? end[start]! : start + 1; at < length; at++)
        if (match[at] === 1) return this.#show(at);
    }
    return { state: this.state, row: -1 };
  }

  findName(text: string, from: number): number {
    return findName(this.#parts.table, this.#laidOut.path, this.#rows, text, from);
  }

  rows(start: number, end: number): { readonly revision: number; readonly start: number; readonly rows: Row[] } {
    const from = Math.max(0, Math.min(start, this.#rows.length));
    const to = Math.max(from, Math.min(end, this.#rows.length));
    const rows: Row[] = [];
    for (let i = from; i < to; i++) rows.push(this.#describe(this.#rows[i]!));
    return { revision: this.#revision, start: from, rows };
  }

  #describe(at: number): Row {
    const { path, end } = this.#laidOut;
    const isFolder = end[at]! > at + 1;
    return this.#parts.describe(this.#laidOut, at, this.#spec!, isFolder ? this.#open[path[at]!] === 1 : undefined);
  }

  #makeRoom(): void {
    const wanted = this.#parts.capacity?.() ?? 0;
    if (wanted <= this.#expanded.length) return;
    const wider = new Uint8Array(wanted);
    wider.set(this.#expanded);
    this.#expanded = wider;
  }

  #openAll(): void {
    const { staysClosed } = this.#parts;
    if (!staysClosed) this.#open.fill(1);
    else for (let path = 0; path < this.#open.length; path++) if (!staysClosed(path)) this.#open[path] = 1;
  }

  #isClosed(at: number): boolean {
    const path = this.#laidOut.path[at] ?? 0;
    return at > 0 && (this.#parts.staysClosed?.(path) ?? false) && this.#open[path] === 0;
  }

  #outermostClosed(at: number): number {
    const { up } = this.#laidOut;
    let outermost = at;
    for (let row = up[at]!; row > 0; row = up[row]!) if (this.#isClosed(row)) outermost = row;
    return outermost;
  }

  #show(at: number): { readonly state: ViewState; readonly row: number } {
    const { up, path } = this.#laidOut;
    let opened = false;
    for (let row = up[at]!; row > 0; row = up[row]!) {
      if (this.#open[path[row]!] === 0) opened = true;
      this.#open[path[row]!] = 1;
    }
    const state = opened ? this.#recount() : this.state;
    return { state, row: lowerBound(this.#rows, at) };
  }

  #recount(): ViewState {
    const { length, end, path } = this.#laidOut;
    const open = this.#open;
    let count = 0;
    for (let at = 1; at < length; at = open[path[at]!] === 1 ? at + 1 : end[at]!) this.#buffer[count++] = at;
    this.#rows = this.#buffer.subarray(0, count);
    this.#revision++;
    return this.state;
  }
}

/** @param each also inside folders that match: a match below them does not come with them */
function openAboveMatches({ length, up, match, path }: Rows, paths: number, each: boolean): Uint8Array {
  const open = new Uint8Array(paths);
  for (let at = length - 1; at > 0; at--) {
    const above = up[at]!;
    // A folder that matches itself stays closed: what is below it is shown because of the folder.
    if ((match[at] === 1 || open[path[at]!] === 1) && (each || match[above] === 0)) open[path[above]!] = 1;
  }
  return open;
}

/** Position of `value` in ascending `rows`. */
function lowerBound(rows: Int32Array, value: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
