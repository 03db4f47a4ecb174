import { os } from '../context.ts';
import { requireWindow } from '../window-range.ts';

/** What files are, by their bytes. */
export const contentHandlers = {
  describe: os.content.describe.handler(async ({ context: { sources, session }, input, signal }) => {
    const image = await sources.image(input.image, session).load(signal ? { signal } : {});
    return image.describeContent(input.pathID, input.layer, signal);
  }),

  digests: os.content.digests.handler(async ({ context: { sources, session }, input, signal }) => {
    const image = await sources.image(input.image, session).load(signal ? { signal } : {});
    const digests = [];
    // One after the other: they mostly lie in one layer, which is read in its order.
    for (const { pathID, layer } of input.files) digests.push(await image.contentDigest(pathID, layer, signal));
    return digests;
  }),

  archive: os.content.archive.handler(async ({ context: { sources, session }, input, signal }) => {
    requireWindow(input);
    const image = await sources.image(input.image, session).load(signal ? { signal } : {});
    return image.archivePage(input.pathID, input.layer, input.start, input.end, signal);
  }),
};
