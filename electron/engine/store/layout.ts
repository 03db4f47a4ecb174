import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import { encodedOf, type ChainID, type Digest } from '../../../shared/oci/digest.ts';
import { MEDIA_TYPE } from '../../../shared/oci/media-type.ts';
import { makeFolder, syncFolder, writeWhole } from '../bytes/write-whole.ts';
import { arrayField, isRecord, parseJson, type JsonRecord } from '../oci/json.ts';

/*
 * <dataDir>/store: an OCI image layout (image-spec image-layout.md), which skopeo and podman read as `oci:`, with
 *   layers/sha256/CHAINID/   one record per stack of layers (layer-records.ts)
 *   ingest/                  blobs that are being copied in
 *   indexes/v1/              index-cache.ts
 *   lock.N                   lock.ts
 */
export interface StoreFolders {
  readonly root: string;
  readonly blobs: string;
  readonly ingest: string;
  readonly records: string;
}

export function storeFolders(dataDir: string): StoreFolders {
  const root = join(dataDir, 'store');
  return {
    root,
    blobs: join(root, 'blobs', 'sha256'),
    ingest: join(root, 'ingest'),
    records: join(root, 'layers', 'sha256'),
  };
}

export function blobFile({ blobs }: StoreFolders, digest: Digest): string {
  return join(blobs, encodedOf(digest));
}

export function recordFolder({ records }: StoreFolders, chainID: ChainID): string {
  return join(records, encodedOf(chainID));
}

/** A descriptor as it stands in index.json; what Outcrop did not write is kept. */
export type IndexEntry = JsonRecord;

/** Makes the folders and, where there are none, the two files that make it a layout. Call within the lock. */
export async function ensureLayout(folders: StoreFolders): Promise<void> {
  const { root, blobs, ingest, records } = folders;
  for (const folder of [blobs, ingest, records]) {
    // oxlint-disable-next-line no-await-in-loop
    await makeFolder(folder);
  }
  const layout = join(root, 'oci-layout');
  const text = '{"imageLayoutVersion":"1.0.0"}';
  if ((await readFile(layout, 'utf8').catch(() => '')) !== text) await writeWhole(layout, text);
  if ((await readFile(join(root, 'index.json')).catch(() => undefined)) !== undefined) return;
  // Whoever made them, indexes came first: from the first image on the folders must last.
  for (const folder of [root, blobs, records]) {
    // oxlint-disable-next-line no-await-in-loop
    await syncFolder(dirname(folder));
  }
  await syncFolder(root);
  await writeEntries(folders, []);
}

/**
 * The images of the store; none when there is no store yet.
 * @throws OutcropError `bad-manifest` when index.json is damaged
 */
export async function readEntries({ root }: StoreFolders): Promise<readonly IndexEntry[]> {
  const file = join(root, 'index.json');
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new OutcropError('unreadable', `${file} cannot be read (${error.code}); check its permissions.`, { file });
  });
  if (bytes === undefined) return [];
  const parsed = parseJson(bytes);
  if (parsed.kind !== 'json' || !isRecord(parsed.value))
    throw new OutcropError('bad-manifest', `${file} is damaged; repair it with "outcrop images check".`, { file });
  return arrayField(parsed.value, 'manifests').filter(isRecord);
}

/** Replaces index.json at once: with it a change of the store takes effect. */
export async function writeEntries({ root }: StoreFolders, manifests: readonly IndexEntry[]): Promise<void> {
  const index = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests };
  await writeWhole(join(root, 'index.json'), `${JSON.stringify(index, undefined, 2)}\n`);
}
