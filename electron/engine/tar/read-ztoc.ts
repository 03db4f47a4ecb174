import { createHash } from 'node:crypto';
import type { Digest } from '../../../shared/oci/digest.ts';
import { openRegion } from '../bytes/region-reader.ts';
import type { Region } from '../bytes/region.ts';
import { parseZtoc, type Ztoc } from './ztoc.ts';

/** Where a zTOC lies, and the digest by which a SOCI index names it. */
export interface ZtocPlace {
  readonly region: Region;
  readonly digest: Digest;
}

/** Checkpoints take 32 KiB for 4 MiB of tar: this is a layer of about 10 GB. */
const MAX_BYTES = 128 << 20;

/**
 * @returns a text that ends a sentence beginning with “it” when it cannot be used
 * @throws OutcropError `not-found`, `unreadable`
 */
export function readZtoc({ region, digest }: ZtocPlace, maxEntries: number): Ztoc | string {
  if (region.size > MAX_BYTES) return `is larger than ${MAX_BYTES} bytes`;
  using reader = openRegion(region);
  const bytes = new Uint8Array(region.size);
  if (reader.read(bytes, 0, bytes.length, 0) < bytes.length) return 'ends early';
  // Another algorithm than the one all of SOCI uses cannot be compared, and is refused.
  if (`sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest)
    return 'has another digest than the SOCI index names';
  return parseZtoc(bytes, maxEntries);
}
