import type { LoadEvent, VerifyEvent } from '../../../shared/contract/contract.ts';
import { os, type Context } from '../context.ts';
import { loaded, shown } from '../loaded.ts';
import { createPace, withProgress } from '../progress.ts';
import { settledLayers } from '../settled-layers.ts';
import { isSound } from '../sound.ts';

/** One opened image: its layers, documents, digests and paths. */
export const imageHandlers = {
  load: os.image.load.handler(async function* ({ context, input, signal }): AsyncGenerator<LoadEvent, void> {
    const image = imageOf(context, input.image);
    const settled = settledLayers(image);
    const preview = yield* withProgress((options) => image.preview(options), signal);
    if (preview) yield { kind: 'claimed', layers: preview.layers, pathCount: preview.pathCount };
    const steps = withProgress((options) => image.load(options), signal);
    try {
      let step = await steps.next();
      for (; !step.done; step = await steps.next()) {
        yield* settled();
        yield step.value;
      }
      const { layers, pathCount } = step.value;
      yield { kind: 'ready', layers, pathCount, ...(image.claims && { claims: image.claims }) };
    } finally {
      // Without this a reader that goes away between two steps would leave the work running.
      await steps.return(undefined as never);
    }
  }),

  history: os.image.history.handler(({ context, input }) => imageOf(context, input.image).history),
  documents: os.image.documents.handler(({ context, input }) => imageOf(context, input.image).documents),
  integrity: os.image.integrity.handler(({ context, input }) => imageOf(context, input.image).integrity()),

  warnings: os.image.warnings.handler(
    async ({ context, input, signal }) => (await loaded(context, input.image, signal)).warnings,
  ),

  verify: os.image.verify.handler(async function* ({ context, input, signal }): AsyncGenerator<VerifyEvent, void> {
    const image = imageOf(context, input.image);
    const due = createPace();
    for await (const event of image.verify(signal)) if (event.kind === 'item' || due()) yield event;
    const items = image.integrity();
    yield { kind: 'done', report: { ok: isSound(items), items } };
  }),

  explain: os.image.explain.handler(async ({ context, input, signal }) =>
    (await shown(context, input.image, signal)).explain(input.path),
  ),
  story: os.image.story.handler(async ({ context, input: { image, pathID, readAtMost }, signal }) =>
    (await shown(context, image, signal)).story(pathID, { readAtMost, signal }),
  ),
  pathOf: os.image.pathOf.handler(async ({ context, input, signal }) =>
    (await shown(context, input.image, signal)).pathOf(input.pathID),
  ),
  complete: os.image.complete.handler(async ({ context, input, signal }) =>
    (await shown(context, input.image, signal)).complete(input.path),
  ),
  reasons: os.image.reasons.handler(async ({ context, input: { image: handle, mode, rows }, signal }) => {
    const image = await loaded(context, handle, signal);
    const found = [];
    for (const { pathID, layer } of rows) found.push(await image.changeReasons({ path: pathID, layer, mode }, signal));
    return found;
  }),
  follow: os.image.follow.handler(async ({ context, input, signal }) =>
    (await shown(context, input.image, signal)).follow(input.pathID, input.layer),
  ),
  pathsOf: os.image.pathsOf.handler(async ({ context, input, signal }) => {
    const image = await shown(context, input.image, signal);
    return input.pathIDs.map((id) => image.pathOf(id));
  }),
  outermost: os.image.outermost.handler(async ({ context, input, signal }) =>
    (await shown(context, input.image, signal)).outermost(input.pathIDs),
  ),
  lookup: os.image.lookup.handler(
    async ({ context, input, signal }) => (await shown(context, input.image, signal)).lookup(input.path) ?? null,
  ),
};

function imageOf({ sources, session }: Context, handle: string) {
  return sources.image(handle, session);
}
