import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  encodedOf,
  parseDiffID,
  parseDigest,
  type ChainID,
  type Digest,
  type DiffID,
} from '../../../shared/oci/digest.ts';
import { syncFolder, unfinishedName, writeWhole } from '../bytes/write-whole.ts';
import { chainIDs } from '../oci/chain-id.ts';
import { recordFolder, type StoreFolders } from './layout.ts';

/**
 * One layer on those below it, in files as Docker's layerdb has them (formats.md §2): `diff` its diffID, `parent` the
 * chainID below, absent for a base, `size` the bytes of its files in decimal, `cache-id` the hex digest of its blob.
 */
export interface LayerRecord {
  readonly chainID: ChainID;
  readonly diffID: DiffID;
  readonly parent: ChainID | null;
  readonly size: number;
  readonly blob: Digest;
}

/** Writes a record whole; one that is there already stays. Call within the lock. */
export async function writeRecord(folders: StoreFolders, record: LayerRecord): Promise<void> {
  const target = recordFolder(folders, record.chainID);
  if ((await readRecord(folders, encodedOf(record.chainID))) !== undefined) return;
  await rm(target, { recursive: true, force: true });
  const unfinished = unfinishedName(join(folders.ingest, encodedOf(record.chainID)));
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    await writeWhole(join(unfinished, 'diff'), record.diffID);
    if (record.parent !== null) await writeWhole(join(unfinished, 'parent'), record.parent);
    await writeWhole(join(unfinished, 'size'), String(record.size));
    await writeWhole(join(unfinished, 'cache-id'), encodedOf(record.blob));
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(folders.records);
}

/** @param name hex of the chainID @returns undefined when it is missing or does not agree with its name */
export async function readRecord(folders: StoreFolders, name: string): Promise<LayerRecord | undefined> {
  const read = async (file: string) => readFile(join(folders.records, name, file), 'utf8').catch(() => undefined);
  const [diff, below, size, cacheID] = await Promise.all([
    read('diff'),
    read('parent'),
    read('size'),
    read('cache-id'),
  ]);
  const diffID = parseDiffID(diff);
  const blob = parseDigest(`sha256:${cacheID ?? ''}`);
  if (diffID === undefined || blob === undefined || !/^\d{1,16}$/.test(size ?? '')) return undefined;
  const parent = below === undefined ? null : (parseDigest(below) as ChainID | undefined);
  if (parent === undefined) return undefined;
  const chainID = parent === null ? chainIDs([diffID])[0] : chainIDs([parent as string as DiffID, diffID])[1];
  if (!chainID || encodedOf(chainID) !== name) return undefined;
  return { chainID, diffID, parent, size: Number(size), blob };
}

/** Names of all records, hex. */
export async function recordNames({ records }: StoreFolders): Promise<readonly string[]> {
  return readdir(records).catch(() => []);
}
