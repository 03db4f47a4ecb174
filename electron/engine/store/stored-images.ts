import { stat } from 'node:fs/promises';
import type { Platform } from '../../../shared/model/image.ts';
import type { StoredImage } from '../../../shared/model/store.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import { parseDescriptor } from '../oci/manifest.ts';
import { imageParts, type ImageParts } from './image-parts.ts';
import { nameOf } from './entry-names.ts';
import { blobFile, readEntries, type StoreFolders } from './layout.ts';

interface Gathered {
  readonly parts: ImageParts;
  readonly names: string[];
  readonly platform: Platform | null;
}

/**
 * The images of the store, each once, with what they share.
 * @returns them in the order of index.json, and the bytes of all their blobs
 * @throws OutcropError `bad-manifest`, `unreadable`
 */
export async function storedImages(
  folders: StoreFolders,
): Promise<{ readonly images: readonly StoredImage[]; readonly size: number }> {
  const gathered = new Map<Digest, Gathered>();
  for (const entry of await readEntries(folders)) {
    const descriptor = parseDescriptor(entry);
    const name = nameOf(entry);
    const known = descriptor && gathered.get(descriptor.digest);
    if (known) known.names.push(...(name === undefined ? [] : [name]));
    if (known || !descriptor) continue;
    // oxlint-disable-next-line no-await-in-loop
    const parts = await imageParts(folders, entry);
    if (parts)
      gathered.set(descriptor.digest, {
        parts,
        names: name === undefined ? [] : [name],
        platform: descriptor.platform ?? null,
      });
  }
  const users = new Map<Digest, number>();
  for (const { parts } of gathered.values())
    for (const blob of parts.blobs) users.set(blob, (users.get(blob) ?? 0) + 1);
  const sizes = new Map(
    await Promise.all([...users.keys()].map(async (blob) => [blob, await sizeOf(folders, blob)] as const)),
  );
  const total = (blobs: Iterable<Digest>) => [...blobs].reduce((sum, blob) => sum + (sizes.get(blob) ?? 0), 0);

  const images = [...gathered.values()].map(({ parts, names, platform }): StoredImage => {
    const layerBlobs = new Set(parts.layers.map(({ blob }) => blob));
    return {
      manifestDigest: parts.digest,
      id: parts.configs.length === 1 ? parts.configs[0]!.digest : null,
      created: parts.configs.length === 1 ? parts.configs[0]!.created : null,
      names,
      platform,
      layers: parts.layers.map(({ blob, diffID, chainID }) => ({
        digest: blob,
        diffID,
        chainID,
        size: sizes.get(blob) ?? null,
        users: users.get(blob) ?? 0,
      })),
      size: total(parts.blobs),
      unique: total([...parts.blobs].filter((blob) => users.get(blob) === 1)),
      sharedWith: [...gathered.values()]
        .filter((other) => other.parts !== parts && other.parts.layers.some(({ blob }) => layerBlobs.has(blob)))
        .map((other) => other.parts.digest),
      missing: [...parts.blobs].filter((blob) => sizes.get(blob) === null),
    };
  });
  return { images, size: total(users.keys()) };
}

function sizeOf(folders: StoreFolders, digest: Digest): Promise<number | null> {
  return stat(blobFile(folders, digest)).then(
    ({ size }) => size,
    () => null,
  );
}
