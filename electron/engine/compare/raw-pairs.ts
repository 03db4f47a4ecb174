import { sharedColumn } from '../bytes/shared-column.ts';
import { ENTRY_FLAG } from '../tar/tar-index.ts';
import type { RawPairs, TreeSide } from './union-tree.ts';

/** Collects pairs of files whose bodies can be compared as they lie in their layers. */
export function createPairs(a: TreeSide, b: TreeSide) {
  const groups = new Map<number, number[]>();
  const width = b.isRaw.length;

  /** @returns whether both bodies lie in raw layers, without holes */
  const take = (row: number, before: number, after: number): boolean => {
    const [inodeA, inodeB] = [a.table.inode[before]!, b.table.inode[after]!];
    const [layerA, layerB] = [a.table.layer[inodeA]!, b.table.layer[inodeB]!];
    if (a.isRaw[layerA] === 0 || b.isRaw[layerB] === 0) return false;
    const [rowA, rowB] = [a.table.row[inodeA]!, b.table.row[inodeB]!];
    if ((a.indexes[layerA]!.flags[rowA]! | b.indexes[layerB]!.flags[rowB]!) & ENTRY_FLAG.sparse) return false;
    const key = layerA * width + layerB;
    const group = groups.get(key);
    if (group) group.push(row, rowA, rowB);
    else groups.set(key, [row, rowA, rowB]);
    return true;
  };

  const all = (): readonly RawPairs[] =>
    Array.from(groups, ([key, triples]) => {
      const count = triples.length / 3;
      const order = Int32Array.from({ length: count }, (_, i) => i).toSorted(
        (x, y) => triples[3 * x + 1]! - triples[3 * y + 1]!,
      );
      const column = (part: number) => {
        const values = sharedColumn(Int32Array, count);
        for (let i = 0; i < count; i++) values[i] = triples[3 * order[i]! + part]!;
        return values;
      };
      return {
        layerBefore: Math.floor(key / width),
        layerAfter: key % width,
        rows: column(0),
        rowsBefore: column(1),
        rowsAfter: column(2),
      };
    });

  return { take, all };
}
