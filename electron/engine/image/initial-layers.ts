import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';
import type { ChainID, DiffID } from '../../../shared/oci/digest.ts';
import type { StoredLayer } from '../sources/source.ts';

interface StackFacts {
  readonly diffIDs: readonly (DiffID | null)[];
  readonly chainIDs: readonly (ChainID | null)[];
  readonly history: readonly HistoryRow[];
}

/** The stack as it is known before any layer is read, base first. */
export function initialLayers(
  stored: readonly StoredLayer[],
  { diffIDs, chainIDs, history }: StackFacts,
): readonly LayerSummary[] {
  const rows = new Map(history.flatMap((row) => (row.layer === null ? [] : [[row.layer, row] as const])));
  return stored.map((layer, index) => ({
    index,
    digest: layer.digest,
    diffID: diffIDs[index] ?? null,
    chainID: chainIDs[index] ?? null,
    mediaType: layer.mediaType,
    compression: layer.compression,
    blobSize: layer.region?.size ?? 0,
    tarSize: layer.region !== null && layer.compression === 'none' ? layer.region.size : null,
    contentSize: null,
    entries: null,
    added: null,
    changed: null,
    removed: null,
    createdBy: rows.get(index)?.createdBy ?? null,
    created: rows.get(index)?.created ?? null,
    state: stateOf(layer),
    ...(layer.problem !== undefined && { problem: layer.problem }),
  }));
}

function stateOf({ region, problem }: StoredLayer): LayerSummary['state'] {
  if (region === null) return 'absent';
  return problem === undefined ? 'waiting' : 'damaged';
}
