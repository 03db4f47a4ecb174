import { OutcropError } from '../../../shared/errors.ts';
import type { ContainerEdit, LayerForm } from '../../../shared/contract/container.ts';
import type {
  ContainerEdited,
  ContainerLayerPage,
  ContainerRows,
  ContainerState,
  UpperEntry,
} from '../../../shared/model/container.ts';
import { containerRows, type FoundRows } from './container-rows.ts';
import { editEffects } from './edit-effects.ts';
import { nameOfText, pathTextOf, type NamePath } from './name.ts';
import type { AddedEntry, Edit } from './operation.ts';
import { notThere, parsePath, resolvePath } from './resolve.ts';
import { nodeAt, type Body } from './tree.ts';
import type { Container } from './container.ts';

/** Effects that one answer tells. */
const MOST_EFFECTS = 200;

/** A container as a window edits it. Paths are as rows have them. */
export interface LiveContainer {
  state(): ContainerState;
  /** @param query `end` is exclusive; clipped */
  rows(query: {
    readonly expanded: readonly string[];
    readonly changedOnly: boolean;
    /** Part of a path, in any case: what has it, and the folders above that, all open. */
    readonly filter?: string;
    readonly start: number;
    readonly end: number;
  }): Promise<ContainerRows>;
  /** The state each time that somebody else has changed it: another window, or the command line. */
  changes(signal: AbortSignal): AsyncIterable<ContainerState>;
  layer(as: LayerForm, start: number, end: number): ContainerLayerPage;
  /** Keeps content that an edit is to use. */
  keep(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly sha256: string; readonly size: number }>;
  edit(edit: ContainerEdit): Promise<ContainerEdited>;
  undo(): Promise<ContainerEdited>;
  redo(): Promise<ContainerEdited>;
  /** @throws OutcropError `no-such-path`, `not-a-file` */
  file(path: string): { readonly size: number; readonly bytes: AsyncIterable<Uint8Array> };
}

/** A container as a window edits it: by text of paths, by windows of rows, each edit with what it did. */
export function liveContainer(container: Container): LiveContainer {
  const ids = new Map<string, number>();
  const bodies = new Map<string, Body>();
  let shown: { readonly key: string; readonly found: Promise<FoundRows> } | undefined;
  let upper: readonly UpperEntry[] = container.upper();
  let revision = 0;

  const pathID = (path: string): number => {
    const id = ids.get(path) ?? ids.size;
    ids.set(path, id);
    return id;
  };
  const at = (path: string): NamePath => parsePath(container.tree, path);
  const bodyOf = ({ sha256, size }: { readonly sha256: string; readonly size: number }): Body => {
    const body = bodies.get(sha256);
    if (body?.size === size) return body;
    throw new OutcropError('bad-request', 'The content of the file did not arrive; save it again.');
  };
  const added = (entry: Extract<ContainerEdit, { kind: 'add' }>['entries'][number], now: number): AddedEntry => {
    const common = { path: entry.path.split('/').flatMap((part) => (part === '' ? [] : [nameOfText(part)])) };
    const owner = { uid: 0, gid: 0 };
    if (entry.kind === 'dir') return { kind: 'dir', ...common, ...owner, mode: 0o755, mtime: now };
    return { kind: 'file', ...common, ...owner, mode: 0o644, mtime: entry.mtime, body: bodyOf(entry.body) };
  };
  const parsed = (edit: ContainerEdit): Edit => {
    switch (edit.kind) {
      case 'write':
        return { ...edit, path: at(edit.path), body: bodyOf(edit.body) };
      case 'add': {
        const now = Math.floor(Date.now() / 1000);
        return { kind: 'add', path: at(edit.path), entries: edit.entries.map((entry) => added(entry, now)) };
      }
      case 'rename':
        return { kind: 'rename', from: at(edit.from), to: at(edit.to) };
      case 'mkdir':
        return { kind: 'mkdir', path: at(edit.path), mode: 0o755, parents: false };
      case 'symlink':
        return { kind: 'symlink', path: at(edit.path), target: nameOfText(edit.target) };
      default:
        return { ...edit, path: at(edit.path) };
    }
  };
  const state = (): ContainerState => {
    const counts = { A: 0, C: 0, D: 0 };
    for (const { kind } of container.diff()) counts[kind] += 1;
    return {
      summary: container.summary,
      init: container.init,
      counts,
      upperEntries: upper.length,
      upperBytes: upper.reduce((sum, { size }) => sum + size, 0),
    };
  };
  const after = async (change: () => Promise<unknown>): Promise<ContainerEdited> => {
    const before = upper;
    await change();
    revision += 1;
    upper = container.upper();
    const effects = editEffects(before, upper, container.lower);
    return { state: state(), effects: effects.slice(0, MOST_EFFECTS), effectCount: effects.length };
  };
  const step = (direction: 'undo' | 'redo') =>
    after(async () => {
      if (await container[direction]()) return;
      throw new OutcropError(
        'bad-request',
        `There is no edit to ${direction} in container ${container.summary.id}; make one first.`,
      );
    });

  return {
    state,
    async rows({ expanded, changedOnly, filter = '', start, end }) {
      const key = JSON.stringify([revision, changedOnly, filter, expanded]);
      if (shown?.key !== key) {
        const query = { expanded: new Set(expanded), changedOnly, filter, pathID };
        shown = { key, found: inSlices(containerRows(container, query)) };
      }
      const { rows, isCut } = await shown.found;
      return { rowCount: rows.length, rows: rows.slice(start, end), isCut };
    },
    async *changes(signal) {
      let seen = revision;
      for await (const _ of container.changes(signal)) {
        if (await container.refresh()) {
          revision += 1;
          upper = container.upper();
        }
        if (seen !== revision) yield state();
        seen = revision;
      }
    },
    layer(as, start, end): ContainerLayerPage {
      if (as === 'docker') {
        const all = container.diff();
        return { total: all.length, rows: { as, rows: all.slice(start, end) } };
      }
      if (as === 'overlay') return { total: upper.length, rows: { as, rows: upper.slice(start, end) } };
      const all = container.layer();
      return { total: all.length, rows: { as, rows: all.slice(start, end) } };
    },
    async keep(chunks) {
      const body = await container.store(chunks);
      if (body.kind !== 'stored') throw new OutcropError('internal', 'The content was not kept; save it again.');
      bodies.set(body.sha256, body);
      return { sha256: body.sha256, size: body.size };
    },
    edit: (edit) => after(() => container.apply(parsed(edit))),
    undo: () => step('undo'),
    redo: () => step('redo'),
    file(path) {
      const names = resolvePath(container.tree, at(path), true);
      const node = nodeAt(container.tree, names);
      if (!node) throw notThere(names);
      const { facts } = node;
      if (facts.kind !== 'file')
        throw new OutcropError(
          'not-a-file',
          `${pathTextOf(names)} is a ${facts.kind}; only regular files have content.`,
        );
      const { body } = facts;
      return { size: body.size, bytes: body.size === 0 ? nothing() : container.read(body) };
    },
  };
}

/** Milliseconds that the walk of a large tree may hold up whoever else wants something of this thread. */
const SLICE_MS = 20;

/** Runs steps to their end, letting others in between. */
async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  let since = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (performance.now() - since < SLICE_MS) continue;
    // oxlint-disable-next-line no-await-in-loop -- that is what it is for
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    since = performance.now();
  }
}

async function* nothing(): AsyncIterable<Uint8Array> {}
