import type { ExportEvent } from '../../../shared/contract/export.ts';
import { os } from '../context.ts';
import { withProgress } from '../progress.ts';

/** Files out of an image into a folder of this machine. */
export const exportHandlers = {
  folder: os.export.folder.handler(async function* ({ context, input, signal }): AsyncGenerator<ExportEvent, void> {
    const { image, paths, layer, ...how } = input;
    const loaded = await context.sources.image(image, context.session).load(signal ? { signal } : {});
    const selection = { paths, ...(layer !== undefined && { layer }) };
    const report = yield* withProgress((options) => loaded.exportFolder(selection, { ...how, ...options }), signal);
    yield { kind: 'done', report };
  }),
};
