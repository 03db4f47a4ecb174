import type { Region } from '../bytes/region.ts';
import type { StoredLayer } from '../sources/source.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { Pool } from '../work/pool.ts';
import type { ImageState } from './image-state.ts';

/** An index that was made of another layer. */
export interface SharedLayer {
  readonly layer: IndexedLayer;
  /** It is another place on disk, whose content is the same by its digest only. Nobody has computed it yet. */
  readonly isAssumed: boolean;
}

/** Which layers of an image need not be read, because another image's layers are the same. By index, base 0. */
export type SharedLayers = ReadonlyMap<number, SharedLayer>;

/** A person waits for it. */
const PRIORITY = 1;

/**
 * Looks for layers of an image that is not read yet among those of one that is. Raw layers are the same by diffID and
 * size, compressed ones by blob digest and size: an index holds for those very bytes. What claims a digest and holds
 * something else altogether is found out by a few blocks.
 */
export async function findSharedLayers(
  unread: { readonly stored: readonly StoredLayer[]; readonly state: ImageState },
  read: ImageState,
  { pool, signal }: { readonly pool: Pool; readonly signal?: AbortSignal | undefined },
): Promise<SharedLayers> {
  const shared = new Map<number, SharedLayer>();
  await Promise.all(
    unread.stored.map(async ({ region, compression, problem }, number) => {
      const { digest, diffID } = unread.state.layers[number] ?? {};
      if (!region || problem !== undefined || unread.state.kept[number]) return;
      const at = read.indexed.findIndex((layer, other) => {
        if (!layer || layer.damage !== undefined || layer.region.size !== region.size) return false;
        if (isSameRegion(layer.region, region)) return true;
        if (layer.compression !== compression) return false;
        const [known, wanted] =
          compression === 'none' ? [diffIDOf(read, other), diffID] : [digestOf(read, other), digest];
        return known !== null && known === wanted;
      });
      const layer = read.indexed[at];
      if (!layer) return;
      if (isSameRegion(layer.region, region)) shared.set(number, { layer, isAssumed: false });
      else if (await pool.run('haveSameBlocks', { one: layer.region, other: region }, { signal, priority: PRIORITY }))
        shared.set(number, { layer: atRegion(layer, region), isAssumed: true });
    }),
  );
  return shared;
}

/** The diffID of a layer as it was computed, else as it is claimed. */
export function diffIDOf(state: ImageState, layer: number): string | null {
  return state.indexed[layer]?.diffID ?? actual(state, 'diffID', layer) ?? state.layers[layer]?.diffID ?? null;
}

/** Whether the diffID was computed from this layer's own bytes, and not only claimed. */
export function isVerified(state: ImageState, layer: number): boolean {
  return (state.indexed[layer]?.diffID ?? actual(state, 'diffID', layer)) !== null;
}

function digestOf(state: ImageState, layer: number): string | null {
  return state.indexed[layer]?.digest ?? actual(state, 'blob', layer) ?? state.layers[layer]?.digest ?? null;
}

function actual({ integrity }: ImageState, kind: 'blob' | 'diffID', layer: number): string | null {
  return integrity.find((item) => item.kind === kind && item.layer === layer)?.actual ?? null;
}

/** What was computed of the other layer's bytes says nothing of these. */
function atRegion(layer: IndexedLayer, region: Region): IndexedLayer {
  const { compression, index, tarSize, restart, warnings } = layer;
  return { region, compression, index, tarSize, restart, warnings };
}

function isSameRegion(one: Region, other: Region): boolean {
  return one.file === other.file && one.offset === other.offset && one.size === other.size;
}
