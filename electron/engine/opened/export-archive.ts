import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveFormat } from '../../../shared/model/store.ts';
import { unfinishedName } from '../bytes/write-whole.ts';
import type { LoadedImage, MadeArchive, WorkOptions } from '../opened.ts';
import { saveArchive } from './save-image.ts';
import { writableImage } from './writable-image.ts';

/**
 * Makes an archive of an image in a folder of its own and hands out its bytes.
 * @throws OutcropError `layer-absent`, `layer-damaged`, `digest-mismatch`, `unwritable`
 */
export async function exportArchive(
  loaded: LoadedImage,
  format: ArchiveFormat,
  { scratchDir, ...options }: WorkOptions & { readonly scratchDir: string },
): Promise<MadeArchive> {
  await mkdir(scratchDir, { recursive: true, mode: 0o700 });
  const image = await writableImage(loaded, options);
  const file = unfinishedName(join(scratchDir, 'archive'));
  const { size } = await saveArchive(image, format, file, {
    scratchDir,
    ...(options.signal && { signal: options.signal }),
  });
  return { size, bytes: readAndRemove(file) };
}

async function* readAndRemove(file: string): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) yield chunk as Uint8Array;
  } finally {
    await rm(file, { force: true });
  }
}
