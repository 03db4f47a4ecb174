import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodedOf, type Digest } from '../../../shared/oci/digest.ts';
import { syncFolder, writerOf } from '../bytes/write-whole.ts';
import { imageParts } from './image-parts.ts';
import { ensureLayout, writeEntries, type IndexEntry, type StoreFolders } from './layout.ts';
import { recordNames } from './layer-records.ts';
import { isRunning, withStoreLock, type LockOptions } from './lock.ts';
import { imageID, readImages, type ImageEntry } from './image-entries.ts';

/** Image ID → what stands on it, as a person knows it: those images stay. */
export type ImagesInUse = ReadonlyMap<Digest, readonly string[]>;

export interface GarbageOptions extends LockOptions {
  /** Also the images that have no name, but for those in use. */
  readonly unnamed?: boolean;
  readonly inUse?: ImagesInUse;
}

export interface Garbage {
  readonly images: number;
  readonly blobs: number;
  readonly records: number;
  /** Files of writers that have gone. */
  readonly unfinished: number;
  /** Freed. */
  readonly bytes: number;
  /** Sentences: why something that looks like garbage was left. */
  readonly kept: readonly string[];
}

/**
 * Removes what no image of the store needs. While a manifest cannot be read, nobody knows which blobs it names: then
 * blobs and records stay.
 * @throws OutcropError `unwritable`, `bad-manifest`
 */
export async function collectGarbage(folders: StoreFolders, options: GarbageOptions = {}): Promise<Garbage> {
  return withStoreLock(folders.root, options, async () => {
    await ensureLayout(folders);
    const unfinished = await removeUnfinished(folders);
    const images = await readImages(folders);
    const stays = (image: ImageEntry) =>
      image.name !== undefined || options.inUse?.has(imageID(image) as Digest) === true;
    const left = (options.unnamed === true ? images.filter(stays) : images).map(({ entry }) => entry);
    // First the names, then what they named: a crash between leaves garbage, never an image without its parts.
    if (left.length < images.length) await writeEntries(folders, left);
    const { blobs, records, bytes, kept } = await removeUnneeded(folders, left);
    return {
      images: images.length - left.length,
      blobs,
      records,
      unfinished: unfinished.unfinished,
      bytes: unfinished.bytes + bytes,
      kept,
    };
  });
}

/**
 * Removes blobs and records that no entry needs. Call within the lock, once index.json holds just these entries.
 * @returns how many went, the bytes freed, and sentences on what was left
 */
export async function removeUnneeded(
  folders: StoreFolders,
  entries: readonly IndexEntry[],
): Promise<Pick<Garbage, 'blobs' | 'records' | 'bytes' | 'kept'>> {
  const parts = await Promise.all(entries.map(async (entry) => imageParts(folders, entry)));
  const broken = parts.flatMap((part) => part?.broken ?? []);
  if (broken.length > 0) {
    const kept = broken.map(
      (digest) => `${digest} cannot be read, so what it names is kept; run "outcrop images check".`,
    );
    return { blobs: 0, records: 0, bytes: 0, kept };
  }
  const blobs = new Set(parts.flatMap((part) => [...(part?.blobs ?? [])].map(encodedOf)));
  const records = new Set(parts.flatMap((part) => part?.layers.map(({ chainID }) => encodedOf(chainID)) ?? []));
  const removedRecords = await removeOthers(folders.records, await recordNames(folders), records);
  const removed = await removeOthers(folders.blobs, await readdir(folders.blobs), blobs);
  return { blobs: removed.count, records: removedRecords.count, bytes: removed.bytes, kept: [] };
}

async function removeOthers(folder: string, names: readonly string[], needed: ReadonlySet<string>) {
  let bytes = 0;
  let count = 0;
  for (const name of names.filter((candidate) => !needed.has(candidate))) {
    // oxlint-disable-next-line no-await-in-loop
    bytes += await remove(join(folder, name));
    count++;
  }
  if (count > 0) await syncFolder(folder);
  return { count, bytes };
}

async function remove(path: string): Promise<number> {
  const status = await stat(path).catch(() => undefined);
  await rm(path, { recursive: true, force: true });
  return status?.isFile() ? status.size : 0;
}

/** What a writer left behind that is not running any more. */
async function removeUnfinished({
  root,
}: StoreFolders): Promise<{ readonly unfinished: number; readonly bytes: number }> {
  const all = await readdir(root, { recursive: true, withFileTypes: true });
  const left = all.filter((entry) => {
    const writer = writerOf(entry.name);
    return writer !== undefined && !isRunning(writer);
  });
  let bytes = 0;
  for (const entry of left) {
    // oxlint-disable-next-line no-await-in-loop
    bytes += await remove(join(entry.parentPath, entry.name));
  }
  return { unfinished: left.length, bytes };
}
