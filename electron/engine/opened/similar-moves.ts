import { DEFAULT_LIMITS } from '../limits/limits.ts';
import type { SimilarMoves } from '../../../shared/model/compare.ts';
import { kindCode } from '../compare/compare-rows.ts';
import { setPartners } from '../compare/pair-moves.ts';
import type { SketchedFiles } from '../compare/pair-similar.ts';
import { fileSize } from '../compare/unite-trees.ts';
import type { WorkOptions } from '../opened.ts';
import { readableBodies } from './compare-contents.ts';
import type { ComparisonParts, LoadedSide } from './compared-side.ts';

/** A person waits for it. */
const PRIORITY = 1;

/** Pairs removed and added text files that are alike, when it is first asked for; from then on rows know it. */
export function createSimilarMoves(parts: ComparisonParts): (options?: WorkOptions) => Promise<SimilarMoves> {
  let found: SimilarMoves | undefined;
  return async (options = {}) => (found ??= await findSimilar(parts, options));
}

async function findSimilar(parts: ComparisonParts, options: WorkOptions): Promise<SimilarMoves> {
  const { tree, before, after, pool } = parts;
  const removed = candidates(parts, before, 'removed');
  const added = candidates(parts, after, 'added');
  const skipped = removed.skipped + added.skipped;
  if (removed.count === 0 || added.count === 0) return { pairs: 0, skipped };
  const total = removed.bytes + added.bytes;
  const done = [0, 0];
  const tell = (side: 0 | 1) => (bytes: number) => {
    done[side] = bytes;
    options.onProgress?.({ stage: 'comparing', done: done[0]! + done[1]!, total });
  };
  const [olds, news] = await Promise.all([
    sketch(parts, before, removed, options, tell(0)),
    sketch(parts, after, added, options, tell(1)),
  ]);
  const { names, nameOffset, nameLength } = tree;
  const input = { names: { names, nameOffset, nameLength }, removed: olds, added: news };
  const pairs = await pool.run('pairSimilar', input, { signal: options.signal, priority: PRIORITY });
  for (const pair of pairs) setPartners(tree, pair.removed, pair.added, pair.percent);
  return { pairs: pairs.length, skipped };
}

interface Candidates {
  /** Layer → rows of its index, ascending, with the row of the union of each. */
  readonly layers: readonly { readonly row: number; readonly union: number }[][];
  readonly count: number;
  readonly bytes: number;
  /** Files beyond the limits. */
  readonly skipped: number;
}

function candidates({ tree }: ComparisonParts, side: LoadedSide, kind: 'removed' | 'added'): Candidates {
  const { table } = side.stack;
  // Of one side, the first in the order of the tree.
  const { limits = DEFAULT_LIMITS } = side.parts;
  const versions = kind === 'removed' ? tree.before : tree.after;
  const code = kindCode(kind);
  const seen = new Set<number>();
  const layers: { row: number; union: number }[][] = side.indexed.map(() => []);
  let [count, bytes, skipped] = [0, 0, 0];
  for (let union = 1; union < tree.length; union++) {
    if (tree.kind[union] !== code || tree.partner[union] !== -1) continue;
    const version = versions[union]!;
    const size = fileSize(side.stack, version);
    const inode = table.inode[version]!;
    if (size === 0 || seen.has(inode)) continue;
    seen.add(inode);
    if (
      size > limits['similar-file-bytes'] ||
      count === limits['similar-files'] ||
      bytes + size > limits['similar-bytes']
    ) {
      skipped++;
      continue;
    }
    layers[table.layer[inode]!]!.push({ row: table.row[inode]!, union });
    count++;
    bytes += size;
  }
  for (const files of layers) files.sort((a, b) => a.row - b.row);
  return { layers, count, bytes, skipped };
}

async function sketch(
  { pool }: ComparisonParts,
  side: LoadedSide,
  { layers }: Candidates,
  { signal }: WorkOptions,
  tell: (bytes: number) => void,
): Promise<readonly SketchedFiles[]> {
  const done = layers.map(() => 0);
  const jobs = layers.map(async (files, number): Promise<SketchedFiles[]> => {
    const layer = side.indexed[number];
    if (!layer || files.length === 0) return [];
    const rows = Int32Array.from(files, ({ row }) => row);
    const onProgress = (bytes: number) => {
      done[number] = bytes;
      tell(done.reduce((a, b) => a + b, 0));
    };
    const input = { layer: readableBodies(layer, rows), rows };
    const sketches = await pool.run('sketchLines', input, { signal, priority: PRIORITY, onProgress });
    return [{ rows: Int32Array.from(files, ({ union }) => union), sketches }];
  });
  return (await Promise.all(jobs)).flat();
}
