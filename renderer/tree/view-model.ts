import type { WireError } from '../../shared/errors.ts';
import type { ViewState } from '../../shared/model/view.ts';
import { wireErrorOf } from '../host/outcrop-error.ts';
import { createObservable, type Observable } from '../stores/observable.ts';
import { createRowCache, type RowCache, type RowsRead } from './row-cache.ts';

/** The calls of an open view in the engine: of one image, or of a comparison. */
export interface ViewCalls<Spec, Row> {
  readonly change: (input: { view: string; spec: Spec }, options: { signal: AbortSignal }) => Promise<ViewState>;
  readonly rows: (input: { view: string; start: number; end: number }) => Promise<RowsRead<Row>>;
  readonly toggle: (input: { view: string; pathID: number; expanded: boolean }) => Promise<ViewState>;
  readonly expandAll: (input: { view: string }) => Promise<ViewState>;
  readonly collapseAll: (input: { view: string }) => Promise<ViewState>;
  readonly reveal: (input: { view: string; pathID: number }) => Promise<{ state: ViewState; row: number }>;
  readonly findName: (input: { view: string; text: string; from: number }) => Promise<number>;
  readonly close: (input: { view: string }) => Promise<unknown>;
}

/** How one screen shows its specs. */
export interface ViewManner<Spec> {
  readonly open: (spec: Spec) => Promise<{ readonly view: string; readonly state: ViewState }>;
  /** Specs of the two kinds get views of their own, with folders opened apart. */
  readonly kindOf: (spec: Spec) => ViewKind;
  /** Whether all folders open without being asked. */
  readonly unfolds: (spec: Spec, before: Spec | null, state: ViewState) => boolean;
}
export type ViewKind = 'main' | 'side';

export interface ViewSnapshot<Spec> {
  /** Null until the view is open. */
  readonly state: ViewState | null;
  /** True while a new mode, filter or order is being worked out. */
  readonly busy: boolean;
  readonly error: WireError | null;
  /** The spec that `state` answers. */
  readonly spec: Spec | null;
}

/** What a grid shows, and the rows read of it. */
export interface ViewModel<Spec, Row> extends Observable<ViewSnapshot<Spec>> {
  readonly rows: RowCache<Row>;
  /** Opens the view or changes it; the last spec wins. */
  readonly show: (spec: Spec) => void;
  readonly toggle: (path: number, expanded: boolean) => Promise<void>;
  readonly expandAll: () => Promise<void>;
  readonly collapseAll: () => Promise<void>;
  /** Expands the ancestors. @returns the row, or -1 when this view does not hold the path */
  readonly reveal: (path: number) => Promise<number>;
  /** @returns the next row whose name begins with `text`, or -1 */
  readonly findName: (text: string, from: number) => Promise<number>;
  /** One more kind of question, in its turn; `accept` takes the state that an answer came with. */
  readonly ask: <T>(work: (view: string, accept: (state: ViewState) => void) => Promise<T>, otherwise: T) => Promise<T>;
  /** Lets the engine forget the view; `show` opens another. */
  readonly close: () => void;
}

/** @returns a view that opens at the first `show` */
export function createViewModel<Spec, Row>(
  calls: ViewCalls<Spec, Row>,
  { open, kindOf, unfolds }: ViewManner<Spec>,
): ViewModel<Spec, Row> {
  const { current, subscribe, set } = createObservable<ViewSnapshot<Spec>>({
    state: null,
    busy: false,
    error: null,
    spec: null,
  });
  const views: Record<ViewKind, string | null> = { main: null, side: null };
  let latest: Spec | null = null;
  /** Of the change that is being worked out. */
  let changing: AbortController | null = null;
  // One change at a time: each answer's revision then belongs to the change that was asked last.
  let queue: Promise<void> = Promise.resolve();

  const rows = createRowCache<Row>(
    async (start, end) => {
      const { spec } = current();
      const view = spec && views[kindOf(spec)];
      if (!view) throw new DOMException('reopening', 'AbortError');
      const window = await calls.rows({ view, start, end });
      return { rows: window.rows, revision: tagged(window.revision, spec) };
    },
    () => change({}),
    fail,
  );

  /** Two views count their revisions apart; the row cache must not mistake one for the other. */
  function tagged(revision: number, spec: Spec): number {
    return revision * 2 + (kindOf(spec) === 'side' ? 1 : 0);
  }

  function change(part: Partial<ViewSnapshot<Spec>>): void {
    set({ ...current(), ...part });
  }

  function fail(error: unknown): void {
    const wire = wireErrorOf(error);
    if (wire.code === 'cancelled') return;
    // A new connection knows nothing of the old one's views.
    if (wire.code === 'stale' && latest !== null && (views.main ?? views.side) !== null) {
      views.main = null;
      views.side = null;
      show(latest);
    } else change({ error: wire, busy: false });
  }

  function accept(state: ViewState, spec: Spec | null = current().spec): void {
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

  function show(spec: Spec): void {
    latest = spec;
    // Nobody waits for what was asked before.
    changing?.abort();
    change({ busy: true });
    queue = settled(queue.then(() => (latest === spec ? openOrChange(spec) : undefined)));
  }

  async function openOrChange(spec: Spec): Promise<void> {
    const before = current().spec;
    const { view, state } = await ask(spec);
    if (latest === null) return release(view);
    views[kindOf(spec)] = view;
    accept(unfolds(spec, before, state) ? await calls.expandAll({ view }) : state, spec);
  }

  async function ask(spec: Spec): Promise<{ readonly view: string; readonly state: ViewState }> {
    const view = views[kindOf(spec)];
    if (view === null) return open(spec);
    changing = new AbortController();
    return { view, state: await calls.change({ view, spec }, { signal: changing.signal }) };
  }

  function release(id: string): void {
    calls.close({ view: id }).catch(() => {});
  }

  return {
    rows,
    current,
    subscribe,
    show,
    toggle: (pathID, expanded) =>
      enqueue(async (id) => accept(await calls.toggle({ view: id, pathID, expanded })), undefined),
    expandAll: () => enqueue(async (id) => accept(await calls.expandAll({ view: id })), undefined),
    collapseAll: () => enqueue(async (id) => accept(await calls.collapseAll({ view: id })), undefined),
    reveal: (pathID) =>
      enqueue(async (id) => {
        const { state, row } = await calls.reveal({ view: id, pathID });
        accept(state);
        return row;
      }, -1),
    findName: (text, from) => enqueue((id) => calls.findName({ view: id, text, from }), -1),
    ask: (work, otherwise) => enqueue((id) => work(id, accept), otherwise),
    close() {
      latest = null;
      for (const kind of ['main', 'side'] as const) {
        const view = views[kind];
        if (view !== null) release(view);
        views[kind] = null;
      }
    },
  };
}
