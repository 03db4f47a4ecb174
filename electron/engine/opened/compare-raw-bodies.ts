import { kindOfKeys, UNDECIDED } from '../compare/compare-rows.ts';
import type { RawPairs, UnionTree, WantedRows } from '../compare/union-tree.ts';
import type { WorkOptions } from '../opened.ts';
import type { Pool } from '../work/pool.ts';
import { readableBodies } from './compare-contents.ts';
import type { LoadedSide } from './compared-side.ts';

/** A person waits for it. */
const PRIORITY = 1;
/** Pairs of one job, so that several threads have work. */
const AT_ONCE = 100_000;

/**
 * Decides in the tree which files of raw layers are the same. What differs stays undecided: its hashes are shown.
 * @returns rows of each side's layers, ascending, that are to be hashed for that
 */
export async function compareRawBodies(
  tree: UnionTree,
  pairs: readonly RawPairs[],
  [a, b]: readonly [LoadedSide, LoadedSide],
  { pool, signal, onProgress }: WorkOptions & { readonly pool: Pool },
): Promise<readonly [before: WantedRows, after: WantedRows]> {
  const left: readonly [number[][], number[][]] = [a.indexed.map(() => []), b.indexed.map(() => [])];
  const total = pairs.reduce((sum, group) => sum + bytesOf(a, group), 0);
  let done = 0;
  await Promise.all(
    pairs.flatMap(inParts).map(async ({ layerBefore, layerAfter, rows, rowsBefore, rowsAfter }) => {
      const [before, after] = [a.indexed[layerBefore], b.indexed[layerAfter]];
      if (!before || !after) return;
      let told = 0;
      const input = {
        before: readableBodies(before, rowsBefore),
        after: readableBodies(after, rowsAfter),
        rowsBefore,
        rowsAfter,
      };
      const tell = (bytes: number) => {
        done += bytes - told;
        told = bytes;
        onProgress?.({ stage: 'comparing', done, total });
      };
      const same = await pool.run('compareBodies', input, { signal, priority: PRIORITY, onProgress: tell });
      for (let at = 0; at < same.length; at++) {
        const row = rows[at]!;
        if (same[at] === 1) {
          tree.keys[row] = tree.keys[row]! & ~UNDECIDED;
          tree.kind[row] = kindOfKeys(tree.keys[row]);
          continue;
        }
        left[0][layerBefore]!.push(rowsBefore[at]!);
        left[1][layerAfter]!.push(rowsAfter[at]!);
      }
    }),
  );
  return [left[0].map(ascending), left[1].map(ascending)];
}

function inParts(pairs: RawPairs): readonly RawPairs[] {
  const { layerBefore, layerAfter, rows, rowsBefore, rowsAfter } = pairs;
  return Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, part) => {
    const [from, to] = [part * AT_ONCE, (part + 1) * AT_ONCE];
    return {
      layerBefore,
      layerAfter,
      rows: rows.subarray(from, to),
      rowsBefore: rowsBefore.subarray(from, to),
      rowsAfter: rowsAfter.subarray(from, to),
    };
  });
}

function bytesOf({ indexed }: LoadedSide, { layerBefore, rowsBefore }: RawPairs): number {
  const size = indexed[layerBefore]?.index.size;
  return size ? rowsBefore.reduce((sum, row) => sum + size[row]!, 0) : 0;
}

const ascending = (rows: readonly number[]) => Int32Array.from(rows).toSorted();
