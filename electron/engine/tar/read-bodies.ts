import { OutcropError } from '../../../shared/errors.ts';
import { ForwardReader, type PassContext } from './forward-reader.ts';
import type { BodyLayer } from './layer-reader.ts';

/**
 * Whole bodies of one layer, decoding it once; the caller has bounded their number and size.
 * @param rows regular files, ascending
 * @returns one for each row; undefined where the layer is damaged there
 * @throws OutcropError `cancelled`, `not-found`, `unreadable`
 */
export function readBodies(layer: BodyLayer, rows: Int32Array, context: PassContext): (Uint8Array | undefined)[] {
  const forward = new ForwardReader(layer, context);
  let done = 0;
  try {
    return Array.from(rows, (row) => {
      if (context.cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
      const bytes = new Uint8Array(layer.index.size[row]!);
      let filled = 0;
      try {
        for (const chunk of forward.body(row)) {
          bytes.set(chunk, filled);
          filled += chunk.length;
        }
      } catch (error) {
        if (!(error instanceof OutcropError) || error.code !== 'layer-damaged') throw error;
        return undefined;
      }
      context.onProgress((done += filled));
      return bytes;
    });
  } finally {
    forward.close();
  }
}
