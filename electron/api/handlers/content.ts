import { os } from '../context.ts';
import { loaded, shown } from '../loaded.ts';
import { requireWindow } from '../window-range.ts';

/** What files are, by their bytes. */
export const contentHandlers = {
  describe: os.content.describe.handler(async ({ context, input, signal }) => {
    const image = await shown(context, input.image, signal);
    return image.describeContent(input.pathID, input.layer, signal);
  }),

  digests: os.content.digests.handler(async ({ context, input, signal }) => {
    const image = await loaded(context, input.image, signal);
    const digests = [];
    // One after the other: they mostly lie in one layer, which is read in its order.
    for (const { pathID, layer } of input.files) digests.push(await image.contentDigest(pathID, layer, signal));
    return digests;
  }),

  archive: os.content.archive.handler(async ({ context, input, signal }) => {
    requireWindow(input);
    const image = await shown(context, input.image, signal);
    return image.archivePage(input.pathID, input.layer, input.start, input.end, signal);
  }),
};
