import type { OutcropClient } from '../../host/connect.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { PathID, ViewSpec, ViewState } from '../../../shared/model/view.ts';
import { createRowCache, type RowCache } from './row-cache.ts';

export interface ViewSnapshot {
  /** Null until the view is open. */
  readonly state: ViewState | null;
  /** True while a new mode, filter or order is being worked out. */
  readonly busy: boolean;
  readonly error: WireError | null;
  /** The spec that `state` answers. */
  readonly spec: ViewSpec | null;
}

/** One view of the engine and the rows read from it. Fits React's useSyncExternalStore. */
export interface ViewModel {
  readonly rows: RowCache;
  readonly snapshot: () => ViewSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  /** Opens the view or changes it; the last spec wins. */
  readonly show: (spec: ViewSpec) => void;
  readonly toggle: (path: PathID, expanded: boolean) => Promise<void>;
  readonly expandAll: () => Promise<void>;
  readonly collapseAll: () => Promise<void>;
  /** Expands the ancestors. @returns the row, or -1 when this view does not hold the path */
  readonly reveal: (path: PathID) => Promise<number>;
  /** @returns the next row whose name begins with `text`, or -1 */
  readonly findName: (text: string, from: number) => Promise<number>;
  readonly close: () => void;
}

/** @returns a view that opens at the first `show` */
export function createViewModel(client: OutcropClient, image: ImageHandle): ViewModel {
  const listeners = new Set<() => void>();
  let snapshot: ViewSnapshot = { state: null, busy: false, error: null, spec: null };
  let view: string | null = null;
  let latest: ViewSpec | null = null;
  let closed = false;
  // One change at a time: each answer's revision then belongs to the change that was asked last.
  let queue: Promise<void> = Promise.resolve();

  const rows = createRowCache(
    (start, end) =>
      view === null
        ? Promise.reject(new DOMException('reopening', 'AbortError'))
        : client.view.rows({ view, start, end }),
    () => set({}),
    fail,
  );

  function set(change: Partial<ViewSnapshot>): void {
    if (closed) return;
    snapshot = { ...snapshot, ...change };
    for (const listener of listeners) listener();
  }

  function fail(error: unknown): void {
    const wire = wireErrorOf(error);
    if (wire.code === 'cancelled') return;
    // A new connection knows nothing of the old one's views.
    if (wire.code === 'stale' && view !== null && latest !== null) {
      view = null;
      show(latest);
    } else set({ error: wire, busy: false });
  }

  function accept(state: ViewState, spec: ViewSpec | null = snapshot.spec): void {
    rows.startRevision(state.revision, state.rowCount);
    set({ state, spec, error: null, busy: latest !== spec });
  }

  function enqueue<T>(work: (view: string) => Promise<T>, otherwise: T): Promise<T> {
    const result = queue.then(() => (view === null || closed ? otherwise : work(view)));
    queue = result.then(() => {}, fail);
    return result.catch(() => otherwise);
  }

  function show(spec: ViewSpec): void {
    latest = spec;
    set({ busy: true });
    queue = queue.then(() => (latest === spec && !closed ? openOrChange(spec) : undefined)).catch(fail);
  }

  async function openOrChange(spec: ViewSpec): Promise<void> {
    if (view !== null) return accept(await client.view.change({ view, spec }), spec);
    const opened = await client.view.open({ image, spec });
    if (closed) return void client.view.close({ view: opened.view });
    view = opened.view;
    accept(opened.state, spec);
  }

  return {
    rows,
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    show,
    toggle: (pathID, expanded) =>
      enqueue(async (view) => accept(await client.view.toggle({ view, pathID, expanded })), undefined),
    expandAll: () => enqueue(async (view) => accept(await client.view.expandAll({ view })), undefined),
    collapseAll: () => enqueue(async (view) => accept(await client.view.collapseAll({ view })), undefined),
    reveal: (pathID) =>
      enqueue(async (view) => {
        const { state, row } = await client.view.reveal({ view, pathID });
        accept(state);
        return row;
      }, -1),
    findName: (text, from) => enqueue((view) => client.view.findName({ view, text, from }), -1),
    close() {
      closed = true;
      listeners.clear();
      if (view !== null) client.view.close({ view }).catch(() => {});
    },
  };
}
