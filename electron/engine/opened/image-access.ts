import type { ImageAccess } from '../container/image-access.ts';
import type { LoadedImage } from '../opened.ts';
import { createContent } from './content.ts';
import { partsOf } from './loaded-image.ts';
import { createSpool } from './spool.ts';
import type { EntryRow } from '../tar/tar-index.ts';

/** Someone waits for the new image, but looks at something else meanwhile. */
const PRIORITY = 0;

/** The columns and bodies of a loaded image, for what makes new layers of them. */
export function accessImage(image: LoadedImage): ImageAccess {
  const { stack, state, pool, cacheDir } = partsOf(image);
  const spool = createSpool(pool, cacheDir);
  return {
    table: stack.table,
    indexes: stack.indexes,
    layers: state.indexed,
    content(layer, row) {
      const indexed = state.indexed[layer]!;
      const rare = indexed.index.rare.get(row);
      // Posting the attributes of a whole layer for each read would cost more than the read.
      const index = { ...indexed.index, rare: new Map(rare ? [[row, rare]] : []) };
      return createContent(index.size[row]!, async (offset, length, signal) => {
        const { region, restart, tarSize } = await spool.ready(indexed, signal);
        const input = { layer: { region, restart, tarSize, index }, row: row as EntryRow, offset, length };
        return pool.run('readBody', input, { signal, priority: PRIORITY });
      });
    },
  };
}
