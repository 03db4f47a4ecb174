import type { ReadSide, SideOptions } from './load-sides.ts';
import { diffIDOf, isVerified } from './shared-layers.ts';

/** What tells layers of one content, base first; undefined for one that could not be read. */
export type LayerKeys = readonly (string | undefined)[];

/** A person waits for it. */
const PRIORITY = 1;

/**
 * The diffIDs of both sides: as computed where that was done, else as claimed, else computed now. Always computed when
 * all is to be verified, and where two layers that claim one diffID are seen to differ.
 */
export async function layerKeys(
  a: ReadSide,
  b: ReadSide,
  options: SideOptions,
): Promise<readonly [LayerKeys, LayerKeys]> {
  const all = () => Promise.all([a, b].map(async (side) => keysOf(side, options)));
  const [before, after] = (await all()) as [LayerKeys, LayerKeys];
  const liars = await Promise.all(
    before.flatMap((key, i) =>
      after.flatMap((other, j) => (key !== undefined && key === other ? [exposed(a, i, b, j, options)] : [])),
    ),
  );
  return liars.some(Boolean) ? ((await all()) as [LayerKeys, LayerKeys]) : [before, after];
}

async function keysOf(side: ReadSide, options: SideOptions): Promise<LayerKeys> {
  const { state } = side.parts;
  return Promise.all(
    side.indexed.map(async (layer, at) => {
      if (!layer) return undefined;
      const number = side.from + at;
      const known = diffIDOf(state, number);
      if (known === null || (options.verify && !isVerified(state, number))) await computeKey(side, at, options);
      const diffID = diffIDOf(state, number);
      // A claim that nobody has checked must not make different tars equal: their sizes and entries would differ.
      return diffID === null ? undefined : `${diffID} ${layer.tarSize} ${layer.index.length}`;
    }),
  );
}

async function computeKey({ parts: { state }, indexed, from }: ReadSide, at: number, { pool, signal }: SideOptions) {
  const layer = indexed[at];
  if (!layer || layer.damage !== undefined || isVerified(state, from + at)) return;
  const { region, compression } = layer;
  const hashes = await pool.run('hashLayer', { region, compression }, { signal, priority: PRIORITY });
  state.learn({ layer: from + at, ...hashes });
}

/** Whether two layers that claim one diffID were seen to differ, and so were hashed. */
async function exposed(a: ReadSide, i: number, b: ReadSide, j: number, options: SideOptions): Promise<boolean> {
  const [one, other] = [a.indexed[i], b.indexed[j]];
  if (!one || !other || one.compression !== 'none' || other.compression !== 'none') return false;
  // One index for both: the blocks were compared when it was shared.
  if (one.index === other.index) return false;
  if (isVerified(a.parts.state, a.from + i) && isVerified(b.parts.state, b.from + j)) return false;
  const regions = { one: one.region, other: other.region };
  if (await options.pool.run('haveSameBlocks', regions, { signal: options.signal, priority: PRIORITY })) return false;
  await computeKey(a, i, options);
  await computeKey(b, j, options);
  return true;
}
