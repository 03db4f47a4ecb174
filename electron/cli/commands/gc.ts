import { formatBytes } from '../../../shared/format/bytes.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { writeDocument } from '../json.ts';

export const gc: Command = {
  name: 'gc',
  summary: 'free what no image of the store needs; what a container stands on stays',
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: { unnamed: { type: 'boolean', help: 'also the images that have no name' } },
  picksImage: false,
  json: `{images, blobs, records, unfinished, bytes, kept}: how many were removed, bytes freed, sentences on what was left and why`,
  run: collectGarbage,
};

export async function collectGarbage({ engine, options, out, say, signal }: CommandContext): Promise<Outcome> {
  const { images, blobs, records, unfinished, bytes, kept } = await engine.store.collectGarbage({
    unnamed: options.flag('unnamed'),
    signal,
  });
  if (options.flag('json')) await writeDocument(out, { images, blobs, records, unfinished, bytes, kept });
  else {
    for (const sentence of kept) say(sentence);
    const what = `${images} images, ${blobs} blobs, ${records} records, ${unfinished} unfinished files`;
    await out.write(`Removed ${what}: ${formatBytes(bytes)}.\n`);
  }
  return 0;
}
