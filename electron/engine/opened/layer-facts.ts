import type { IntegrityItem } from '../../../shared/model/integrity.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { ChainID } from '../../../shared/oci/digest.ts';
import type { ComputedDigests } from '../image/integrity-items.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { ENTRY_FLAG, TYPE_CODES, type TarIndex } from '../tar/tar-index.ts';

/** The summaries with computed digests where the source claims none; a claim is never overwritten. */
export function withComputed(
  layers: readonly LayerSummary[],
  integrity: readonly IntegrityItem[],
  { layer: changed, digest, diffID, tarSize, damage }: ComputedDigests,
): readonly LayerSummary[] {
  const chain = new Map(
    integrity.flatMap((item) => (item.kind === 'chainID' ? [[item.layer, item.actual] as const] : [])),
  );
  return layers.map((layer) => {
    const mine = layer.index === changed;
    return {
      ...layer,
      digest: layer.digest ?? (mine ? (digest ?? null) : null),
      diffID: layer.diffID ?? (mine ? (diffID ?? null) : null),
      chainID: layer.chainID ?? (chain.get(layer.index) as ChainID | null | undefined) ?? null,
      tarSize: layer.tarSize ?? (mine ? (tarSize ?? null) : null),
      ...(mine && damage !== undefined && { state: 'damaged' as const, problem: layer.problem ?? damage }),
    };
  });
}

/** The summary of a layer that was read; counts against the tree below follow when the stack is merged. */
export function withIndexed(
  layer: LayerSummary,
  { index, compression, tarSize, damage, claimed }: IndexedLayer,
): LayerSummary {
  return {
    ...layer,
    compression,
    tarSize: claimed ? layer.tarSize : tarSize,
    entries: index.length,
    contentSize: contentSize(index),
    state: damage === undefined ? (claimed ? 'claimed' : 'ready') : 'damaged',
    ...(damage !== undefined && { problem: damage }),
  };
}

const FILE = TYPE_CODES.indexOf('file');

/** Bytes of regular files; markers are empty, and a hard link adds nothing. */
export function contentSize({ length, type, size, flags }: TarIndex): number {
  let sum = 0;
  for (let row = 0; row < length; row++) {
    if (type[row] === FILE && (flags[row]! & ENTRY_FLAG.skipped) === 0) sum += size[row]!;
  }
  return sum;
}
