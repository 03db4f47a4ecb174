import { WINDOW_BYTES } from './output-window.ts';
import { createInflateRaw, type SyncDecoder } from './sync-decoder.ts';

/** Windows that tell places instead of content: the low byte of each place, its complement, the high byte. */
const LOW = Uint8Array.from({ length: WINDOW_BYTES }, (_, place) => place & 0xff);
const NOT_LOW = LOW.map((byte) => ~byte);
const HIGH = Uint8Array.from({ length: WINDOW_BYTES }, (_, place) => place >>> 8);

/**
 * Finds out what of a window the stream after it takes, which is little. Decoding does not depend on what is in the
 * window, so decoding with windows of places shows it: a byte that two of them make differ comes from there. One for
 * many windows: decoders and buffers are used again.
 */
export class SparseWindows {
  private readonly decoders = [LOW, NOT_LOW, HIGH].map((places) => createInflateRaw(places));
  private readonly outs = this.decoders.map(() => new Uint8Array(WINDOW_BYTES));
  private readonly sparse = new Uint8Array(WINDOW_BYTES);

  /**
   * The same window with zeros wherever nothing is taken, so that it deflates to little.
   * @param feed has a decoder, at the start of a stream, fill a buffer with what the stream makes; tells how much that
   *   was. When it is less than WINDOW_BYTES, after which nothing reaches back to the window, all of it is kept
   * @returns a view that is valid until the next call
   */
  of(window: Uint8Array, feed: (decoder: SyncDecoder, out: Uint8Array) => number): Uint8Array {
    for (const [i, decoder] of this.decoders.entries()) {
      decoder.reset();
      if (feed(decoder, this.outs[i]!) < WINDOW_BYTES) return window;
    }
    const [low, notLow, high] = this.outs;
    const { sparse } = this;
    sparse.fill(0);
    for (let i = 0; i < WINDOW_BYTES; i++) {
      if (low![i] === notLow![i]) continue;
      const place = low![i]! | (high![i]! << 8);
      sparse[place] = window[place]!;
    }
    return sparse;
  }

  close(): void {
    for (const decoder of this.decoders) decoder.close();
  }
}
