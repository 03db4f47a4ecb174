import { TYPE_CODES } from '../tar/tar-index.ts';
import { compareVersionRows, keyBit, kindCode, UNDECIDED, type VersionSide } from './compare-rows.ts';
import { nameOf, setPartners } from './pair-moves.ts';
import type { UnionTree } from './union-tree.ts';

const REMOVED = kindCode('removed');
const ADDED = kindCode('added');
const DIR = TYPE_CODES.indexOf('dir');
const FILE = TYPE_CODES.indexOf('file');
const LINK = TYPE_CODES.indexOf('symlink');
/** What makes a link or an empty file another one. */
const SUBSTANCE = keyBit('type') | keyBit('content') | keyBit('size') | keyBit('linkTarget');

/**
 * Pairs removed folders with added ones that hold the same, name for name: a folder that was moved or renamed is one
 * move, not one for each file. Files must be paired already. Linear; writes `partner`.
 */
export function pairFolders(tree: UnionTree, a: VersionSide, b: VersionSide): void {
  // Children come before their folder, so that folders in a moved folder are paired first.
  for (let row = tree.length - 1; row > 0; row--) {
    if (tree.type[row] !== DIR || tree.kind[row] !== REMOVED || tree.partner[row] !== -1) continue;
    const folder = targetOf(tree, row);
    if (folder !== -1 && holdTheSame(tree, row, folder, a, b)) setPartners(tree, row, folder, 100);
  }
}

/** The added folder that holds the partner of the first child that has one; -1: none. */
function targetOf(tree: UnionTree, folder: number): number {
  for (let child = folder + 1; child < tree.end[folder]!; child = tree.end[child]!) {
    const partner = tree.partner[child]!;
    if (partner === -1) continue;
    const target = tree.parent[partner]!;
    const isFree =
      target > 0 && tree.kind[target] === ADDED && tree.type[target] === DIR && tree.partner[target] === -1;
    return isFree ? target : -1;
  }
  return -1;
}

/** Both folders list their children by the bytes of their names. */
function holdTheSame(tree: UnionTree, removed: number, added: number, a: VersionSide, b: VersionSide): boolean {
  let one = removed + 1;
  let other = added + 1;
  for (; one < tree.end[removed]! && other < tree.end[added]!; one = tree.end[one]!, other = tree.end[other]!) {
    if (nameOf(tree, one) !== nameOf(tree, other)) return false;
    if (tree.partner[one] === other) continue;
    // Files of some size are the same only if their hashes said so.
    if (tree.partner[one] !== -1 || tree.partner[other] !== -1) return false;
    if (tree.type[one] !== FILE && tree.type[one] !== LINK) return false;
    const [before, after] = [tree.before[one]!, tree.after[other]!];
    if (before === -1 || after === -1) return false;
    const keys = compareVersionRows(a, before, b, after);
    if ((keys & (SUBSTANCE | UNDECIDED)) !== 0) return false;
  }
  return one >= tree.end[removed]! && other >= tree.end[added]!;
}
