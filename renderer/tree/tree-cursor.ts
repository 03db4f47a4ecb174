import { createObservable, type Observable } from '../stores/observable.ts';
import type { TreeAction, TreeRow } from './tree-keys.ts';
import type { ViewModel } from './view-model.ts';
import type { VirtualList } from './virtual-list.ts';

/** The row that keys act on. */
export interface ActiveRow<Row> {
  /** Base 0. */
  readonly index: number;
  /** As last known; undefined while it is being read. */
  readonly row: Row | undefined;
}

/** Walks a tree by rows, whatever its rows mean. */
export interface TreeCursor<Row> {
  readonly active: Observable<ActiveRow<Row> | null>;
  /** Makes a row the active one and selects its path. */
  readonly activate: (index: number) => void;
  /** Does what a key or a click asked of the active row. */
  readonly act: (action: TreeAction) => Promise<void>;
  /** Opens the folders above a path. @returns its row, or -1 when this view does not hold it */
  readonly goTo: (pathID: number) => Promise<number>;
  /** The row itself changes with every revision; a key may have landed on one that is still being read. */
  readonly refresh: () => void;
  readonly clear: () => void;
}

interface Parts<Spec, Row> {
  readonly model: ViewModel<Spec, Row>;
  readonly list: VirtualList;
  /** Null until a path was chosen. */
  readonly selected: () => number | null;
  readonly select: (pathID: number) => void;
  /** The folder of a row, asked for only when its row is not in the cache. */
  readonly parentOf: (row: Row) => Promise<number | null>;
}

/** @returns a cursor on no row */
export function createTreeCursor<Spec, Row extends TreeRow>({
  model,
  list,
  selected,
  select,
  parentOf,
}: Parts<Spec, Row>): TreeCursor<Row> {
  const active = createObservable<ActiveRow<Row> | null>(null);
  const rowCount = () => model.current().state?.rowCount ?? 0;

  function setActive(index: number, row: Row | undefined): void {
    active.set({ index, row });
    list.showRow(index);
  }

  function activate(index: number): void {
    // A row of an older revision is another path by now: the selection waits for the new one.
    const row = model.rows.isFresh(index) ? model.rows.row(index) : undefined;
    setActive(index, row);
    if (row) select(row.pathID);
  }

  async function goTo(pathID: number): Promise<number> {
    const index = await model.reveal(pathID);
    if (index < 0) active.set(null);
    else setActive(index, model.rows.row(index));
    return index;
  }

  async function goToParent({ index, row }: ActiveRow<Row>): Promise<void> {
    const depth = (row?.depth ?? 1) - 1;
    if (!row || depth < 1) return;
    for (let above = index - 1; above >= 0 && model.rows.isFresh(above); above -= 1)
      if (model.rows.row(above)?.depth === depth) return activate(above);
    const parent = await parentOf(row);
    if (parent === null) return;
    select(parent);
    await goTo(parent);
  }

  return {
    active,
    activate,
    goTo,
    clear: () => active.set(null),
    refresh() {
      const known = active.current();
      if (!known || !model.rows.isFresh(known.index)) return;
      const row = model.rows.row(known.index);
      if (!row || row === known.row) return;
      active.set({ index: known.index, row });
      if (!known.row) select(row.pathID);
    },
    async act(action) {
      const current = active.current();
      const last = rowCount() - 1;
      // Before the rows are there, only what needs none of them can wait for the view.
      if (last < 0 && action.kind !== 'expand-all') return;
      switch (action.kind) {
        case 'move':
          return activate(Math.min(Math.max((current?.index ?? -1) + action.by, 0), last));
        case 'first':
          return activate(0);
        case 'last':
          return activate(last);
        case 'toggle': {
          const row = current && model.rows.row(current.index);
          if (row) await model.toggle(row.pathID, action.expanded);
          return;
        }
        case 'parent':
          if (current) await goToParent(current);
          return;
        case 'expand-all': {
          await model.expandAll();
          const pathID = selected();
          if (pathID !== null) await goTo(pathID);
          return;
        }
        case 'type': {
          // The next row, or while a word is being typed the same one again.
          const from = (current?.index ?? 0) - (action.text.length > 1 ? 1 : 0);
          const index = await model.findName(action.text, from < 0 ? Math.max(0, last) : from);
          if (index >= 0) activate(index);
        }
      }
    },
  };
}
