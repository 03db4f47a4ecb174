import { dataURL } from '../../../shared/contract/contract.ts';
import type { ContainerEdit } from '../../../shared/contract/container.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { ContainerEdited, ContainerRow, ContainerState } from '../../../shared/model/container.ts';
import type { HostConnection } from '../../host/connect.ts';
import { failureOf, wireErrorOf } from '../../host/outcrop-error.ts';
import { createObservable, type Observable } from '../../stores/observable.ts';
import { createRowList, type RowList } from '../../tree/row-list.ts';
import type { TreeAction } from '../../tree/tree-keys.ts';

/** Rows that are looked through for a path; one call's worth. */
const SEARCHED_ROWS = 500;
/** Between two tries to hear of edits by others, and how many may fail one after the other. */
const RETRY_MS = 1000;
const MOST_FAILURES = 5;

export interface ContainerSnapshot {
  /** Null until the layers below are read. */
  readonly state: ContainerState | null;
  /** Why it did not open. */
  readonly failure: WireError | null;
  /** Why the last edit was not made. */
  readonly problem: WireError | null;
  readonly edited: (ContainerEdited & { readonly way: 'edit' | 'undo' | 'redo' }) | null;
  /** Grows with every edit. */
  readonly revision: number;
  readonly changedOnly: boolean;
  /** Part of a path; empty shows the folders that are open. */
  readonly filter: string;
  /** More match it than are shown. */
  readonly isCut: boolean;
  readonly busy: boolean;
  /** The row that is acted on. */
  readonly chosen: ContainerRow | null;
}

/** A container as its screen shows and edits it. */
export interface ContainerModel extends Observable<ContainerSnapshot> {
  readonly list: RowList<ContainerRow>;
  readonly act: (action: TreeAction) => Promise<void>;
  readonly open: (signal: AbortSignal) => Promise<void>;
  /** @returns why it was refused, also kept as `problem`; null when it was made */
  readonly edit: (edit: ContainerEdit) => Promise<WireError | null>;
  readonly step: (way: 'undo' | 'redo') => Promise<void>;
  readonly setChangedOnly: (changedOnly: boolean) => void;
  readonly setFilter: (filter: string) => void;
  /** Opens the folders above a path and makes it the active row. */
  readonly reveal: (path: string) => Promise<void>;
  /** Keeps bytes for an edit to use. @throws what the host refused */
  readonly keep: (bytes: Blob) => Promise<{ readonly sha256: string; readonly size: number }>;
  readonly dismiss: () => void;
}

