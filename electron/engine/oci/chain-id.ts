import { createHash } from 'node:crypto';
import type { ChainID, DiffID } from '../../../shared/oci/digest.ts';

/**
 * ChainIDs of every stack from the base up to each layer, base first (image-spec config.md, Layer ChainID). Null from
 * the first layer on whose diffID is not known.
 */
export function chainIDs(diffIDs: readonly (DiffID | null)[]): readonly (ChainID | null)[] {
  const chain: (ChainID | null)[] = [];
  for (const [layer, diffID] of diffIDs.entries()) {
    const below = layer === 0 ? undefined : chain[layer - 1];
    chain.push(below === null || diffID === null ? null : stack(below, diffID));
  }
  return chain;
}

function stack(below: ChainID | undefined, diffID: DiffID): ChainID {
  if (below === undefined) return diffID as string as ChainID;
  return `sha256:${createHash('sha256').update(`${below} ${diffID}`).digest('hex')}` as ChainID;
}
