import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { OutcropError } from '../../shared/errors.ts';
import { hashRegion } from '../engine/compression/hash-region.ts';
import { indexLayer } from '../engine/tar/index-layer.ts';
import { readLayer } from '../engine/tar/layer-reader.ts';
import { below, must, noise, pick, spoil, type FuzzTarget, type Random } from './target.ts';

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Bytes that compress a little, a lot, or not at all. */
function content(random: Random): Buffer {
  const parts = Array.from({ length: 1 + below(random, 5) }, () =>
    random() < 0.5 ? Buffer.alloc(below(random, 300_000), below(random, 256)) : noise(random, 3000),
  );
  return Buffer.concat(parts);
}

/** A gzip or zstd stream of several members or frames, with what may stand between and after them. */
function framed(bytes: Buffer, kind: 'gzip' | 'zstd', random: Random): Buffer {
  const cuts = Array.from({ length: below(random, 4) }, () => below(random, bytes.length + 1)).toSorted(
    (a, b) => a - b,
  );
  const edges = [0, ...cuts, bytes.length];
  const parts = edges.slice(1).flatMap((end, n) => {
    const part = bytes.subarray(edges[n], end);
    if (kind === 'gzip') return [gzipSync(part, { level: pick(random, [0, 1, 6]) })];
    const skippable = Buffer.concat([
      Buffer.from([0x50 + below(random, 16), 0x2a, 0x4d, 0x18, 4, 0, 0, 0]),
      Buffer.from('skip'),
    ]);
    return [...(random() < 0.3 ? [skippable] : []), zstdCompressSync(part)];
  });
  return Buffer.concat(parts);
}

/** gzip and zstd streams: both digests, any range, and a named end for what is damaged. */
export const compressionTarget: FuzzTarget = {
  name: 'compression',
  start: async (folder) => {
    const file = join(folder, 'layer');
    return {
      async round(random) {
        const kind = pick(random, ['gzip', 'zstd'] as const);
        const plain = content(random);
        const whole = framed(plain, kind, random);
        const stored = random() < 0.4 ? whole : spoil(whole, random);
        writeFileSync(file, stored);
        const region = { file, offset: 0, size: stored.length };
        const layer = indexLayer(region, { compression: kind });
        must(layer.digest === sha256(stored), 'the digest of the stored bytes is wrong');
        const hashes = hashRegion(region, kind);
        must(hashes.diffID === layer.diffID && hashes.digest === layer.digest, 'indexing and hashing differ');
        // How far a damaged stream decodes depends on where its pieces end.
        must(layer.damage !== undefined || hashes.tarSize === layer.tarSize, 'indexing and hashing differ in size');
        if (stored.equals(whole)) {
          must(layer.diffID === sha256(plain) && layer.tarSize === plain.length, 'the content is wrong');
          const offset = below(random, plain.length + 1);
          const length = below(random, 100_000);
          must(plain.subarray(offset, offset + length).equals(readLayer(layer, offset, length)), 'a range is wrong');
          return;
        }
        try {
          readLayer(layer, below(random, layer.tarSize + 1), 10_000);
        } catch (error) {
          if (!(error instanceof OutcropError)) throw error;
        }
      },
      close: async () => {},
    };
  },
};
