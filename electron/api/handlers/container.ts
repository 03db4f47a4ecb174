import { MAX_WINDOW_ROWS } from '../../../shared/contract/contract.ts';
import type { ContainerChangeEvent, ContainerOpenEvent, MadeImageEvent } from '../../../shared/contract/container.ts';
import { OutcropError } from '../../../shared/errors.ts';
import type { MadeImage } from '../../../shared/model/container.ts';
import type { WorkOptions } from '../../engine/opened.ts';
import { os, type Context } from '../context.ts';
import { withProgress } from '../progress.ts';

/** Containers are named by their ID, so that a window goes on after a reload and after another start of the host. */
export const containerHandlers = {
  list: os.container.list.handler(({ context: { engine } }) => engine.containers.list()),

  create: os.container.create.handler(async function* ({
    context,
    input,
    signal,
  }): AsyncGenerator<ContainerOpenEvent, void> {
    const { engine, sources, session } = context;
    const image = sources.image(input.image, session);
    const live = yield* withProgress(async (options) => {
      const made = await engine.containers.create(await image.load(options), input.name);
      return engine.containers.live(made.container.summary.id, options);
    }, signal);
    yield { kind: 'done', state: live.state() };
  }),

  remove: os.container.remove.handler(async ({ context: { engine }, input }) => {
    await engine.containers.remove(input.container);
    return engine.containers.list();
  }),

  open: os.container.open.handler(async function* ({
    context,
    input,
    signal,
  }): AsyncGenerator<ContainerOpenEvent, void> {
    const live = yield* withProgress((options) => context.engine.containers.live(input.container, options), signal);
    yield { kind: 'done', state: live.state() };
  }),

  rows: os.container.rows.handler(async ({ context, input, signal }) => {
    refuseLong(input.start, input.end);
    return (await live(context, input, signal)).rows(input);
  }),
  changes: os.container.changes.handler(async function* ({
    context,
    input,
    signal,
  }): AsyncGenerator<ContainerChangeEvent, void> {
    const ended = AbortSignal.any([context.session.signal, ...(signal ? [signal] : [])]);
    for await (const state of (await live(context, input, ended)).changes(ended)) yield { kind: 'changed', state };
  }),
  layer: os.container.layer.handler(async ({ context, input, signal }) => {
    refuseLong(input.start, input.end);
    return (await live(context, input, signal)).layer(input.as, input.start, input.end);
  }),
  edit: os.container.edit.handler(async ({ context, input }) => (await live(context, input)).edit(input.edit)),
  undo: os.container.undo.handler(async ({ context, input }) => (await live(context, input)).undo()),
  redo: os.container.redo.handler(async ({ context, input }) => (await live(context, input)).redo()),

  commit: os.container.commit.handler(({ context, input, signal }) =>
    made((options) => context.engine.images.commit(input.container, input, options), signal),
  ),
  squash: os.container.squash.handler(({ context: { engine, sources, session }, input, signal }) => {
    const image = sources.image(input.image, session);
    return made(
      async (options) => engine.images.squash(await image.load(options), input.from, input.to, input.name, options),
      signal,
    );
  }),
  purge: os.container.purge.handler(({ context: { engine, sources, session }, input, signal }) => {
    const image = sources.image(input.image, session);
    return made(
      async (options) => engine.images.purge(await image.load(options), input.path, input.name, options),
      signal,
    );
  }),
};

function live({ engine }: Context, { container }: { readonly container: string }, signal?: AbortSignal) {
  return engine.containers.live(container, signal ? { signal } : {});
}

async function* made(
  make: (options: Required<WorkOptions>) => Promise<MadeImage>,
  signal: AbortSignal | undefined,
): AsyncGenerator<MadeImageEvent, void> {
  yield { kind: 'done', made: yield* withProgress(make, signal) };
}

function refuseLong(start: number, end: number): void {
  if (end >= start && end - start <= MAX_WINDOW_ROWS) return;
  throw new OutcropError('bad-request', `Rows ${start} to ${end}: ask for 0 to ${MAX_WINDOW_ROWS} rows at a time.`);
}
