import type { DifferenceRow, DifferenceViewSpec } from '../../../shared/model/compare.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { createTreeCursor, type TreeCursor } from '../../tree/tree-cursor.ts';
import { createViewModel, type ViewModel } from '../../tree/view-model.ts';
import { createVirtualList, type VirtualList } from '../../tree/virtual-list.ts';
import type { CompareSelectionStore } from './compare-selection.ts';

/** Up to this many rows the tree opens by itself: the answer first. */
const MOST_UNFOLDED = 200;

/** The tree of differences: its rows, where it stands and what is chosen. */
export interface DifferenceController extends Pick<TreeCursor<DifferenceRow>, 'active' | 'activate' | 'act'> {
  readonly model: ViewModel<DifferenceViewSpec, DifferenceRow>;
  readonly list: VirtualList;
  /** The next path that differs, or the one before. @returns false when there is none */
  readonly jump: (backward: boolean) => Promise<boolean>;
  readonly goTo: (pathID: number) => Promise<void>;
  readonly collapseAll: () => Promise<void>;
  /** Follows the view and the selection until the answer is called. */
  readonly attach: () => () => void;
}

/** @param paths how many the union of both trees has, its root left out: rows beyond them stand for packages */
export function createDifferenceController(
  client: OutcropClient,
  { compare, paths }: { readonly compare: string; readonly paths: number },
  selection: CompareSelectionStore,
): DifferenceController {
  const list = createVirtualList();
  const calls = client.compare.view;
  const model = createViewModel<DifferenceViewSpec, DifferenceRow>(
    {
      change: (input) => calls.change({ view: input.view, spec: onWire(input.spec) }),
      rows: (input) => calls.rows(input),
      toggle: (input) => calls.toggle(input),
      expandAll: (input) => calls.expandAll(input),
      collapseAll: (input) => calls.collapseAll(input),
      reveal: (input) => calls.reveal(input),
      findName: (input) => calls.findName(input),
      close: (input) => calls.close(input),
    },
    {
      open: (spec) => calls.open({ compare, spec: onWire(spec) }),
      kindOf: () => 'main',
      unfolds: (_, before, { rowCount, pathCount }) =>
        before === null && rowCount < pathCount && pathCount <= MOST_UNFOLDED,
    },
  );
  const select = (pathID: number) => selection.getState().select(pathID > paths ? null : pathID);
  const cursor = createTreeCursor({
    model,
    list,
    select,
    selected: () => selection.getState().pathID,
    parentOf: ({ above }) => Promise.resolve(above ?? null),
  });
  let shownSpec = model.current().spec;
  let sought = false;

  async function jump(backward: boolean): Promise<boolean> {
    const from = cursor.active.current()?.index ?? (backward ? (model.current().state?.rowCount ?? 0) : -1);
    const row = await model.ask(async (view, accept) => {
      const answer = await calls.next({ view, from, backward });
      accept(answer.state);
      return answer.row;
    }, -1);
    if (row < 0) return false;
    cursor.activate(row);
    return true;
  }

  function onView(): void {
    const { spec, state } = model.current();
    cursor.refresh();
    if (state !== null && !sought) {
      // The first difference is what was come for.
      sought = true;
      void jump(false);
    }
    if (spec === shownSpec) return;
    const first = shownSpec === null;
    shownSpec = spec;
    if (first) return;
    const { pathID } = selection.getState();
    if (pathID === null) cursor.clear();
    else void cursor.goTo(pathID);
  }

  return {
    ...cursor,
    model,
    list,
    jump,
    async goTo(pathID) {
      select(pathID);
      await cursor.goTo(pathID);
    },
    async collapseAll() {
      await model.collapseAll();
      cursor.clear();
    },
    attach() {
      const end = model.subscribe(onView);
      onView();
      return end;
    },
  };
}

/** A list of its own: what the contract takes may be changed by whoever holds it. */
function onWire(spec: DifferenceViewSpec) {
  return {
    ...spec,
    kinds: [...spec.kinds],
    ignore: [...(spec.ignore ?? [])],
    ignoreGlobs: [...(spec.ignoreGlobs ?? [])],
    keys: [...(spec.keys ?? [])],
  };
}
