import type { LimitName, Limits } from '../limits/limits.ts';
import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';

/*
 * indexes/v1/            the number changes when old files can no longer be read
 *   stored/IDENTITY      one layer as it lies in one file: restart points, digests, and the key of its entries
 *   blobs/DIGEST         where `stored` says something about a compressed blob of that digest (known-blobs.ts)
 *   tar/KEY              the entries of one tar: KEY is its diffID once that is computed, the identity until then
 *   stacks/KEYS          tars merged in that order
 *   stacks/KEYS-order    the order of their paths in a view
 *
 * Reading is synchronous: it runs in worker threads. A file that is missing or damaged only means that the layer is read again.
 */
export interface IndexFolders {
  /** `<dataDir>/store/indexes/v1` */
  readonly indexDir: string;
  /** Outcrop's own copies: see `regionIdentity`. */
  readonly ownDirs: readonly string[];
  /** Stands for the limits in force, in letters and digits: they decide which entries of a hostile layer are kept. */
  readonly limitsKey: string;
}

/** Limits that decide what is kept of a layer and how layers merge; what others bound is not kept. */
const DECIDING = [
  'layer-entries',
  'layer-bytes',
  'layer-ratio',
  'layer-name-bytes',
  'layer-xattr-bytes',
  'path-depth',
  'name-bytes',
  'header-bytes',
  'headers-per-entry',
  'sparse-map-bytes',
  'link-hops',
  'link-bytes',
  'warnings-per-kind',
] as const satisfies readonly LimitName[];

/** @param limits other limits may make another index of the same layer */
export function indexFolders(dataDir: string, limits: Partial<Limits>): IndexFolders {
  const limitsKey = createHash('sha256')
    .update(JSON.stringify(DECIDING.map((name) => limits[name])))
    .digest('hex')
    .slice(0, 8);
  const store = join(dataDir, 'store');
  const ownDirs = [join(dataDir, 'cache'), join(store, 'blobs')];
  return { indexDir: join(store, 'indexes', 'v1'), ownDirs, limitsKey };
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
