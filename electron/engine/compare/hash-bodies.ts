import { OutcropError } from '../../../shared/errors.ts';
import { ForwardReader, type PassContext } from '../tar/forward-reader.ts';
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
  const { index } = layer;
  const forward = new ForwardReader(layer, options);
  let problem: string | undefined;
  let done = 0;
  try {
    for (const row of rows) {
      if (found.state[row] === BODY.hashed) continue;
      if (options.cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
      const size = index.size[row]!;
      try {
        hashBody(found, row, size, forward.body(row));
      } catch (error) {
        if (!(error instanceof OutcropError) || error.code !== 'layer-damaged') throw error;
        problem ??= error.message;
        found.state[row] = BODY.unreadable;
      }
      done += size;
      options.onProgress(done);
    }
  } finally {
    forward.close();
  }
  return problem;
}
