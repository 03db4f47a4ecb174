import { OutcropError } from '../../../shared/errors.ts';
import { writableImage } from '../../engine/opened/writable-image.ts';
import type { Command } from '../command.ts';
import { savedJSON } from '../container/json.ts';
import { namesOf, outputOf, saveTo, SAVE_OPTIONS } from '../container/new-image.ts';
import { writeDocument } from '../json.ts';
import { loadImage } from '../open-image.ts';

export const save: Command = {
  name: 'save',
  summary: 'an image as one archive that engines load, every digest checked, its layers as they are',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: SAVE_OPTIONS,
  picksImage: true,
  json: `{"file", "format", "digest", "size"}; digest is that of the archive: the same image gives the same bytes.`,
  async run(context) {
    if (!outputOf(context)) throw new OutcropError('bad-request', 'Say where to write the archive: -o FILE.');
    const names = namesOf(context);
    const loaded = await loadImage(context);
    const image = await writableImage(loaded, { signal: context.signal, onProgress: context.progress });
    const saved = await saveTo(context, { ...image, ...(names && { names }) });
    if (context.options.flag('json')) await writeDocument(context.out, savedJSON(saved));
    else await context.out.write(`${saved.digest}\n`);
    return 0;
  },
};
