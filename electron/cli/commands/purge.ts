import { purgeImage } from '../../engine/opened/new-image.ts';
import type { Command } from '../command.ts';
import { NEW_IMAGE_OPTIONS, newImageOptions, outputOf, saveNewImage } from '../container/new-image.ts';
import { absolutePath } from '../image-path.ts';
import { loadImage } from '../open-image.ts';

export const purge: Command = {
  name: 'purge',
  summary: 'take a path out of the bytes of every layer, in a new image: the way to really delete a secret',
  operands: 'IMAGE PATH',
  operandCount: { min: 2, max: 2 },
  options: NEW_IMAGE_OPTIONS,
  picksImage: true,
  json: `as of commit, with "purged": [{"path", "layer", "type", "size"}]; "state" is "kept" or "rewritten".
A file goes under all its names: the other hard links of it are in "purged" too.`,
  async run(context) {
    outputOf(context);
    const common = await newImageOptions(context);
    const loaded = await loadImage(context);
    await using made = await purgeImage(loaded, absolutePath(context.operands[1] ?? ''), common);
    await saveNewImage(context, made, made.purged);
    return 0;
  },
};
