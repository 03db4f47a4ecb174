import { isDeepStrictEqual } from 'node:util';
import type { ContainerChange, ContainerSummary, LayerTarEntry, UpperEntry } from '../../../shared/model/container.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { applyOperation } from './apply.ts';
import type { ImageAccess } from './image-access.ts';
import { imageTree } from './image-tree.ts';
import { baseTree, initLayer } from './init-layer.ts';
import { summaryOf, type ContainerFolder } from './journal.ts';
import type { LayerEntry } from './layer-entry.ts';
import { splitPath } from './name.ts';
import type { Edit, Operation } from './operation.ts';
import { initialState, visibleTree, type ContainerState } from './state.ts';
import type { Body, TreeNode } from './tree.ts';
import { upperEntries } from './upper-entries.ts';
import { dockerDiff, layerView, upperView } from './views.ts';

/** A writable layer over an image, with every state that it was in. */
export interface Container {
  readonly summary: ContainerSummary;
  /** What a process in it sees, volumes mounted. */
  readonly tree: TreeNode;
  /** What lies below the writable layer: the image with the init layer. */
  readonly lower: TreeNode;
  /** Paths of the init layer, folders of the image left out. */
  readonly init: readonly string[];
  /** Does one thing and keeps it: when this returns, a crash loses nothing of it. Edits that were undone are forgotten. */
  apply(edit: Edit): Promise<void>;
  /** @returns whether there was an edit to take back */
  undo(): Promise<boolean>;
  /** @returns whether there was an edit to make again */
  redo(): Promise<boolean>;
  /** Takes in what another process did. @returns whether there was something */
  refresh(): Promise<boolean>;
  /** Tells of every edit, whoever makes it. */
  changes(signal: AbortSignal): AsyncIterable<void>;
  /** As `docker diff` lists the writable layer. */
  diff(): readonly ContainerChange[];
  /** As it lies in the upper directory of overlayfs. */
  upper(): readonly UpperEntry[];
  /** As the entries of the layer that committing makes. */
  layer(): readonly LayerTarEntry[];
  /** The same for the writer of layers. */
  layerEntries(): readonly LayerEntry[];
  /** Content of a file that a tree or an entry names. */
  read(body: Body): AsyncIterable<Uint8Array>;
  store(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Body>;
}

export interface ContainerParts {
  readonly id: string;
  readonly folder: ContainerFolder;
  readonly image: ImageAccess;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** @throws OutcropError when an edit of the journal cannot be made again, which says that the image is another one */
export async function loadContainer({ id, folder, image, now }: ContainerParts): Promise<Container> {
  const { identity } = folder;
  const volumes = identity.volumes.map((path) => splitPath(path));
  const below = imageTree(image);
  const init = initLayer(below, volumes, identity.created);
  const lower = baseTree(below, init);
  const first = initialState(lower, volumes, identity.created);
  let operations: readonly Operation[] = [];
  let done = 0;
  let states: readonly ContainerState[] = [first];
  /** Takes in what another process did meanwhile; states that still hold are kept. @returns whether there was something */
  const refresh = async (): Promise<boolean> => {
    const journal = await folder.readJournal();
    const known = operations;
    const before = done;
    const same = journal.operations.findIndex((one, at) => !isDeepStrictEqual(one, known[at]));
    const kept = same === -1 ? Math.min(journal.operations.length, known.length) : same;
    states = replay(states.slice(0, kept + 1), lower, journal.operations);
    operations = journal.operations;
    done = Math.min(journal.done, operations.length);
    return done !== before || same !== -1 || operations.length !== known.length;
  };
  await refresh();

  const state = () => states[done]!;
  const move = (by: 1 | -1): Promise<boolean> =>
    folder.exclusive(async () => {
      await refresh();
      const position = done + by;
      if (position < 0 || position > operations.length) return false;
      await folder.writeJournal({ done: position, operations });
      done = position;
      return true;
    });
  const layerEntries = () => upperEntries(state().upper, below);

  return {
    lower,
    init: dockerDiff(init, below)
      .filter(({ kind }) => kind !== 'C')
      .map(({ path }) => path),
    get summary(): ContainerSummary {
      return summaryOf(id, identity, done, operations.length);
    },
    get tree() {
      return visibleTree(state(), lower);
    },
    apply: (edit) =>
      folder.exclusive(async () => {
        await refresh();
        const operation = { ...edit, time: now() };
        const next = applyOperation(state(), lower, operation);
        const kept = [...operations.slice(0, done), operation];
        await folder.writeJournal({ done: kept.length, operations: kept });
        states = [...states.slice(0, done + 1), next];
        operations = kept;
        done = kept.length;
      }),
    undo: () => move(-1),
    redo: () => move(1),
    refresh: () => folder.exclusive(refresh),
    changes: (signal) => folder.changes(signal),
    diff: () => dockerDiff(state().upper, lower),
    upper: () => upperView(state().upper),
    layer: () => layerView(layerEntries()),
    layerEntries,
    read: (body) => readBody(body, folder, image),
    store: (chunks) => folder.store(chunks),
  };
}

/** @param known the states before and after the first operations */
function replay(
  known: readonly ContainerState[],
  lower: TreeNode,
  operations: readonly Operation[],
): readonly ContainerState[] {
  const states = [...known];
  for (const [index, operation] of operations.entries()) {
    if (index < known.length - 1) continue;
    try {
      states.push(applyOperation(states[index]!, lower, operation));
    } catch (error) {
      const message = `Edit ${index + 1} of the container cannot be made on this image any more; put the image back that it was made from.`;
      throw new OutcropError('stale', message, undefined, error);
    }
  }
  return states;
}

export function readBody(
  body: Body,
  folder: Pick<ContainerFolder, 'read'>,
  image: ImageAccess,
): AsyncIterable<Uint8Array> {
  if (body.kind === 'stored') return folder.read(body.sha256);
  const content = image.content(body.layer, body.row);
  return content.stream(0, content.size);
}
