import { IGNORE_PRESET_NAMES, IGNORE_PRESETS } from '../../../shared/model/ignore-presets.ts';
import { sharedColumn } from '../bytes/shared-column.ts';
import { matchPattern } from '../view/path-pattern.ts';
import type { UnionTree } from './union-tree.ts';

type Names = Pick<UnionTree, 'length' | 'parent' | 'names' | 'nameOffset' | 'nameLength'>;

/**
 * Row → one bit for each list of noise that names it or a folder it lies in, in the order of IGNORE_PRESET_NAMES.
 * @param lowered `lowerNames(tree.names)`
 */
export function noiseMarks(tree: Names, lowered: Uint8Array): Uint8Array {
  const marks = sharedColumn(Uint8Array, tree.length);
  for (const [bit, preset] of IGNORE_PRESET_NAMES.entries())
    markGlobs(tree, lowered, IGNORE_PRESETS[preset], marks, 1 << bit);
  return marks;
}

/** Row → 1 for what one of these globs names, and all below it; undefined when there is none. */
export function globMarks(tree: Names, lowered: Uint8Array, globs: readonly string[]): Uint8Array | undefined {
  if (globs.length === 0) return undefined;
  const marks = new Uint8Array(tree.length);
  markGlobs(tree, lowered, globs, marks, 1);
  return marks;
}

function markGlobs(tree: Names, lowered: Uint8Array, globs: readonly string[], marks: Uint8Array, bit: number): void {
  const { length, parent } = tree;
  for (const text of globs) {
    const found = matchPattern(tree, lowered, { kind: 'glob', text, ignoreCase: false });
    for (let row = 1; row < length; row++) if (found[row] === 1) marks[row]! |= bit;
  }
  for (let row = 1; row < length; row++) marks[row]! |= marks[parent[row]!]! & bit;
}
