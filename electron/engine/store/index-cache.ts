import { createHash } from 'node:crypto';
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { encodedOf, type Digest } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { regionIdentity } from './file-identity.ts';
import { markUsed, type IndexFolders } from './index-folders.ts';
import { findBlob, noteBlob } from './known-blobs.ts';
import { readStoredLayer, writeStoredLayer, type StoredLayerFacts } from './stored-layer-file.ts';
import { readTarIndex, skippedKey, writeTarIndex } from './tar-index-file.ts';

export interface FoundLayer {
  /** What the region is now, for `keepIndex`; undefined when its file is not there. */
  readonly identity: string | undefined;
  /** As an earlier pass over the same unchanged file found it. */
  readonly stored: StoredLayerFacts | undefined;
  /** As a pass over another file found a blob of the digest that this one claims: its own only if that is true. */
  readonly elsewhere?: StoredLayerFacts | undefined;
}

/**
 * Looks for what is known of a region, without the entries of its tar.
 * @param claimed the digest that the region is said to have
 */
export function findStored(folders: IndexFolders, region: Region, claimed?: Digest | null): FoundLayer {
  const { indexDir, ownDirs, limitsKey } = folders;
  const identity = regionIdentity(region, ownDirs)?.key;
  if (identity === undefined) return { identity, stored: undefined };
  const file = join(indexDir, 'stored', `${identity}-${limitsKey}`);
  const stored = readStoredLayer(file, region.size);
  if (stored) markUsed(file);
  else if (claimed) return { identity, stored, elsewhere: findBlob(folders, claimed, region.size) };
  return { identity, stored };
}

/** The whole index of a layer that was found; undefined when its entries are missing or damaged. */
export function readIndex(folders: IndexFolders, region: Region, stored: StoredLayerFacts): IndexedLayer | undefined {
  const { tarKey, entries, ...facts } = stored;
  const file = tarFile(folders, tarKey);
  const index = readTarIndex(file, facts.tarSize);
  if (index?.length !== entries) return undefined;
  markUsed(file);
  return { region, index, ...facts };
}

/**
 * Keeps what a pass found out.
 * @param identity of the region before the pass: a file that has changed since is not kept
 * @returns the key of the entries; undefined when nothing was kept
 * @throws Node's error when the folder cannot be written
 */
export async function keepIndex(
  folders: IndexFolders,
  layer: IndexedLayer,
  identity: string,
): Promise<string | undefined> {
  if (!isUnchanged(folders, layer, identity)) return undefined;
  const tarKey = tarKeyOf(folders, layer, identity);
  makeFolder(folders, 'tar');
  // The entries first: who finds the layer's own file finds them too.
  await writeTarIndex(tarFile(folders, tarKey), layer.index);
  await writeRecord(folders, layer, identity, tarKey);
  return tarKey;
}

/**
 * Keeps what is known of a layer whose entries are kept already, since its tar was found elsewhere.
 * @param identity as for `keepIndex` @returns `tarKey`; undefined when nothing was kept
 */
export async function keepRecord(
  folders: IndexFolders,
  layer: IndexedLayer,
  identity: string,
  tarKey: string,
): Promise<string | undefined> {
  if (!isUnchanged(folders, layer, identity)) return undefined;
  await writeRecord(folders, layer, identity, tarKey);
  return tarKey;
}

/**
 * Keeps the entries of a layer, so far kept under the identity of its file, under the diffID that was computed since:
 * with those of the same tar in other files they are one file from now on.
 * @param layer with both digests
 * @returns the key of the entries; undefined when the file is not the one that was indexed, or has nothing kept
 */
export async function keepVerified(folders: IndexFolders, layer: IndexedLayer): Promise<string | undefined> {
  const { identity, stored } = findStored(folders, layer.region);
  // Kept under what the file is now: the bytes that were hashed since are those that were indexed.
  if (identity === undefined || !stored) return undefined;
  if (stored.diffID !== undefined) return stored.tarKey;
  if (!isUnchanged(folders, layer, identity)) return undefined;
  const tarKey = tarKeyOf(folders, layer, identity);
  // A crash before the record is written costs another pass, no more.
  renameSync(tarFile(folders, stored.tarKey), tarFile(folders, tarKey));
  await writeRecord(folders, layer, identity, tarKey);
  return tarKey;
}

/** Moves a kept stack, and the order of its paths, to the keys that its layers have now. */
export function moveStack(folders: IndexFolders, before: readonly StackKey[], now: readonly StackKey[]): void {
  for (const file of [stackFile, orderFile]) {
    try {
      renameSync(file(folders, before), file(folders, now));
    } catch {
      // It was not kept, or dropped by another Outcrop.
    }
  }
}

function isUnchanged({ ownDirs }: IndexFolders, { region }: IndexedLayer, identity: string): boolean {
  const now = regionIdentity(region, ownDirs);
  return now?.key === identity && now.isSettled;
}

async function writeRecord(
  folders: IndexFolders,
  layer: IndexedLayer,
  identity: string,
  tarKey: string,
): Promise<void> {
  const { region: _, index, bodies: __, ...facts } = layer;
  makeFolder(folders, 'stored');
  const name = `${identity}-${folders.limitsKey}`;
  await writeStoredLayer(join(folders.indexDir, 'stored', name), { ...facts, tarKey, entries: index.length });
  noteBlob(folders, layer, name);
}

function makeFolder({ indexDir }: IndexFolders, name: string): void {
  mkdirSync(join(indexDir, name), { recursive: true, mode: 0o700 });
}

function tarFile({ indexDir }: IndexFolders, tarKey: string): string {
  return join(indexDir, 'tar', tarKey);
}

function tarKeyOf({ limitsKey }: IndexFolders, { diffID, index }: IndexedLayer, identity: string): string {
  if (diffID === undefined) return `${identity}-${limitsKey}`;
  const skipped = skippedKey(index);
  return `${encodedOf(diffID)}${skipped && `-${skipped}`}-${limitsKey}`;
}

/** Of one layer; undefined where it takes no part. */
type StackKey = string | undefined;

/** @param tarKeys base first; undefined where a layer takes no part */
export function stackFile({ indexDir }: IndexFolders, tarKeys: readonly StackKey[]): string {
  const hash = createHash('sha256').update(tarKeys.map((key) => key ?? '-').join('\n'));
  return join(indexDir, 'stacks', hash.digest('hex'));
}

/** Beside it, the order of its paths in a view, kept once a view was opened. */
export function orderFile(folders: IndexFolders, tarKeys: readonly StackKey[]): string {
  return `${stackFile(folders, tarKeys)}-order`;
}
