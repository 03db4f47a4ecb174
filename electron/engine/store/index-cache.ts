import { createHash } from 'node:crypto';
import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { encodedOf } from '../../../shared/oci/digest.ts';
import type { Region } from '../bytes/region.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { regionIdentity } from './file-identity.ts';
import { readStoredLayer, writeStoredLayer, type StoredLayerFacts } from './stored-layer-file.ts';
import { readTarIndex, skippedKey, writeTarIndex } from './tar-index-file.ts';

/*
 * indexes/v1/            the number changes when old files can no longer be read
 *   stored/IDENTITY      one layer as it lies in one file: restart points, digests, and the key of its entries
 *   tar/KEY              the entries of one tar: KEY is its diffID once that is computed, the identity until then
 *   stacks/KEYS          tars merged in that order
 *   stacks/KEYS-order    the order of their paths in a view
 *
 * All synchronous: it runs in worker threads. A file that is missing or damaged only means that the layer is read again.
 */
export interface IndexFolders {
  /** `<dataDir>/store/indexes/v1` */
  readonly indexDir: string;
  /** Outcrop's own copies: see `regionIdentity`. */
  readonly ownDirs: readonly string[];
  /** Stands for the limits in force, in letters and digits: they decide which entries of a hostile layer are kept. */
  readonly limitsKey: string;
}

/** @param limits other limits may make another index of the same layer */
export function indexFolders(dataDir: string, limits: Readonly<Record<string, number>>): IndexFolders {
  const limitsKey = createHash('sha256').update(JSON.stringify(limits)).digest('hex').slice(0, 8);
  const store = join(dataDir, 'store');
  const ownDirs = [join(dataDir, 'cache'), join(store, 'blobs')];
  return { indexDir: join(store, 'indexes', 'v1'), ownDirs, limitsKey };
}

export interface FoundLayer {
  /** What the region is now, for `keepIndex`; undefined when its file is not there. */
  readonly identity: string | undefined;
  /** As an earlier pass over the same unchanged file found it. */
  readonly stored: StoredLayerFacts | undefined;
}

/** Looks for what is known of a region, without the entries of its tar. */
export function findStored({ indexDir, ownDirs, limitsKey }: IndexFolders, region: Region): FoundLayer {
  const identity = regionIdentity(region, ownDirs)?.key;
  if (identity === undefined) return { identity, stored: undefined };
  const file = join(indexDir, 'stored', `${identity}-${limitsKey}`);
  const stored = readStoredLayer(file, region.size);
  if (stored) markUsed(file);
  return { identity, stored };
}

/** The whole index of a layer that was found; undefined when its entries are missing or damaged. */
export function readIndex(
  { indexDir }: IndexFolders,
  region: Region,
  stored: StoredLayerFacts,
): IndexedLayer | undefined {
  const { tarKey, entries, ...facts } = stored;
  const file = join(indexDir, 'tar', tarKey);
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
export function keepIndex(folders: IndexFolders, layer: IndexedLayer, identity: string): string | undefined {
  const now = regionIdentity(layer.region, folders.ownDirs);
  if (now?.key !== identity || !now.isSettled) return undefined;
  const { region: _, index, ...facts } = layer;
  const tarKey = `${tarKeyOf(layer, identity)}-${folders.limitsKey}`;
  for (const folder of ['stored', 'tar']) mkdirSync(join(folders.indexDir, folder), { recursive: true, mode: 0o700 });
  // The entries first: who finds the layer's own file finds them too.
  writeTarIndex(join(folders.indexDir, 'tar', tarKey), index);
  writeStoredLayer(join(folders.indexDir, 'stored', `${identity}-${folders.limitsKey}`), {
    ...facts,
    tarKey,
    entries: index.length,
  });
  return tarKey;
}

function tarKeyOf({ diffID, index }: IndexedLayer, identity: string): string {
  if (diffID === undefined) return identity;
  const skipped = skippedKey(index);
  return `${encodedOf(diffID)}${skipped && `-${skipped}`}`;
}

/** @param tarKeys base first; undefined where a layer takes no part */
export function stackFile({ indexDir }: IndexFolders, tarKeys: readonly (string | undefined)[]): string {
  const hash = createHash('sha256').update(tarKeys.map((key) => key ?? '-').join('\n'));
  return join(indexDir, 'stacks', hash.digest('hex'));
}

/** Beside it, the order of its paths in a view, kept once a view was opened. */
export function orderFile(folders: IndexFolders, tarKeys: readonly (string | undefined)[]): string {
  return `${stackFile(folders, tarKeys)}-order`;
}

/** The last use decides what is dropped first (cache-limit.ts). */
export function markUsed(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Dropped by another Outcrop meanwhile, or a folder that may only be read.
  }
}
