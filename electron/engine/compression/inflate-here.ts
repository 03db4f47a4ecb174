import { createHash } from 'node:crypto';
import type { RegionReader } from '../bytes/region-reader.ts';
import type { FullPass, FullPassOptions } from './inflate-aside.ts';
import { inflateRegion } from './inflate.ts';

/** A whole pass on the caller's own thread. */
export function inflateHere(
  reader: RegionReader,
  compression: 'gzip' | 'zstd',
  { wantsStarts, ...options }: FullPassOptions,
): FullPass {
  const hash = createHash('sha256');
  const starts = { in: [] as number[], out: [] as number[] };
  const pass = inflateRegion(reader, compression, {
    ...options,
    hash,
    points: true,
    ...(wantsStarts && {
      onStart(input: number, output: number) {
        starts.in.push(input);
        starts.out.push(output);
      },
    }),
  });
  return {
    chunks: pass.chunks,
    facts() {
      pass.drain();
      return { restart: pass.restart(), blobDigest: hash.digest('hex'), starts };
    },
    [Symbol.dispose]: () => void pass.chunks.return({ warnings: [] }),
  };
}
