import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { regionIdentity } from '../store/file-identity.ts';
import { markUsed } from '../store/index-folders.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { Pool } from '../work/pool.ts';

/** A read may inflate this much on its way; a layer with longer gaps between its restart points is unpacked once. */
const MAX_GAP = 32 << 20;

/** Unpacked copies, in the cache folder, of layers that cannot be read at random. */
export interface Spool {
  /** The layer itself, or the same layer read from its unpacked copy. */
  ready(layer: IndexedLayer, signal?: AbortSignal): Promise<IndexedLayer>;
}

export function createSpool(pool: Pool, cacheDir: string): Spool {
  const copies = new Map<IndexedLayer, Promise<IndexedLayer>>();

  const unpack = async (layer: IndexedLayer): Promise<IndexedLayer> => {
    const folder = join(cacheDir, 'spool');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { region, compression, tarSize } = layer;
    // Copies of files that are themselves copies in the cache keep their name, though those are touched when used.
    const identity = regionIdentity(region, [cacheDir])?.key ?? 'gone';
    const file = join(folder, `${identity}.tar`);
    const size = await stat(file).then(
      (found) => found.size,
      () => -1,
    );
    // Not cancelled with the first reader: others may wait for the same copy.
    if (size !== tarSize) await pool.run('unpackLayer', { region, compression, target: file });
    return { ...layer, region: { file, offset: 0, size: tarSize }, compression: 'none', restart: { kind: 'raw' } };
  };

  return {
    async ready(layer, signal) {
      if (!needsCopy(layer)) return layer;
      let copy = copies.get(layer);
      // A copy that another Outcrop dropped to make room is made again.
      if (!copy || !(await isThere(copy))) {
        copy = unpack(layer);
        copies.set(layer, copy);
        copy.catch(() => copies.delete(layer));
      }
      const ready = await copy;
      markUsed(ready.region.file);
      signal?.throwIfAborted();
      return ready;
    },
  };
}

async function isThere(copy: Promise<IndexedLayer>): Promise<boolean> {
  const { region } = await copy;
  return stat(region.file).then(
    () => true,
    () => false,
  );
}

/** Whether reads of the layer would inflate too much on their way. */
export const needsCopy = (layer: IndexedLayer): boolean => longestGap(layer) > MAX_GAP;

/** Bytes of tar between two starts, or from the last to the end. */
function longestGap({ restart, tarSize }: IndexedLayer): number {
  if (restart.kind === 'raw') return 0;
  if (restart.kind === 'sequential') return tarSize;
  const { out } = restart;
  let longest = tarSize - (out.at(-1) ?? 0);
  for (let i = 1; i < out.length; i++) longest = Math.max(longest, out[i]! - out[i - 1]!);
  return longest;
}