export function createContainerModel({ client, data }: HostConnection, container: string): ContainerModel {
  const snapshot = createObservable<ContainerSnapshot>({
    state: null,
    failure: null,
    problem: null,
    edited: null,
    revision: 0,
    changedOnly: false,
    filter: '',
    isCut: false,
    busy: false,
    chosen: null,
  });
  const change = (part: Partial<ContainerSnapshot>) => snapshot.set({ ...snapshot.current(), ...part });
  const expanded = new Set<string>();
  const list = createRowList<ContainerRow>({
    select: (row) => change({ chosen: row }),
    toggle(row, _, open) {
      if (open) expanded.add(row.path);
      else expanded.delete(row.path);
      void refresh();
    },
  });
  const rows = (start: number, end: number) =>
    client.container.rows({
      container,
      expanded: [...expanded],
      changedOnly: snapshot.current().changedOnly,
      filter: snapshot.current().filter,
      start,
      end,
    });

  async function refresh(wanted = snapshot.current().chosen?.path): Promise<void> {
    const { filter } = snapshot.current();
    const first = await rows(0, SEARCHED_ROWS);
    // Typed on meanwhile: what comes last is shown.
    if (filter !== snapshot.current().filter) return;
    change({ isCut: first.isCut });
    const index = first.rows.findIndex(({ path }) => path === wanted);
    list.show(async (start, end) => (await rows(start, end)).rows, first.rowCount, index >= 0);
    if (index < 0) return change({ chosen: null });
    list.cursor.activate(index);
    change({ chosen: first.rows[index] ?? null });
  }

  async function run(way: 'edit' | 'undo' | 'redo', call: () => Promise<ContainerEdited>, path?: string) {
    change({ busy: true });
    try {
      const edited = { ...(await call()), way };
      change({ state: edited.state, edited, problem: null, busy: false, revision: snapshot.current().revision + 1 });
      const shown = path ?? (way === 'edit' ? undefined : edited.effects.at(-1)?.path);
      await (shown === undefined ? refresh() : reveal(shown));
      return null;
    } catch (error) {
      const problem = wireErrorOf(error);
      change({ problem, busy: false });
      return problem;
    }
  }

  /** Shows what another window or the command line makes of the container; a lost connection is waited for. */
  async function follow(signal: AbortSignal): Promise<void> {
    for (let failures = 0; failures < MOST_FAILURES && !signal.aborted; failures += 1) {
      try {
        for await (const { state } of await client.container.changes({ container }, { signal })) {
          failures = 0;
          // The answer of an edit of this window tells the same, and where to look.
          const { busy, state: known } = snapshot.current();
          if (busy || JSON.stringify(known) === JSON.stringify(state)) continue;
          change({ state, revision: snapshot.current().revision + 1 });
          await refresh();
        }
      } catch {
        // The connection broke, or the container is gone: the screen says either by itself.
      }
      await new Promise((resolve) => {
        setTimeout(resolve, RETRY_MS);
      });
    }
  }

  async function reveal(path: string): Promise<void> {
    // What was just made must be seen.
    if (!path.toLowerCase().includes(snapshot.current().filter.toLowerCase())) change({ filter: '' });
    const parts = path.split('/').slice(1, -1);
    for (const [depth] of parts.entries()) expanded.add(`/${parts.slice(0, depth + 1).join('/')}`);
    await refresh(path);
  }

  return {
    current: snapshot.current,
    subscribe: snapshot.subscribe,
    list,
    async act(action) {
      const { active, activate } = list.cursor;
      const at = active.current()?.index ?? -1;
      const row = list.rows.row(at);
      if (action.kind === 'parent' && row) {
        for (let above = at - 1; above >= 0; above -= 1)
          if (list.rows.row(above)?.depth === row.depth - 1) return activate(above);
      } else if (action.kind === 'type') {
        const count = list.current().rowCount ?? 0;
        for (let step = action.text.length > 1 ? 0 : 1; step <= count; step += 1) {
          const index = (Math.max(at, 0) + step) % count;
          if (list.rows.row(index)?.name.toLowerCase().startsWith(action.text.toLowerCase())) return activate(index);
        }
      } else await list.cursor.act(action);
    },
    async open(signal) {
      change({ failure: null });
      try {
        for await (const event of await client.container.open({ container }, { signal }))
          if (event.kind === 'done') change({ state: event.state });
        await refresh();
        await follow(signal);
      } catch (error) {
        if (!signal.aborted) change({ failure: wireErrorOf(error) });
      }
    },
    edit: (edit) => run('edit', () => client.container.edit({ container, edit }), madePath(edit)),
    async step(way) {
      await run(way, () => client.container[way]({ container }));
    },
    setFilter(filter) {
      if (filter === snapshot.current().filter) return;
      change({ filter });
      void refresh();
    },
    setChangedOnly(changedOnly) {
      change({ changedOnly });
      void refresh();
    },
    reveal,
    async keep(bytes) {
      const answer = await data.fetch(dataURL.containerBody(container), { method: 'PUT', body: bytes });
      if (!answer.ok) throw await failureOf(answer);
      return (await answer.json()) as { readonly sha256: string; readonly size: number };
    },
    dismiss: () => change({ problem: null }),
  };
}

/** Where to look after an edit. */
function madePath(edit: ContainerEdit): string | undefined {
  if (edit.kind === 'rename') return edit.to;
  return edit.kind === 'remove' ? undefined : edit.path;
}
