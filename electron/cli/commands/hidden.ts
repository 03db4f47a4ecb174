import { formatBytes } from '../../../shared/format/bytes.ts';
import type { Command } from '../command.ts';
import { CSV_OPTION, writeCSV } from '../csv.ts';
import { hiddenJSON, writeLine } from '../json.ts';
import { loadImage } from '../open-image.ts';
import { createTable } from '../table.ts';

export const hidden: Command = {
  name: 'hidden',
  summary: 'every version that an upper layer hides, though it still ships',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: CSV_OPTION,
  picksImage: true,
  json: `one line each: {"path", "rawPath"?, "layer", "type", "size", "hardlink"?, "hiddenBy": {"layer", "how", "via"}}
how is whiteout, opaque, replaced, type-change or ancestor-replaced; via is the path where it happened.
A hard link shares its bytes with the path it names: leave it out of a sum. \`cat IMAGE PATH --layer N\` still reads it.`,
  async run(context) {
    const loaded = await loadImage(context);
    if (context.options.flag('csv')) {
      await writeCSV(context, loaded, { name: 'hidden' });
      return 0;
    }
    const versions = loaded.hidden();
    if (context.options.flag('json')) {
      for (const version of versions) {
        const wait = writeLine(context.out, hiddenJSON(version));
        if (wait) await wait;
      }
      return 0;
    }
    const table = createTable(context.out, [
      { title: 'LAYER', width: 5, align: 'right' },
      { title: 'SIZE', width: 7, align: 'right' },
      { title: 'HIDDEN BY', width: 9, align: 'right' },
      { title: 'HOW', width: 17 },
      { title: 'PATH', width: 0, keep: 'both' },
    ]);
    let count = 0;
    let bytes = 0;
    for (const { path, layer, type, size, hardlink, hiddenBy } of versions) {
      count += 1;
      if (hardlink === undefined) bytes += size;
      const wait = table.row([
        { text: String(layer), style: 'cyan' },
        type === 'file' ? formatBytes(size) : '-',
        { text: String(hiddenBy.layer), style: 'cyan' },
        hiddenBy.how,
        hiddenBy.via === path ? path : `${path} (by ${hiddenBy.via})`,
      ]);
      if (wait) await wait;
    }
    await context.out.flush();
    context.say(`${count} hidden ${count === 1 ? 'version' : 'versions'}, ${formatBytes(bytes)}`);
    return 0;
  },
};
