import type { StoreChange, StoreLoadEvent } from '../../../shared/contract/store.ts';
import { os } from '../context.ts';
import { withProgress } from '../progress.ts';

/** The images that are kept in the data folder. */
export const storeHandlers = {
  list: os.store.list.handler(({ context: { engine } }) => engine.store.listing()),

  changes: os.store.changes.handler(async function* ({
    context: { engine, session },
    signal,
  }): AsyncGenerator<StoreChange, void> {
    const ended = AbortSignal.any([session.signal, ...(signal ? [signal] : [])]);
    for await (const _ of engine.store.changes(ended)) yield { kind: 'changed' };
  }),

  layers: os.store.layers.handler(async ({ context: { engine, sources, session }, input }) => {
    const { layers } = sources.image(input.image, session);
    const records = new Map((await engine.store.records()).map((record) => [record.chainID, record]));
    return layers.map(({ chainID }) => (chainID && records.get(chainID)) ?? null);
  }),

  load: os.store.load.handler(async function* ({ context, input, signal }): AsyncGenerator<StoreLoadEvent, void> {
    const { engine, sources, session } = context;
    const image = sources.image(input.image, session);
    const name = input.name === undefined ? {} : { name: input.name };
    const loaded = yield* withProgress((options) => engine.store.load(image, { ...options, ...name }), signal);
    yield { kind: 'loaded', names: loaded.names, manifestDigest: loaded.manifestDigest };
  }),

  tag: os.store.tag.handler(async ({ context: { engine }, input }) => {
    await engine.store.tag(input.manifestDigest, input.name);
    return engine.store.listing();
  }),

  remove: os.store.remove.handler(({ context: { engine }, input }) =>
    engine.store.remove(input.name ?? input.manifestDigest, { force: input.name === null }),
  ),

  collectGarbage: os.store.collectGarbage.handler(async ({ context: { engine }, input, signal }) => {
    const { images, blobs, bytes, kept } = await engine.store.collectGarbage({ ...input, ...(signal && { signal }) });
    return { names: [], images, blobs, bytes, kept };
  }),
};
