import { squashImage } from '../../engine/opened/new-image.ts';
import type { Command } from '../command.ts';
import { NEW_IMAGE_OPTIONS, newImageOptions, outputOf, saveNewImage } from '../container/new-image.ts';
import { loadImage } from '../open-image.ts';

export const squash: Command = {
  name: 'squash',
  summary: 'a range of layers as one, in a new image: what they hide of each other is gone',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: {
    from: { type: 'string', value: 'A', help: 'first layer of the range, counted from 0, the base; 0 when left out' },
    to: { type: 'string', value: 'B', help: 'last layer, the top one when left out' },
    ...NEW_IMAGE_OPTIONS,
  },
  picksImage: true,
  json: `as of commit; "state" is also "squashed", and then "index" is null.`,
  async run(context) {
    outputOf(context);
    const [from, to] = [context.options.count('from'), context.options.count('to')];
    const common = await newImageOptions(context);
    const loaded = await loadImage(context);
    await using made = await squashImage(loaded, from ?? 0, to ?? loaded.layers.length - 1, common);
    await saveNewImage(context, made);
    return 0;
  },
};
