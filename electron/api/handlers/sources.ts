import type { OpenEvent } from '../../../shared/contract/contract.ts';
import type { OpenedSource } from '../../engine/opened.ts';
import { os, type Context } from '../context.ts';
import { withProgress } from '../progress.ts';

/** Opening and closing files and folders. */
export const sourceHandlers = {
  open: os.sources.open.handler(async function* ({ context, input, signal }): AsyncGenerator<OpenEvent, void> {
    const { engine } = context;
    const opened = yield* withProgress(
      (options) => (input.kind === 'sample' ? engine.openSample(options) : engine.open(input.path, options)),
      signal,
    );
    await context.sources.add(context.session, opened);
    if (input.kind === 'path') await remember(context, opened);
    yield {
      kind: 'opened',
      opened: {
        openedAs: input.kind === 'path' ? input.path : opened.summary.path,
        source: opened.summary,
        images: opened.images.map((image) => image.summary),
        warnings: opened.warnings,
      },
    };
  }),

  close: os.sources.close.handler(async ({ context: { sources, session }, input }) => {
    await sources.release(session, input.image);
    return null;
  }),
};

/** An image of the store stands in the library by itself. */
async function remember({ recent, engine }: Context, { summary, images }: OpenedSource): Promise<void> {
  if (summary.path === engine.store.folder) return;
  await recent.add(
    summary.path,
    images
      .filter((image) => image.summary.kind === 'image')
      .map(({ summary: { names, platform, blobSize, layerCount, created } }) => ({
        names,
        platform: platform ? [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/') : '',
        size: blobSize,
        layers: layerCount,
        created,
      })),
  );
}
