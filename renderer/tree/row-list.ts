import type { WireError } from '../../shared/errors.ts';
import { wireErrorOf } from '../host/outcrop-error.ts';
import { createObservable, type Observable } from '../stores/observable.ts';
import { createRowCache, type RowCache } from './row-cache.ts';
import type { ActiveRow, TreeCursor } from './tree-cursor.ts';
import type { TreeAction, TreeRow } from './tree-keys.ts';
import { createVirtualList, type VirtualList } from './virtual-list.ts';

export interface RowListState {
  /** Null until the first `show`. */
  readonly rowCount: number | null;
  /** Grows when rows came in. */
  readonly news: number;
  readonly error: WireError | null;
}

/** Reads rows of a list; `end` is exclusive. */
export type ReadRows<Row> = (start: number, end: number) => Promise<readonly Row[]>;

/** A list of any length that is read by page: what a TreeGrid shows of it and how keys walk it. */
export interface RowList<Row> extends Observable<RowListState> {
  readonly rows: RowCache<Row>;
  readonly list: VirtualList;
  readonly cursor: Pick<TreeCursor<Row>, 'active' | 'activate' | 'act'>;
  /** Other rows, or more of them. @param keep whether the active row is still the same one */
  readonly show: (read: ReadRows<Row>, rowCount: number, keep: boolean) => void;
}

/** A list without rows. */
export function readNothing(): Promise<readonly never[]> {
  return Promise.resolve([]);
}

interface RowListParts<Row> {
  /** The active row is another one, and known. */
  readonly select: (row: Row, index: number) => void;
  /** For rows that open: asks for `show` with more or fewer rows. */
  readonly toggle?: (row: Row, index: number, expanded: boolean) => void;
}

export function createRowList<Row extends TreeRow>({ select, toggle }: RowListParts<Row>): RowList<Row> {
  const state = createObservable<RowListState>({ rowCount: null, news: 0, error: null });
  const active = createObservable<ActiveRow<Row> | null>(null);
  const list = createVirtualList();
  let read: ReadRows<Row> = readNothing;
  let revision = 0;

  const rows = createRowCache<Row>(
    async (start, end) => {
      const asked = revision;
      return { rows: await read(start, end), revision: asked };
    },
    onRows,
    (error) => {
      const wire = wireErrorOf(error);
      if (wire.code !== 'cancelled') state.set({ ...state.current(), error: wire });
    },
  );

  function onRows(): void {
    const known = active.current();
    const row = known && rows.isFresh(known.index) ? rows.row(known.index) : undefined;
    if (known && row && row !== known.row) {
      active.set({ index: known.index, row });
      // A key landed here before the row was read.
      if (!known.row) select(row, known.index);
    }
    state.set({ ...state.current(), news: state.current().news + 1 });
  }

  function activate(index: number): void {
    const row = rows.row(index);
    active.set({ index, row });
    list.showRow(index);
    if (row) select(row, index);
  }

  function goToParent(index: number): void {
    for (let above = index - 1; above >= 0; above -= 1) if (rows.row(above)?.depth === 1) return activate(above);
  }

  async function act(action: TreeAction): Promise<void> {
    const at = active.current()?.index ?? -1;
    const last = (state.current().rowCount ?? 0) - 1;
    if (last < 0) return;
    const row = rows.row(at);
    if (action.kind === 'move') activate(Math.min(Math.max(at + action.by, 0), last));
    else if (action.kind === 'first') activate(0);
    else if (action.kind === 'last') activate(last);
    else if (action.kind === 'toggle' && row) toggle?.(row, at, action.expanded);
    else if (action.kind === 'parent' && row && row.depth > 1) goToParent(at);
  }

  return {
    current: state.current,
    subscribe: state.subscribe,
    rows,
    list,
    cursor: { active, activate, act },
    show(next, rowCount, keep) {
      read = next;
      revision += 1;
      const known = active.current();
      if (!keep) {
        active.set(null);
        list.showRow(0);
      } else if (known && known.index >= rowCount) active.set(null);
      state.set({ ...state.current(), rowCount, error: null });
      rows.startRevision(revision, rowCount);
    },
  };
}
