import { OutcropError } from '../../../shared/errors.ts';
import type { CompareOptions, LoadedImage, OpenedImage } from '../opened.ts';
import type { Pool } from '../work/pool.ts';
import type { LoadedSide } from './compared-side.ts';
import { partsOf } from './loaded-image.ts';
import { hashUnshared, isLoaded, loadSharing } from './opened-image.ts';
import { createStack } from './stack.ts';

export interface SideRequest {
  readonly image: OpenedImage;
  readonly layers?: { readonly from: number; readonly to: number } | undefined;
}

/** A side whose layers have no number yet. */
export type ReadSide = Omit<LoadedSide, 'layerIDs'>;

export type SideOptions = CompareOptions & { readonly pool: Pool };

/** A person waits for it. */
const PRIORITY = 1;

/** Loads both images; what the second shares with the first is not read again, unless all is to be verified. */
export async function loadSides(
  before: SideRequest,
  after: SideRequest,
  options: SideOptions,
): Promise<readonly [ReadSide, ReadSide]> {
  for (const { image } of [before, after]) requireImage(image);
  const { signal, onProgress, verify } = options;
  const work = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const [first, second] = isLoaded(after.image) ? [after, before] : [before, after];
  hashUnshared(before.image, after.image);
  hashUnshared(after.image, before.image);
  const one = await first.image.load(work);
  const other = verify ? await second.image.load(work) : await loadSharing(second.image, partsOf(one).state, work);
  const [a, b] = first === before ? [one, other] : [other, one];
  return [await sideOf(before, a, options), await sideOf(after, b, options)];
}

function requireImage({ summary, source }: OpenedImage): void {
  if (summary.kind === 'image') return;
  throw new OutcropError(
    'not-an-image',
    `${source.path} holds an ${summary.kind} there, which has no tree to compare; choose an image.`,
  );
}

async function sideOf(
  { image, layers }: SideRequest,
  loaded: LoadedImage,
  { pool, signal }: SideOptions,
): Promise<ReadSide> {
  const parts = partsOf(loaded);
  const top = loaded.layers.length - 1;
  const { from, to } = layers ?? { from: 0, to: top };
  if (layers && !(from <= to && to <= top))
    throw new OutcropError(
      from > to ? 'bad-request' : 'no-such-layer',
      `${image.source.path} has no layers ${from} to ${to}; ${top < 0 ? 'it has none' : `they are 0 to ${top}`}, base first.`,
      { layer: to },
    );
  const indexed = parts.state.indexed.slice(from, to + 1);
  if (from === 0 && to === top) return { parts, from, to, stack: parts.stack, indexed };
  const indexes = indexed.map((layer) => layer?.index);
  const input = { indexes: indexes.map((index) => index && { ...index, rare: new Map() }), limits: parts.limits };
  const { table } = await pool.run('merge', input, { signal, priority: PRIORITY });
  return { parts, from, to, stack: createStack(table, indexes, pool), indexed };
}
