import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodedOf, parseDigest, type Digest } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';
import { writerOf } from '../bytes/write-whole.ts';
import { imageParts, type ImageParts, type StoredStack } from './image-parts.ts';
import { nameOf } from './entry-names.ts';
import { blobFile, ensureLayout, readEntries, writeEntries, type IndexEntry, type StoreFolders } from './layout.ts';
import { readRecord, recordNames, writeRecord } from './layer-records.ts';
import { withStoreLock, type LockOptions } from './lock.ts';

export interface StoreProblem {
  /** What is wrong, a sentence. */
  readonly what: string;
  /** What was done about it. `left`: only loading the image again helps. */
  readonly done: 'repaired' | 'discarded' | 'left';
}

export interface StoreCheck {
  readonly images: number;
  readonly blobs: number;
  readonly records: number;
  readonly problems: readonly StoreProblem[];
}

export interface CheckParts extends LockOptions {
  readonly folders: StoreFolders;
  /** Digest of the bytes, off the main thread. */
  readonly digestOf: (blob: Region) => Promise<Digest>;
  /** Bytes of a layer's regular files, off the main thread; undefined when it cannot be read. */
  readonly contentSize: (blob: Region) => Promise<number | undefined>;
}

/**
 * Reads every byte of the store. A damaged blob is discarded, so that loading its image again brings it back; an image
 * whose manifest or config is gone is dropped; records are made anew from images. A second check then finds only what
 * is `left`.
 */
export async function checkStore(parts: CheckParts): Promise<StoreCheck> {
  const { folders } = parts;
  return withStoreLock(folders.root, parts, async () => {
    const problems: StoreProblem[] = [];
    const entries = await soundIndex(folders, problems);
    const blobs = await checkBlobs(parts, problems);
    const images = await checkImages(folders, entries, problems);
    const records = await checkRecords(parts, images, problems);
    return { images: images.length, blobs, records, problems };
  });
}

async function soundIndex(folders: StoreFolders, problems: StoreProblem[]): Promise<readonly IndexEntry[]> {
  await ensureLayout(folders);
  return readEntries(folders).catch(async () => {
    await writeEntries(folders, []);
    problems.push({ what: 'index.json was damaged: the names of all images are lost.', done: 'discarded' });
    return [];
  });
}

async function checkBlobs({ folders, digestOf, signal }: CheckParts, problems: StoreProblem[]): Promise<number> {
  // What a crash left unfinished is no blob, and no damage: gc takes it away.
  const names = (await readdir(folders.blobs)).filter((name) => writerOf(name) === undefined);
  for (const name of names) {
    signal?.throwIfAborted();
    const file = join(folders.blobs, name);
    // One after the other: each reads at the speed of the disk.
    // oxlint-disable-next-line no-await-in-loop
    const status = await stat(file);
    const digest = parseDigest(`sha256:${name}`);
    // oxlint-disable-next-line no-await-in-loop
    const found = status.isFile() ? await digestOf({ file, offset: 0, size: status.size }) : undefined;
    if (digest !== undefined && found === digest) continue;
    // oxlint-disable-next-line no-await-in-loop
    await rm(file, { recursive: true, force: true });
    problems.push({ what: `The blob ${name} does not hash to its name.`, done: 'discarded' });
  }
  return names.length;
}

async function checkImages(
  folders: StoreFolders,
  entries: readonly IndexEntry[],
  problems: StoreProblem[],
): Promise<readonly ImageParts[]> {
  const found = await Promise.all(entries.map(async (entry) => ({ entry, parts: await imageParts(folders, entry) })));
  const sound = found.filter(({ parts }) => parts !== undefined && parts.broken.length === 0);
  if (sound.length < found.length) {
    await writeEntries(
      folders,
      sound.map(({ entry }) => entry),
    );
    for (const { entry } of found.filter((one) => !sound.includes(one)))
      problems.push({ what: `The manifest or config of ${label(entry)} is gone.`, done: 'discarded' });
  }
  for (const { entry, parts } of sound) {
    for (const digest of parts!.blobs) {
      // oxlint-disable-next-line no-await-in-loop
      if (await exists(blobFile(folders, digest))) continue;
      problems.push({ what: `${label(entry)} lacks its blob ${digest}; load it again.`, done: 'left' });
    }
  }
  return sound.map(({ parts }) => parts!);
}

function label(entry: IndexEntry): string {
  return nameOf(entry) ?? `an image without a name (${String(entry['digest'])})`;
}

async function checkRecords(
  parts: CheckParts,
  images: readonly ImageParts[],
  problems: StoreProblem[],
): Promise<number> {
  const { folders } = parts;
  const names = await recordNames(folders);
  const sound = new Set<string>();
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop
    const record = await readRecord(folders, name);
    if (record !== undefined) {
      sound.add(name);
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop
    await rm(join(folders.records, name), { recursive: true, force: true });
    problems.push({ what: `The record of layer ${name} does not agree with its name.`, done: 'discarded' });
  }
  const wanted = new Map(images.flatMap(({ layers }) => layers.map((layer) => [encodedOf(layer.chainID), layer])));
  for (const [name, layer] of wanted) {
    if (sound.has(name)) continue;
    // oxlint-disable-next-line no-await-in-loop
    if (await remake(parts, layer))
      problems.push({ what: `The record of layer ${name} was missing.`, done: 'repaired' });
  }
  return names.length;
}

async function remake({ folders, contentSize }: CheckParts, { blob, ...layer }: StoredStack): Promise<boolean> {
  const file = blobFile(folders, blob);
  const status = await stat(file).catch(() => undefined);
  if (status === undefined) return false;
  const size = await contentSize({ file, offset: 0, size: status.size });
  if (size === undefined) return false;
  await writeRecord(folders, { ...layer, blob, size });
  return true;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
