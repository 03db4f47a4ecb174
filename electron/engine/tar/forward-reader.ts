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

  constructor(layer: BodyLayer, { cancelled }: PassContext) {
    this.#layer = layer;
    this.#skip = layer.restart.kind === 'raw' ? RAW_SKIP_BYTES : SKIP_BYTES;
    this.#options = { cancelled };
  }

  /** A whole body, holes of a sparse one as zeros; a view is valid until the next is asked for. */
  body(row: number): Generator<Uint8Array, void> {
    const { index } = this.#layer;
    if (index.flags[row]! & ENTRY_FLAG.sparse) return streamBody(this.#layer, row as EntryRow, 0, index.size[row]!);
    return this.read(index.bodyOffset[row]!, index.size[row]!);
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
