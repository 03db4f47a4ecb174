import type { OutcropClient } from '../../host/connect.ts';
import { createObservable, type Observable } from '../../stores/observable.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { FileRow, PathID } from '../../../shared/model/view.ts';
import type { TreeAction } from './tree-keys.ts';
import type { ViewModel } from './view-model.ts';
import type { VirtualList } from './virtual-list.ts';

/** Holding an arrow key passes many rows; only where it rests is asked for. */
const REST_MS = 40;

/** The row that keys act on. */
export interface ActiveRow {
  /** Base 0. */
  readonly index: number;
  /** As last known; undefined while it is being read. */
  readonly row: FileRow | undefined;
}

/** Keeps the active row, the selected path, the view and the scroll position together. */
export interface TreeController {
  readonly active: Observable<ActiveRow | null>;
  /** Makes a row the active one and selects its path. */
  readonly activate: (index: number) => void;
  /** Does what a key or a click asked of the active row. */
  readonly act: (action: TreeAction) => Promise<void>;
  readonly collapseAll: () => Promise<void>;
  /** Follows the view and the selection until the answer is called. */
  readonly attach: () => () => void;
}

interface Parts {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly model: ViewModel;
  readonly selection: SelectionStore;
  readonly list: VirtualList;
}

export function createTreeController({ client, image, model, selection, list }: Parts): TreeController {
  const active = createObservable<ActiveRow | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shownSpec = model.current().spec;

  const rowCount = () => model.current().state?.rowCount ?? 0;

  function setActive(index: number, row: FileRow | undefined): void {
    active.set({ index, row });
    list.showRow(index);
  }

  function activate(index: number): void {
    const row = model.rows.row(index);
    setActive(index, row);
    if (row) select(row.pathID);
  }

  function select(pathID: PathID): void {
    if (pathID === selection.getState().pathID) return;
    selection.getState().select(pathID, null);
    clearTimeout(timer);
    timer = setTimeout(() => void nameSelected(pathID), REST_MS);
  }

  async function nameSelected(pathID: PathID): Promise<void> {
    const path = await client.image.pathOf({ image, pathID }).catch(() => null);
    if (path !== null && selection.getState().pathID === pathID) selection.getState().select(pathID, path);
  }

  async function goTo(pathID: PathID): Promise<number> {
    const index = await model.reveal(pathID);
    if (index < 0) active.set(null);
    else setActive(index, model.rows.row(index));
    return index;
  }

  async function find(path: string): Promise<PathID | null> {
    return client.image.lookup({ image, path }).catch(() => null);
  }

  /** A key may land on a row that is still being read; the row itself changes with every revision. */
  function refreshActive(): void {
    const known = active.current();
    if (!known || !model.rows.isFresh(known.index)) return;
    const row = model.rows.row(known.index);
    if (!row || row === known.row) return;
    active.set({ index: known.index, row });
    if (!known.row) select(row.pathID);
  }

  function onView(): void {
    const { spec } = model.current();
    refreshActive();
    if (spec === shownSpec) return;
    // Another mode, filter or order moves the selected path to another row.
    shownSpec = spec;
    const { pathID } = selection.getState();
    if (pathID === null) active.set(null);
    else void goTo(pathID);
    onSelection();
  }

  function onSelection(): void {
    const { wanted, wentTo } = selection.getState();
    if (wanted === null || model.current().state === null) return;
    wentTo();
    void goToPath(wanted);
  }

  async function goToPath(path: string): Promise<void> {
    const id = await find(path);
    if (id === null) return;
    const { select: choose, setFilter, setMode, setShowHidden } = selection.getState();
    choose(id, path);
    if ((await goTo(id)) >= 0) return;
    // Not in this tree: look where everything is.
    setFilter('');
    setMode({ kind: 'merged' });
    setShowHidden(true);
  }

  async function goToParent({ index, row }: ActiveRow): Promise<void> {
    const depth = (row?.depth ?? 1) - 1;
    if (!row || depth < 1) return;
    for (let above = index - 1; above >= 0 && model.rows.isFresh(above); above -= 1)
      if (model.rows.row(above)?.depth === depth) return activate(above);
    // The parent's row is not in the cache: by its name, then.
    const child = await client.image.pathOf({ image, pathID: row.pathID });
    const parent = await find(child.slice(0, child.lastIndexOf('/')));
    if (parent === null) return;
    select(parent);
    await goTo(parent);
  }

  async function act(action: TreeAction): Promise<void> {
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
        const { pathID } = selection.getState();
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
  }

  async function collapseAll(): Promise<void> {
    await model.collapseAll();
    active.set(null);
    const top = selection.getState().settled?.path.split('/')[1];
    const id = top ? await find(`/${top}`) : null;
    if (id === null) return;
    selection.getState().select(id, `/${top}`);
    await goTo(id);
  }

  return {
    active,
    activate,
    act,
    collapseAll,
    attach() {
      const ends = [model.subscribe(onView), selection.subscribe(onSelection)];
      onView();
      return () => {
        clearTimeout(timer);
        for (const end of ends) end();
      };
    },
  };
}
