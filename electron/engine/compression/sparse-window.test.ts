import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { SparseWindows } from './sparse-window.ts';
import { FLUSH } from './sync-decoder.ts';

/** Bytes without repetition, none of them zero. */
const noise = (length: number, seed: number) => {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => 1 + (((state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 8) % 255)),
  );
};
const WINDOW = noise(32_768, 1);
const fresh = noise(40_000, 2);

/** @param parts taken from the window: [from, to) */
function streamOf(parts: readonly (readonly [number, number])[], length: number) {
  const taken = parts.map(([from, to]) => WINDOW.subarray(from, to));
  const plain = Buffer.concat([...taken, fresh]).subarray(0, length);
  const stored = deflateRawSync(plain, { dictionary: WINDOW, level: 9 });
  const windows = new SparseWindows();
  const sparse = windows.of(WINDOW, (decoder, out) => {
    decoder.write(FLUSH.none, stored, 0, stored.length, out, 0, out.length);
    return decoder.produced;
  });
  windows.close();
  return { plain, decode: (window: Uint8Array) => inflateRawSync(stored, { dictionary: window }), sparse };
}
const kept = (window: Uint8Array) => window.reduce((count, byte) => count + (byte === 0 ? 0 : 1), 0);

test.each<[string, [number, number][], number]>([
  ['takes nothing', [], 0],
  [
    'takes its last bytes and some from far back',
    [
      [900, 920],
      [32_748, 32_768],
    ],
    40,
  ],
  [
    'takes one part twice',
    [
      [5000, 5100],
      [5000, 5100],
    ],
    100,
  ],
  [
    'takes parts that overlap',
    [
      [9000, 9100],
      [9050, 9150],
    ],
    150,
  ],
  ['takes half of it', [[16_384, 32_768]], 16_384],
])('what a stream does not take is left out of its window: one that %s', (_, parts, bytes) => {
  const { plain, decode, sparse } = streamOf(parts, 40_000);
  expect(decode(sparse).equals(plain)).toBe(true);
  // Chance repetitions of three bytes are taken, too.
  expect(kept(sparse)).toBeGreaterThanOrEqual(bytes);
  expect(kept(sparse)).toBeLessThan(bytes + 400);
});

test('a stream that is too short to tell keeps the whole window', () => {
  expect(streamOf([[100, 200]], 20_000).sparse).toBe(WINDOW);
});
