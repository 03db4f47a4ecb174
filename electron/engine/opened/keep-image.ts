import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unfinishedName } from '../bytes/write-whole.ts';
import type { WritableImage } from '../container/writable-image.ts';
import type { Engine, WorkOptions } from '../opened.ts';
import { saveArchive } from './save-image.ts';

/**
 * Puts a new image into the store, under its names; layers that the store has are not kept twice.
 * @param scratchDir holds the image for a moment: the store takes images in through the door that checks every digest
 * @throws OutcropError as `store.load`
 */
export async function keepImage(
  engine: Pick<Engine, 'open' | 'store'>,
  image: WritableImage,
  { scratchDir, ...options }: WorkOptions & { readonly scratchDir: string },
): Promise<Awaited<ReturnType<Engine['store']['load']>>> {
  const file = unfinishedName(join(scratchDir, 'new-image.tar'));
  const { signal } = options;
  try {
    await saveArchive(image, 'oci', file, { scratchDir, ...(signal && { signal }) });
    const source = await engine.open(file, options);
    try {
      return await engine.store.load(source.pick({ image: '1' }), options);
    } finally {
      await source.close();
    }
  } finally {
    await rm(file, { force: true });
  }
}
