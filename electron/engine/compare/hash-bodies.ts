import { OutcropError } from '../../../shared/errors.ts';
import { ForwardReader, isOfBody, type PassContext } from '../tar/forward-reader.ts';
import { BODY, hashBody, type HashedBodies } from '../tar/hashed-bodies.ts';
import type { BodyLayer } from '../tar/layer-reader.ts';

/**
 * Hashes bodies of one layer in the order in which they lie there, decoding it once. A body that cannot be read is
 * marked and the rest goes on.
 * @param rows of the TarIndex, regular files, ascending
 * @returns one sentence about the first body that could not be read
 * @throws OutcropError `cancelled`, `not-found`, `unreadable`
 */
export function hashBodies(
  layer: BodyLayer,
  rows: Int32Array,
  found: HashedBodies,
  options: PassContext,
): string | undefined {
  const forward = new ForwardReader(layer, options);
  let problem: string | undefined;
  try {
    for (const row of rows) {
      if (found.state[row] === BODY.hashed) continue;
      if (options.cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
      try {
        hashBody(found, row, layer.index.size[row]!, forward.body(row));
      } catch (error) {
        if (!isOfBody(error)) throw error;
        problem ??= (error as OutcropError).message;
        found.state[row] = BODY.unreadable;
      }
    }
  } finally {
    forward.close();
  }
  return problem;
}
