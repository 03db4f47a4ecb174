import { createHash } from 'node:crypto';
import { OutcropError } from '../../../shared/errors.ts';
import { sharedColumn } from '../bytes/shared-column.ts';
import { SHA256_BYTES } from '../bytes/sha256.ts';
import { ForwardReader, type PassContext } from '../tar/forward-reader.ts';
import type { BodyLayer } from '../tar/layer-reader.ts';

/** `BodyDigests.state`. */
export const BODY = { unread: 0, hashed: 1, unreadable: 2 } as const;

/** sha256 of bodies of one layer, by row. Shared memory; pages of rows that nobody asked for cost nothing. */
export interface BodyDigests {
  readonly state: Uint8Array;
  readonly digests: Uint8Array;
}

export function emptyDigests(rows: number): BodyDigests {
  return { state: sharedColumn(Uint8Array, rows), digests: sharedColumn(Uint8Array, rows * SHA256_BYTES) };
}

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
  { state, digests }: BodyDigests,
  options: PassContext,
): string | undefined {
  const { index } = layer;
  const forward = new ForwardReader(layer, options);
  let problem: string | undefined;
  let done = 0;
  try {
    for (const row of rows) {
      if (state[row] === BODY.hashed) continue;
      if (options.cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
      const size = index.size[row]!;
      const hash = createHash('sha256');
      try {
        for (const chunk of forward.body(row)) hash.update(chunk);
        digests.set(hash.digest(), row * SHA256_BYTES);
        state[row] = BODY.hashed;
      } catch (error) {
        if (!(error instanceof OutcropError) || error.code !== 'layer-damaged') throw error;
        problem ??= error.message;
        state[row] = BODY.unreadable;
      }
      done += size;
      options.onProgress(done);
    }
  } finally {
    forward.close();
  }
  return problem;
}
