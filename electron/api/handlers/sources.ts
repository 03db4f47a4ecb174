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

function remember({ recent }: Context, opened: OpenedSource): Promise<void> {
  const names = opened.images.flatMap((image) => image.summary.names);
  return recent.add(opened.summary.path, names);
}
