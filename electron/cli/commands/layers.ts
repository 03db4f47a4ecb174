import type { Command } from '../command.ts';
import { writeLayers } from '../describe.ts';
import { layerJSON, writeDocument } from '../json.ts';
import { loadImage } from '../open-image.ts';

export const layers: Command = {
  name: 'layers',
  summary: 'the stack of layers, base first, and what each one did',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: {},
  picksImage: true,
  json: `[{"index", "digest", "diffID", "chainID", "mediaType", "compression", "blobSize", "tarSize", "contentSize",
  "entries", "added", "changed", "removed", "createdBy", "created", "state"?, "problem"?}]
index counts from 0, the base. Sizes are bytes: blobSize as stored, tarSize uncompressed, contentSize of the files.
state (damaged, absent) and problem are there only when the layer could not be read.`,
  async run(context) {
    const loaded = await loadImage(context);
    if (context.options.flag('json')) await writeDocument(context.out, loaded.layers.map(layerJSON));
    else await writeLayers(context.out, loaded.layers);
    return 0;
  },
};
