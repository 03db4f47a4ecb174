import type { StoredImage, StoredLayer } from '../sources/source.ts';
import { sameTree } from '../view/same-tree.ts';
import type { Pool } from '../work/pool.ts';
import type { KeptIndexes } from './kept-indexes.ts';
import { partsOf } from './loaded-image.ts';
import type { LoadedImage } from '../opened.ts';

/*
 * A window shows a large eStargz or zstd:chunked image, or one with a SOCI index, by its tables of contents, at once and without being
 * asked: what someone wants of 5 GB is mostly to look around, and the tree is there in the time of reading a few
 * megabytes of JSON. It is a claim, so it is marked as one and nothing that must be right rests on it: sizes, findings,
 * search, packages, exports, containers and comparisons wait for `load`; a body is checked before a byte of it is shown.
 * `load` runs meanwhile and never looks at a table; its answer takes the preview's place. When the tables were right every
 * row keeps its number and its path ID, so nothing moves on screen; when not, the window says so.
 */

/** Stored bytes of compressed layers that are read before anyone minds the wait: a tenth of a second. */
const SOON_BYTES = 8 << 20;

/** A person waits for it. */
const PRIORITY = 2;

interface PreviewParts {
  readonly stored: StoredImage;
  readonly pool: Pool;
  readonly indexes: KeptIndexes;
  readonly signal: AbortSignal;
}

/**
 * Whether an image is there much sooner from the tables of contents that its layers bring: those layers are large, and
 * what must be read all the same is not.
 */
export async function isSoonerByTables({ stored, pool, indexes, signal }: PreviewParts): Promise<boolean> {
  const layers = stored.layers.filter(isCompressed);
  if (sizeOf(layers) < SOON_BYTES) return false;
  const work = { signal, priority: PRIORITY };
  const found = await Promise.all(
    layers.map(async (layer) => ({
      layer,
      brings: layer.ztoc !== undefined || (await pool.run('bringsToc', layer, work)),
    })),
  );
  if (!found.some(({ brings }) => brings)) return false;
  const onDisk = await indexes.find(layers, work);
  const unread = found.filter((_, at) => !onDisk.has(at));
  const [tables, others] = [true, false].map((brings) => unread.filter((one) => one.brings === brings));
  const bytes = (some: typeof unread = []) => sizeOf(some.map(({ layer }) => layer));
  return bytes(tables) >= SOON_BYTES && bytes(others) < SOON_BYTES;
}

/** Whether a layer of a preview is not read yet. */
export function isClaimed(image: LoadedImage): boolean {
  return partsOf(image).state.indexed.some((layer) => layer?.claimed !== undefined);
}

/** Whether the layers hold what the tables of a preview said. */
export function claimsHeld(preview: LoadedImage, read: LoadedImage): boolean {
  const [before, now] = [partsOf(preview), partsOf(read)];
  const borneOut = now.state.indexed.every(
    (layer, at) =>
      !before.state.indexed[at]?.claimed ||
      (layer !== undefined &&
        layer.damage === undefined &&
        !layer.warnings.some(({ code }) => code.startsWith('toc-'))),
  );
  return borneOut && sameTree(before.stack.table, now.stack.table);
}

type PresentLayer = StoredLayer & { readonly region: NonNullable<StoredLayer['region']> };

function isCompressed(layer: StoredLayer): layer is PresentLayer {
  return layer.region !== null && layer.problem === undefined && layer.compression !== 'none';
}

function sizeOf(layers: readonly PresentLayer[]): number {
  return layers.reduce((sum, { region }) => sum + region.size, 0);
}
