import type { Region } from '../bytes/region.ts';
import { hashRegion } from '../compression/hash-region.ts';
import type { PassOptions } from '../compression/stored-input.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { readIndex } from './index-cache.ts';
import type { IndexFolders } from './index-folders.ts';
import type { StoredLayerFacts } from './stored-layer-file.ts';

/**
 * The index of a compressed layer whose blob was read in another file: its stored bytes are hashed, which is a small part
 * of inflating and scanning them.
 * @param stored what is known of the blob that this region claims to be
 * @returns undefined when it is another, or the entries are missing
 * @throws OutcropError `not-found`, `unreadable`, `cancelled`
 */
export function readElsewhere(
  folders: IndexFolders,
  region: Region,
  stored: StoredLayerFacts,
  options: PassOptions,
): IndexedLayer | undefined {
  const known = readIndex(folders, region, stored);
  return known && hashRegion(region, 'none', options).digest === stored.digest ? known : undefined;
}
