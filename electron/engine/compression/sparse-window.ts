import { WINDOW_BYTES } from './output-window.ts';

/** Windows that tell places instead of content: the low byte of each place, its complement, the high byte. */
const LOW = Uint8Array.from({ length: WINDOW_BYTES }, (_, place) => place & 0xff);
const NOT_LOW = LOW.map((byte) => ~byte);
const HIGH = Uint8Array.from({ length: WINDOW_BYTES }, (_, place) => place >>> 8);

/**
 * The same window with zeros wherever the stream after it takes nothing from: most of it, so that it deflates to little.
 * Decoding does not depend on what is in the window, so decoding with windows of places shows which ones are taken: a
 * byte that two of them make differ comes from there.
 * @param decode what the stream makes after a window: at least WINDOW_BYTES, since beyond it nothing reaches back to the
 *   window; less when that much is not at hand, and then all of the window is kept
 */
export function sparseWindow(window: Uint8Array, decode: (window: Uint8Array) => Uint8Array): Uint8Array {
  const [low, notLow, high] = [decode(LOW), decode(NOT_LOW), decode(HIGH)];
  if (low.length < WINDOW_BYTES) return window;
  const sparse = new Uint8Array(WINDOW_BYTES);
  for (let i = 0; i < WINDOW_BYTES; i++) {
    if (low[i] === notLow[i]) continue;
    const place = low[i]! | (high[i]! << 8);
    sparse[place] = window[place]!;
  }
  return sparse;
}
