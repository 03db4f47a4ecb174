import type { Command } from '../command.ts';
import { absolutePath } from '../image-path.ts';
import { LAZY_OPTION, loadImage } from '../open-image.ts';

export const cat: Command = {
  name: 'cat',
  summary: 'the bytes of a file, also of a version that is hidden',
  operands: 'IMAGE PATH',
  operandCount: { min: 2, max: 2 },
  options: {
    layer: { type: 'string', value: 'N', help: 'the version that layer N holds, visible or not' },
    lazy: LAZY_OPTION,
  },
  picksImage: true,
  json: `no JSON: the raw bytes go to standard output (--json only shapes errors). Symbolic links are not followed.`,
  async run(context) {
    const layer = context.options.count('layer');
    const loaded = await loadImage(context);
    const content = loaded.content(absolutePath(context.operands[1] ?? ''), layer);
    for await (const chunk of content.stream(0, content.size, context.signal)) await context.out.write(chunk);
    return 0;
  },
};
