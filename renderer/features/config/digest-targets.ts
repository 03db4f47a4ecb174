import type { ImageDocument } from '../../../shared/model/document.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';

/** What a digest in a document names, as far as this image has it. */
export type DigestTarget =
  | { readonly kind: 'document'; readonly index: number }
  | { readonly kind: 'layer'; readonly layer: number };

/**
 * Every digest of the image's documents, layer blobs and diffIDs. A document wins over a layer, and where two layers
 * are the same bytes the lower one is named.
 */
export function digestTargets(
  documents: readonly ImageDocument[],
  layers: readonly LayerSummary[],
): ReadonlyMap<string, DigestTarget> {
  const targets = new Map<string, DigestTarget>();
  for (const { index, digest, diffID } of layers.toReversed())
    for (const name of [digest, diffID]) if (name !== null) targets.set(name, { kind: 'layer', layer: index });
  for (const [index, { digest }] of documents.entries()) targets.set(digest, { kind: 'document', index });
  return targets;
}
