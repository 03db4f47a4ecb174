import { DEFAULT_LIMITS } from '../limits/limits.ts';
import { requireFewHoles, storedSize } from './holes.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { readRange } from '../compression/read-range.ts';
import type { PassOptions } from '../compression/stored-input.ts';
import { streamBody, type BodyLayer } from './layer-reader.ts';
import { ENTRY_FLAG, type EntryRow } from './tar-index.ts';

/** What a pass can ask and tell. `done` are bytes of bodies. */
export interface PassContext {
  readonly cancelled: () => boolean;
  readonly onProgress: (done: number) => void;
}

/** Decoding on is quicker than starting again up to here; the points of gzip lie about as far apart. */
const SKIP_BYTES = 4 << 20;
/** A raw layer is not read where no body is wanted. */
const RAW_SKIP_BYTES = 64 << 10;

/** Reads stretches of a layer that follow each other, without starting again for each. */
export class ForwardReader {
  readonly #layer: BodyLayer;
  readonly #skip: number;
  readonly #options: PassOptions;
  #stream: Generator<Uint8Array, void> | undefined;
  /** What of the last chunk was not handed on yet, and where in the tar it begins. */
  #rest = new Uint8Array(0);
  #at = 0;
  /** Bytes of bodies handed on. */
  #done = 0;
  readonly #context: PassContext;

  constructor(layer: BodyLayer, context: PassContext) {
    this.#layer = layer;
    this.#context = context;
    this.#skip = layer.restart.kind === 'raw' ? RAW_SKIP_BYTES : SKIP_BYTES;
    this.#options = { cancelled: context.cancelled };
  }

  /**
   * A whole body, holes of a sparse one as zeros; a view is valid until the next is asked for. Tells how far it is with
   * each part: one body may be all there is.
   * @throws OutcropError `layer-damaged`, `cancelled`; `too-large` for one that is nearly all holes
   */
  *body(row: number): Generator<Uint8Array, void> {
    for (const part of this.#parts(row as EntryRow)) {
      if (this.#context.cancelled()) throw new OutcropError('cancelled', 'Cancelled.');
      yield part;
      this.#done += part.length;
      this.#context.onProgress(this.#done);
    }
  }

  #parts(row: EntryRow): Generator<Uint8Array, void> {
    const { index, limits = DEFAULT_LIMITS } = this.#layer;
    const size = index.size[row]!;
    if (!(index.flags[row]! & ENTRY_FLAG.sparse)) return this.read(index.bodyOffset[row]!, size);
    requireFewHoles(size, size, storedSize(index, row), limits);
    return streamBody(this.#layer, row, 0, size);
  }

  /** @param offset bytes into the uncompressed tar @throws OutcropError `layer-damaged` */
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

/** Whether an error is about one body, so that the others can still be read. */
export function isOfBody(error: unknown): boolean {
  return error instanceof OutcropError && (error.code === 'layer-damaged' || error.code === 'too-large');
}
