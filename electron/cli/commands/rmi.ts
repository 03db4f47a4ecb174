import { formatBytes } from '../../../shared/format/bytes.ts';
import type { Command } from '../command.ts';
import { writeDocument } from '../json.ts';

export const rmi: Command = {
  name: 'rmi',
  summary: 'take a name from an image of the store; with its last name goes the image, and what nothing else needs',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: {
    force: {
      type: 'boolean',
      short: 'f',
      help: 'all names of the image at once; one that a container stands on stays, without a name',
    },
  },
  picksImage: false,
  json: '{names, images, blobs, bytes, kept}: names taken, how many images and blobs are gone, bytes freed, sentences on what was left',
  async run({ engine, operands, options, out, say, signal }) {
    const force = options.flag('force');
    const { names, images, blobs, bytes, kept } = await engine.store.remove(operands[0] ?? '', { force, signal });
    if (options.flag('json')) {
      await writeDocument(out, { names, images, blobs, bytes, kept });
      return 0;
    }
    for (const sentence of kept) say(sentence);
    for (const name of names) await out.write(`Untagged: ${name}\n`);
    if (images > 0) await out.write(`Deleted: the image and ${blobs} blobs, ${formatBytes(bytes)}\n`);
    return 0;
  },
};
