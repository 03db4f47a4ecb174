import type { ImageHandle } from '../../../shared/model/image.ts';
import type { FileRow, PathID, ViewSpec } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { createTreeCursor, type TreeCursor } from '../../tree/tree-cursor.ts';
import type { ViewModel } from '../../tree/view-model.ts';
import type { VirtualList } from '../../tree/virtual-list.ts';

/** Keeps the active row, the selected path, the view and the scroll position together. */
export interface TreeController extends Pick<TreeCursor<FileRow>, 'active' | 'activate' | 'act'> {
  readonly collapseAll: () => Promise<void>;
  /** Follows the view and the selection until the answer is called. */
  readonly attach: () => () => void;
}

interface Parts {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly model: ViewModel<ViewSpec, FileRow>;
  readonly selection: SelectionStore;
  readonly list: VirtualList;
  /** Told of a file before it is selected. */
  readonly onOpening: (row: FileRow) => void;
}

export function createTreeController({ client, image, model, selection, list, onOpening }: Parts): TreeController {
  let shownSpec = model.current().spec;
  let shownTab = selection.getState().tab;

  const { active, activate, act, goTo, refresh, clear } = createTreeCursor({
    model,
    list,
    select,
    selected: () => selection.getState().pathID,
    async parentOf(row) {
      const child = await client.image.pathOf({ image, pathID: row.pathID });
      return find(child.slice(0, child.lastIndexOf('/')));
    },
  });

  function select(pathID: PathID): void {
    const { mode, pathID: selected, select: choose } = selection.getState();
    if (pathID === selected) return;
    const row = active.current()?.row;
    const known = row?.pathID === pathID && !row.implicit ? row : undefined;
    if (known?.type === 'file') onOpening(known);
    // What a layer holds is looked at as that layer has it, whatever came over it.
    choose(pathID, null, mode.kind === 'merged' ? undefined : known?.layer);
  }

  async function find(path: string): Promise<PathID | null> {
    return client.image.lookup({ image, path }).catch(() => null);
  }

  function onView(): void {
    const { spec } = model.current();
    refresh();
    if (spec === shownSpec) return;
    // Another mode, filter or order moves the selected path to another row.
    shownSpec = spec;
    const { pathID } = selection.getState();
    if (pathID === null) clear();
    else void goTo(pathID);
    onSelection();
  }

  function onSelection(): void {
    const { wanted, wentTo, tab, settled } = selection.getState();
    const arrives = tab === 'files' && shownTab !== 'files';
    shownTab = tab;
    if (model.current().state === null) return;
    if (wanted !== null) {
      wentTo();
      void goToPath(wanted);
    } else if (arrives && settled && settled.pathID !== active.current()?.row?.pathID) {
      // Chosen on another screen: where this tree holds it, it is the active row here too.
      void goTo(settled.pathID);
    }
  }

  async function goToPath(path: string): Promise<void> {
    const id = await find(path);
    if (id === null) return;
    const { select: choose, clearFilter, setMode, setShowHidden } = selection.getState();
    choose(id, path);
    if ((await goTo(id)) >= 0) return;
    // Not in this tree: look where everything is.
    clearFilter();
    setMode({ kind: 'merged' });
    setShowHidden(true);
  }

  async function collapseAll(): Promise<void> {
    await model.collapseAll();
    clear();
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
        for (const end of ends) end();
      };
    },
  };
}
