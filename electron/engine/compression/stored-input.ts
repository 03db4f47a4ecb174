import type { Hash } from 'node:crypto';
import { OutcropError } from '../../../shared/errors.ts';
import type { RegionReader } from '../bytes/region-reader.ts';

/** Larger gains nothing (performance.md §4.2). */
const INPUT_BYTES = 128 << 10;

/** A decoder that fails does not tell what it made of the bytes of that call: small layers are fed in small pieces. */
const STEP_BYTES = { small: 512, large: 32 << 10, largeFrom: 1 << 20 } as const;

export interface PassOptions {
  /** Told the stored bytes read so far. */
  readonly onProgress?: ((stored: number) => void) | undefined;
  /** Polled once a buffer: a synchronous pass cannot hear an AbortSignal. */
  readonly cancelled?: (() => boolean) | undefined;
}

/** @throws OutcropError `cancelled` */
export function throwIfCancelled(options: PassOptions): void {
  if (options.cancelled?.()) throw new OutcropError('cancelled', 'Cancelled.');
}

/** Stored bytes in order, through one buffer. Unread ones are `bytes[at…end)`. */
export class StoredInput {
  readonly bytes = new Uint8Array(INPUT_BYTES);
  at = 0;
  end = 0;
  /** Bytes into the region of `bytes[0]`. */
  private base: number;
  private readonly reader: RegionReader;
  private readonly hash: Hash | undefined;
  private readonly options: PassOptions;
  private readonly stepBytes: number;

  /** @param from bytes into the region to start at; @param hash fed every byte read */
  constructor(reader: RegionReader, from: number, hash: Hash | undefined, options: PassOptions) {
    this.reader = reader;
    this.base = from;
    this.hash = hash;
    this.options = options;
    this.stepBytes = reader.size < STEP_BYTES.largeFrom ? STEP_BYTES.small : STEP_BYTES.large;
  }

  /** Bytes into the region of the next unread byte. */
  get position(): number {
    return this.base + this.at;
  }
  get available(): number {
    return this.end - this.at;
  }
  /** Where the bytes to feed a decoder in one call end. */
  get stepEnd(): number {
    return Math.min(this.end, this.at + this.stepBytes);
  }

  /**
   * Makes `count` bytes available, or all that are left when fewer are.
   * @param count at most the size of the buffer
   * @returns whether there are as many
   */
  need(count: number): boolean {
    if (this.available >= count) return true;
    this.bytes.copyWithin(0, this.at, this.end);
    this.base += this.at;
    this.end -= this.at;
    this.at = 0;
    throwIfCancelled(this.options);
    const got = this.reader.read(this.bytes, this.end, this.bytes.length, this.base + this.end);
    this.hash?.update(this.bytes.subarray(this.end, this.end + got));
    this.end += got;
    this.options.onProgress?.(this.base + this.end);
    return this.end >= count;
  }

  /** Passes over bytes; short at the end of the region. @returns whether all were there */
  skip(count: number): boolean {
    let left = count;
    while (left > 0) {
      if (!this.need(1)) return false;
      const step = Math.min(left, this.available);
      this.at += step;
      left -= step;
    }
    return true;
  }

  /** Reads what is left, for the digest. */
  drain(): void {
    while (this.need(1)) this.at = this.end;
  }
}
