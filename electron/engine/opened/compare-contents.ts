import type { Warning } from '../../../shared/model/warning.ts';
import { BODY, emptyDigests, type HashedBodies } from '../tar/hashed-bodies.ts';
import type { WantedRows } from '../compare/union-tree.ts';
import type { WorkOptions } from '../opened.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { ENTRY_FLAG } from '../tar/tar-index.ts';
import type { Pool } from '../work/pool.ts';
import type { LoadedSide } from './compared-side.ts';

export interface HashedContents {
  /** For each side, layer → digests. */
  readonly digests: readonly [readonly (HashedBodies | undefined)[], readonly (HashedBodies | undefined)[]];
  readonly warnings: readonly Warning[];
}

interface Wanted {
  readonly layer: IndexedLayer;
  rows: Int32Array;
  digests: HashedBodies;
  readonly number: number;
}

/** What was hashed stays as long as the layer is in memory: another comparison does not read it again. */
const known = new WeakMap<IndexedLayer, HashedBodies>();

const PRIORITY = 1;

/** Hashes the wanted bodies, a layer a job, each layer once even when both sides share it. */
export async function hashWanted(
  sides: readonly [LoadedSide, LoadedSide],
  wanted: readonly [WantedRows, WantedRows],
  { pool, signal, onProgress }: WorkOptions & { readonly pool: Pool },
): Promise<HashedContents> {
  const byID = new Map<number, Wanted>();
  for (const [at, side] of sides.entries()) {
    for (const [number, layer] of side.indexed.entries()) {
      if (!layer) continue;
      const rows = unhashed(wanted[at]![number]!, digestsOf(layer));
      const id = side.layerIDs[number]!;
      const other = byID.get(id);
      if (other) other.rows = merged(other.rows, rows);
      else byID.set(id, { layer, rows, digests: digestsOf(layer), number: side.from + number });
    }
  }
  const total = [...byID.values()].reduce((sum, { layer, rows }) => sum + bytesOf(layer, rows), 0);
  const done = new Map<Wanted, number>();
  const warnings: Warning[] = [];
  await Promise.all(
    [...byID.values()].map(async (job) => {
      const { layer, rows, digests, number } = job;
      if (rows.length === 0) return;
      const tell = (bytes: number) => {
        done.set(job, bytes);
        onProgress?.({ stage: 'comparing', done: [...done.values()].reduce((a, b) => a + b, 0), total, layer: number });
      };
      const problem = await pool.run(
        'hashBodies',
        { layer: readableBodies(layer, rows), rows, digests },
        { signal, priority: PRIORITY, onProgress: tell },
      );
      if (problem !== undefined) warnings.push({ code: 'content-unreadable', message: problem, layer: number });
    }),
  );
  const find = (side: LoadedSide) => side.indexed.map((_, number) => byID.get(side.layerIDs[number]!)?.digests);
  return { digests: [find(sides[0]), find(sides[1])], warnings };
}

function digestsOf(layer: IndexedLayer): HashedBodies {
  const digests = known.get(layer) ?? layer.bodies ?? emptyDigests(layer.index.length);
  known.set(layer, digests);
  return digests;
}

/** What an earlier comparison hashed, or the pass over a compressed layer, is not read again. */
function unhashed(rows: Int32Array, { state }: HashedBodies): Int32Array {
  return rows.filter((row) => state[row] !== BODY.hashed);
}

function merged(a: Int32Array, b: Int32Array): Int32Array {
  return Int32Array.from(new Set([...a, ...b])).toSorted();
}

function bytesOf({ index }: IndexedLayer, rows: Int32Array): number {
  let bytes = 0;
  for (const row of rows) bytes += index.size[row]!;
  return bytes;
}

/** What a worker needs to read these bodies: of the rare fields only the maps of sparse files. */
export function readableBodies({ region, restart, tarSize, index }: IndexedLayer, rows: Int32Array) {
  const rare = new Map();
  for (const row of rows) if (index.flags[row]! & ENTRY_FLAG.sparse) rare.set(row, index.rare.get(row));
  return { region, restart, tarSize, index: { ...index, rare } };
}
