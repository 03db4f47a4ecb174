import type { OutcropClient } from '../../host/connect.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { PathID, ViewSpec, ViewState } from '../../../shared/model/view.ts';
import { createObservable, type Observable } from '../../stores/observable.ts';
import { sameMode } from '../../stores/selection.ts';
import { createRowCache, type RowCache } from './row-cache.ts';

/** Paths of a layer that are unfolded without being asked. */
const MOST_UNFOLDED = 400;

type ViewKind = 'tree' | 'layer';

export interface ViewSnapshot {
  /** Null until the view is open. */
  readonly state: ViewState | null;
  /** True while a new mode, filter or order is being worked out. */
  readonly busy: boolean;
  readonly error: WireError | null;
  /** The spec that `state` answers. */
  readonly spec: ViewSpec | null;
}

/** What the grid shows of one image, and the rows read of it. */
export interface ViewModel extends Observable<ViewSnapshot> {
  readonly rows: RowCache;
  /** Opens the view or changes it; the last spec wins. */
  readonly show: (spec: ViewSpec) => void;
  readonly toggle: (path: PathID, expanded: boolean) => Promise<void>;
  readonly expandAll: () => Promise<void>;
  readonly collapseAll: () => Promise<void>;
  /** Expands the ancestors. @returns the row, or -1 when this view does not hold the path */
  readonly reveal: (path: PathID) => Promise<number>;
  /** @returns the next row whose name begins with `text`, or -1 */
  readonly findName: (text: string, from: number) => Promise<number>;
  /** Lets the engine forget the view; `show` opens another. */
  readonly close: () => void;
}

/** @returns a view that opens at the first `show` */
export function createViewModel(client: OutcropClient, image: ImageHandle): ViewModel {
  const { current, subscribe, set } = createObservable<ViewSnapshot>({
    state: null,
    busy: false,
    error: null,
    spec: null,
  });
  // The tree of one layer is small and is shown unfolded; a view of its own keeps that out of the merged tree.
  const views: Record<ViewKind, string | null> = { tree: null, layer: null };
  let latest: ViewSpec | null = null;
  // One change at a time: each answer's revision then belongs to the change that was asked last.
  let queue: Promise<void> = Promise.resolve();

  const rows = createRowCache(
    async (start, end) => {
      const { spec } = current();
      const view = spec && views[kindOf(spec)];
      if (!view) throw new DOMException('reopening', 'AbortError');
      const window = await client.view.rows({ view, start, end });
      return { ...window, revision: tagged(window.revision, spec) };
    },
    () => change({}),
    fail,
  );

  function change(part: Partial<ViewSnapshot>): void {
    set({ ...current(), ...part });
  }

  function fail(error: unknown): void {
    const wire = wireErrorOf(error);
    if (wire.code === 'cancelled') return;
    // A new connection knows nothing of the old one's views.
    if (wire.code === 'stale' && latest !== null && (views.tree ?? views.layer) !== null) {
      views.tree = null;
      views.layer = null;
      show(latest);
    } else change({ error: wire, busy: false });
  }

  function accept(state: ViewState, spec: ViewSpec | null = current().spec): void {
    change({ state, spec, error: null, busy: latest !== spec });
    if (spec) rows.startRevision(tagged(state.revision, spec), state.rowCount);
  }

  async function enqueue<T>(work: (view: string) => Promise<T>, otherwise: T): Promise<T> {
    const result = queue.then(() => {
      const { spec } = current();
      const view = spec && views[kindOf(spec)];
      return view === null ? otherwise : work(view);
    });
    queue = settled(result);
    return result.catch(() => otherwise);
  }

  async function settled(work: Promise<unknown>): Promise<void> {
    await work.catch(fail);
  }

  function show(spec: ViewSpec): void {
    latest = spec;
    change({ busy: true });
    queue = settled(queue.then(() => (latest === spec ? openOrChange(spec) : undefined)));
  }

  async function openOrChange(spec: ViewSpec): Promise<void> {
    const before = current().spec;
    const { view, state } = await ask(spec);
    if (latest === null) return release(view);
    views[kindOf(spec)] = view;
    const isOther = spec.mode.kind === 'layer' && (before === null || !sameMode(before.mode, spec.mode));
    const unfold = isOther && state.rowCount < state.pathCount && state.pathCount <= MOST_UNFOLDED;
    accept(unfold ? await client.view.expandAll({ view }) : state, spec);
  }

  async function ask(spec: ViewSpec): Promise<{ readonly view: string; readonly state: ViewState }> {
    const view = views[kindOf(spec)];
    if (view === null) return client.view.open({ image, spec });
    return { view, state: await client.view.change({ view, spec }) };
  }

  function release(id: string): void {
    client.view.close({ view: id }).catch(() => {});
  }

  return {
    rows,
    current,
    subscribe,
    show,
    toggle: (pathID, expanded) =>
      enqueue(async (id) => accept(await client.view.toggle({ view: id, pathID, expanded })), undefined),
    expandAll: () => enqueue(async (id) => accept(await client.view.expandAll({ view: id })), undefined),
    collapseAll: () => enqueue(async (id) => accept(await client.view.collapseAll({ view: id })), undefined),
    reveal: (pathID) =>
      enqueue(async (id) => {
        const { state, row } = await client.view.reveal({ view: id, pathID });
        accept(state);
        return row;
      }, -1),
    findName: (text, from) => enqueue((id) => client.view.findName({ view: id, text, from }), -1),
    close() {
      latest = null;
      for (const kind of ['tree', 'layer'] as const) {
        const view = views[kind];
        if (view !== null) release(view);
        views[kind] = null;
      }
    },
  };
}

function kindOf(spec: ViewSpec): ViewKind {
  return spec.mode.kind === 'layer' ? 'layer' : 'tree';
}

/** Two views count their revisions apart; the row cache must not mistake one for the other. */
function tagged(revision: number, spec: ViewSpec): number {
  return revision * 2 + (kindOf(spec) === 'layer' ? 1 : 0);
}
