import { OutcropError } from '../../../shared/errors.ts';
import { ForwardReader, isOfBody, type PassContext } from './forward-reader.ts';
import type { BodyLayer } from './layer-reader.ts';

/**
 * Whole bodies of one layer, decoding it once; the caller has bounded their number and size.
 * @param rows regular files, ascending
 * @returns one for each row; undefined where the layer is damaged there
 * @throws OutcropError `cancelled`, `not-found`, `unreadable`
 */
export function readBodies(layer: BodyLayer, rows: Int32Array, context: PassContext): (Uint8Array | undefined)[] {
  return Array.from(bodiesOf(layer, rows, context), ([, bytes]) => bytes);
}

/** The same one by one, each with its position in `rows`: no more than one is held. */
export function* bodiesOf(
  layer: BodyLayer,
  rows: Int32Array,
  context: PassContext,
): Generator<readonly [at: number, body: Uint8Array | undefined], void> {
  const forward = new ForwardReader(layer, context);
  try {
    for (const [at, row] of rows.entries()) {
      if (context.cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
      yield [at, readBody(forward, row, layer.index.size[row]!)];
    }
  } finally {
    forward.close();
  }
}

function readBody(forward: ForwardReader, row: number, size: number): Uint8Array | undefined {
  const bytes = new Uint8Array(size);
  let filled = 0;
  try {
    for (const chunk of forward.body(row)) {
      bytes.set(chunk, filled);
      filled += chunk.length;
    }
  } catch (error) {
    if (!isOfBody(error)) throw error;
    return undefined;
  }
  return bytes;
}
