import type { FileRow, PathID, RowWindow, ViewSpec, ViewState } from '../../../shared/model/view.ts';
import type { View } from '../opened.ts';
import type { Arrangement } from './arrange.ts';
import { findName } from './find-name.ts';
import type { PathTable } from '../union/path-table.ts';

/** What of a row the arrangement itself does not know. */
export type RowFacts = Omit<FileRow, 'pathID' | 'depth' | 'position' | 'siblings' | 'expanded' | 'hiddenBy' | 'size'> &
  Pick<FileRow, 'hiddenBy'> & { readonly ownSize: number };

export interface ViewParts {
  readonly table: PathTable;
  readonly arrange: (spec: ViewSpec, signal?: AbortSignal) => Promise<Arrangement>;
  readonly describe: (version: number, ghost: boolean, spec: ViewSpec) => RowFacts;
}

/** Opens a view with all folders closed, or with a filter those above its matches open. */
export async function openView(parts: ViewParts, spec: ViewSpec, signal?: AbortSignal): Promise<View> {
  const view = new GridView(parts);
  await view.change(spec, signal);
  return view;
}

/** Rows on screen are positions in the arrangement, ascending; opening a folder recounts them in one pass. */
class GridView implements View {
  readonly #parts: ViewParts;
  #spec: ViewSpec | undefined;
  #arrangement: Arrangement | undefined;
  /** Path → 1: opened by the user. Kept across filters and modes. */
  readonly #expanded: Uint8Array;
  /** Under a filter folders above matches are open on their own; what the user closed or opened since is here. */
  #filtered: Uint8Array | undefined;
  /** Reused by every recount: a fresh buffer for a million rows costs more than filling it. */
  #buffer = new Int32Array(0);
  #rows = this.#buffer;
  #revision = 0;

  constructor(parts: ViewParts) {
    this.#parts = parts;
    this.#expanded = new Uint8Array(parts.table.length);
  }

  get state(): ViewState {
    return { revision: this.#revision, rowCount: this.#rows.length, pathCount: this.#laidOut.matches };
  }

  get #laidOut(): Arrangement {
    if (!this.#arrangement) throw new Error('a view is used before it was arranged');
    return this.#arrangement;
  }

  get #open(): Uint8Array {
    return this.#filtered ?? this.#expanded;
  }

  async change(spec: ViewSpec, signal?: AbortSignal): Promise<ViewState> {
    const arrangement = await this.#parts.arrange(spec, signal);
    this.#arrangement = arrangement;
    this.#buffer = new Int32Array(arrangement.length);
    this.#filtered = spec.filter === '' ? undefined : openAboveMatches(arrangement, this.#expanded.length);
    this.#spec = spec;
    return this.#recount();
  }

  toggle(path: PathID, expanded: boolean): ViewState {
    if (path >= 0 && path < this.#open.length) this.#open[path] = expanded ? 1 : 0;
    return this.#recount();
  }

  expandAll(): ViewState {
    this.#open.fill(1);
    return this.#recount();
  }

  collapseAll(): ViewState {
    this.#open.fill(0);
    return this.#recount();
  }

  reveal(path: PathID): { readonly state: ViewState; readonly row: number } {
    const { up, path: paths } = this.#laidOut;
    const at = paths.indexOf(path);
    if (at <= 0) return { state: this.state, row: -1 };
    let opened = false;
    for (let row = up[at]!; row > 0; row = up[row]!) {
      if (this.#open[paths[row]!] === 0) opened = true;
      this.#open[paths[row]!] = 1;
    }
    const state = opened ? this.#recount() : this.state;
    return { state, row: lowerBound(this.#rows, at) };
  }

  findName(text: string, from: number): number {
    return findName(this.#parts.table, this.#laidOut.path, this.#rows, text, from);
  }

  rows(start: number, end: number): RowWindow {
    const from = Math.max(0, Math.min(start, this.#rows.length));
    const to = Math.max(from, Math.min(end, this.#rows.length));
    const rows: FileRow[] = [];
    for (let i = from; i < to; i++) rows.push(this.#describe(this.#rows[i]!));
    return { revision: this.#revision, start: from, rows };
  }

  #describe(at: number): FileRow {
    const { path, version, ghost, end, depth, position, siblings, total } = this.#laidOut;
    const spec = this.#spec!;
    const { ownSize, ...facts } = this.#parts.describe(version[at]!, ghost[at] === 1, spec);
    const folder = end[at]! > at + 1;
    return {
      ...facts,
      pathID: path[at]!,
      depth: depth[at]!,
      position: position[at]!,
      siblings: siblings[at]!,
      size: facts.type === 'dir' ? total[at]! : ownSize,
      ...(folder && { expanded: this.#open[path[at]!] === 1 }),
    };
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

function openAboveMatches({ length, up, match, path }: Arrangement, paths: number): Uint8Array {
  const open = new Uint8Array(paths);
  for (let at = length - 1; at > 0; at--) {
    const above = up[at]!;
    // A folder that matches itself stays closed: what is below it is shown because of the folder.
    if ((match[at] === 1 || open[path[at]!] === 1) && match[above] === 0) open[path[above]!] = 1;
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
