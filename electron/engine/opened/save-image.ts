import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import type { ArchiveFormat } from '../../../shared/model/store.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import { writeHashed } from '../bytes/write-hashed.ts';
import { syncFolder, unfinishedName } from '../bytes/write-whole.ts';
import type { WritableImage, WritableLayer } from '../container/writable-image.ts';
import { dockerArchive, dockerNeedsInflated } from '../exporters/docker-archive.ts';
import { ociLayout } from '../exporters/oci-layout.ts';
import { unpackLayer } from '../work/unpack-layer.ts';

export interface SavedArchive {
  readonly file: string;
  readonly format: ArchiveFormat;
  /** Of the archive file itself. */
  readonly digest: Digest;
  readonly size: number;
}

/**
 * Writes an image to one file that engines load. The file appears whole or not at all, and replaces one of its name.
 * @throws OutcropError `unwritable`, `cancelled`
 */
export async function saveArchive(
  image: WritableImage,
  format: ArchiveFormat,
  target: string,
  { signal, scratchDir }: { readonly signal?: AbortSignal; readonly scratchDir: string },
): Promise<SavedArchive> {
  const file = resolve(target);
  if (format === 'oci') return write(ociLayout(image), format, file, signal);
  if (!image.layers.some(dockerNeedsInflated)) return write(dockerArchive(image), format, file, signal);
  const folder = await mkdtemp(join(scratchDir, 'inflated-'));
  try {
    const layers = image.layers.map((layer, index) => inflated(layer, join(folder, String(index))));
    return await write(dockerArchive({ ...image, layers }), format, file, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function inflated(layer: WritableLayer, file: string): WritableLayer {
  if (!dockerNeedsInflated(layer)) return layer;
  unpackLayer(layer.region, layer.compression, file, {});
  const digest = layer.diffID as string as Digest;
  return { ...layer, digest, compression: 'none', region: { file, offset: 0, size: layer.tarSize } };
}

async function write(
  chunks: AsyncIterable<Uint8Array>,
  format: ArchiveFormat,
  file: string,
  signal: AbortSignal | undefined,
): Promise<SavedArchive> {
  const temporary = unfinishedName(file);
  try {
    await using handle = await open(temporary, 'wx', 0o644);
    const { sha256, size } = await writeHashed(handle, chunks, signal);
    await handle.sync();
    await rename(temporary, file);
    await syncFolder(dirname(file));
    return { file, format, digest: `sha256:${sha256}` as Digest, size };
  } catch (error) {
    await rm(temporary, { force: true });
    if (error instanceof OutcropError || signal?.aborted) throw error;
    const message = `${file} cannot be written (${(error as Error).message}); choose another place or free some space.`;
    throw new OutcropError('unwritable', message, { file }, error);
  }
}
