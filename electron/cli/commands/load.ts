import { formatBytes } from '../../../shared/format/bytes.ts';
import type { Command } from '../command.ts';
import { writeDocument } from '../json.ts';
import { openImage } from '../open-image.ts';

export const load: Command = {
  name: 'load',
  summary: 'copy an image into the store, every digest checked',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: { name: { type: 'string', value: 'NAME', help: 'store it under this name instead of those in the file' } },
  picksImage: true,
  json: '{names, id, manifestDigest}; names are fully qualified, id is the digest of the config',
  async run(context) {
    const { engine, out, options, signal, progress, say } = context;
    const image = await openImage(context);
    const name = options.text('name');
    const work = { signal, onProgress: progress, ...(name !== undefined && { name }) };
    const loaded = await engine.store.load(image, work);
    if (options.flag('json')) {
      const { names, id, manifestDigest } = loaded;
      await writeDocument(out, { names, id, manifestDigest });
      return 0;
    }
    const names = loaded.names.length > 0 ? loaded.names : [loaded.id];
    for (const line of names) {
      // oxlint-disable-next-line no-await-in-loop
      await out.write(`${line}\n`);
    }
    say(`Stored in ${engine.store.folder} (${formatBytes(image.summary.blobSize)}).`);
    return 0;
  },
};
