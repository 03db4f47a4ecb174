import type { Command } from '../command.ts';
import { writeDocument } from '../json.ts';

export const tag: Command = {
  name: 'tag',
  summary: 'give an image of the store one more name; an image that had it loses it',
  operands: 'IMAGE NAME',
  operandCount: { min: 2, max: 2 },
  options: {},
  picksImage: false,
  json: '{name}, fully qualified',
  async run({ engine, operands, options, out, signal }) {
    const [which = '', text = ''] = operands;
    const name = await engine.store.tag(which, text, { signal });
    if (options.flag('json')) await writeDocument(out, { name });
    else await out.write(`${name}\n`);
    return 0;
  },
};
