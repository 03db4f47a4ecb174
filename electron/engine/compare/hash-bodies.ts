import { createHash } from 'node:crypto';
import { OutcropError } from '../../../shared/errors.ts';
import { sharedColumn } from '../bytes/shared-column.ts';
import { readRange } from '../compression/read-range.ts';
import type { PassOptions } from '../compression/stored-input.ts';
import { streamBody, type BodyLayer } from '../tar/layer-reader.ts';
import { ENTRY_FLAG, type EntryRow } from '../tar/tar-index.ts';

export const SHA256_BYTES = 32;
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

/** What a pass can ask and tell. `done` are bytes of bodies. */
export interface PassContext {
  readonly cancelled: () => boolean;
  readonly onProgress: (done: number) => void;
}

/** Decoding on is quicker than starting again up to here; the points of gzip lie about as far apart. */
const SKIP_BYTES = 4 << 20;
/** A raw layer is not read where no body is wanted. */
const RAW_SKIP_BYTES = 64 << 10;

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
        const isSparse = index.flags[row]! & ENTRY_FLAG.sparse;
        const chunks = isSparse
          ? streamBody(layer, row as EntryRow, 0, size)
          : forward.read(index.bodyOffset[row]!, size);
        for (const chunk of chunks) hash.update(chunk);
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

/** Reads stretches of a layer that follow each other, without starting again for each. */
class ForwardReader {
  readonly #layer: BodyLayer;
  readonly #skip: number;
  readonly #options: PassOptions;
  #stream: Generator<Uint8Array, void> | undefined;
  /** What of the last chunk was not handed on yet, and where in the tar it begins. */
  #rest = new Uint8Array(0);
  #at = 0;

  constructor(layer: BodyLayer, { cancelled }: PassContext) {
    this.#layer = layer;
    this.#skip = layer.restart.kind === 'raw' ? RAW_SKIP_BYTES : SKIP_BYTES;
    this.#options = { cancelled };
  }

  *read(offset: number, length: number): Generator<Uint8Array, void> {
    if (!this.#stream || offset < this.#at || offset - this.#at > this.#skip) this.#restart(offset);
    this.#drop(offset - this.#at);
    for (let left = length; left > 0;) {
      if (this.#rest.length === 0) this.#pull();
      const part = this.#rest.subarray(0, left);
      left -= part.length;
      this.#drop(part.length);
      yield part;
    }
  }

  close(): void {
    this.#stream?.return();
    this.#stream = undefined;
  }

  #restart(offset: number): void {
    this.close();
    const { region, restart } = this.#layer;
    this.#stream = readRange(region, restart, offset, this.#options);
    this.#rest = new Uint8Array(0);
    this.#at = offset;
  }

  #drop(bytes: number): void {
    let left = bytes;
    while (left > this.#rest.length) {
      left -= this.#rest.length;
      this.#at += this.#rest.length;
      this.#pull();
    }
    this.#rest = this.#rest.subarray(left);
    this.#at += left;
  }

  #pull(): void {
    const step = this.#stream?.next();
    if (!step || step.done) {
      const { file } = this.#layer.region;
      this.close();
      throw new OutcropError('layer-damaged', `A layer of ${file} ends inside a file; save the image again.`, { file });
    }
    this.#rest = step.value as Uint8Array<ArrayBuffer>;
  }
}
