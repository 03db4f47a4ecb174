import { DIFFERENCE_KINDS, type DifferenceViewSpec } from '../../../shared/model/compare.ts';
import { IGNORE_PRESET_NAMES, type IgnorePreset } from '../../../shared/model/ignore-presets.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { matchPattern } from '../view/path-pattern.ts';
import { keyBit, kindCode } from './compare-rows.ts';
import { globMarks } from './noise-marks.ts';
import type { UnionTree } from './union-tree.ts';

export interface KeepInput {
  readonly tree: UnionTree;
  readonly lowered: Uint8Array;
  /** `noiseMarks` of the tree. */
  readonly noise: Uint8Array;
  /** Row → 1 + position of its package; undefined when packages were not read. */
  readonly owner: Int32Array | undefined;
  /** Position of the package asked for, -1 for one that is not there; undefined for all. */
  readonly wanted: number | undefined;
  /** Row → layer, and the one that is asked for; undefined for all. */
  readonly byLayer: { readonly layers: Int32Array; readonly wanted: number } | undefined;
  /** Row → 1: reviewed. */
  readonly reviewed: Uint8Array;
  readonly spec: DifferenceViewSpec;
}

export interface Kept {
  /** 0: dropped, 1: a folder above a match, 2: a match. */
  readonly kept: Uint8Array;
  /** Paths that would match but for noise. */
  readonly ignored: number;
  /** Of the paths that match, noise left aside, how many each list names; zeros are left out. */
  readonly noise: Readonly<Partial<Record<IgnorePreset, number>>>;
}

const FOLDER = TYPE_CODES.indexOf('dir');
const ONE_SIDED = [kindCode('added'), kindCode('removed')];

/** Which paths a view of differences shows. Linear. */
export function keepDifferences(input: KeepInput): Kept {
  const { tree, noise, spec } = input;
  const { length, parent } = tree;
  const isAsked = askedFor(input);
  const wantedKeys = (spec.keys ?? []).reduce((bits, key) => bits | keyBit(key), 0);
  const globs = globMarks(tree, input.lowered, spec.ignoreGlobs ?? []);
  const unwanted = IGNORE_PRESET_NAMES.reduce(
    (bits, name, at) => bits | (spec.ignore?.includes(name) ? 1 << at : 0),
    0,
  );
  // How many paths have each combination of noise: five bits.
  const combinations = new Float64Array(256);
  const kept = new Uint8Array(length);
  let ignored = 0;
  kept[0] = 1;
  for (let row = 1; row < length; row++) {
    if (!isAsked(row) || (wantedKeys !== 0 && !hasKey(tree, row, wantedKeys))) continue;
    combinations[noise[row]!]!++;
    if ((noise[row]! & unwanted) !== 0 || globs?.[row] === 1) ignored++;
    else kept[row] = 2;
  }
  for (let row = length - 1; row > 0; row--) if (kept[row] !== 0 && kept[parent[row]!] === 0) kept[parent[row]!] = 1;
  return { kept, ignored, noise: countNoise(combinations) };
}

function askedFor({ tree, lowered, owner, wanted, byLayer, reviewed, spec }: KeepInput): (row: number) => boolean {
  const { parent, kind, partner, type } = tree;
  const isWanted = new Uint8Array(DIFFERENCE_KINDS.length);
  for (const name of spec.kinds) isWanted[kindCode(name)] = 1;
  const named = spec.filter === '' ? undefined : matchFilter(tree, lowered, spec.filter);
  if (named) for (let row = 1; row < tree.length; row++) if (named[parent[row]!] === 1) named[row] = 1;
  return (row) =>
    isWanted[kind[row]!] === 1 &&
    (!spec.hideReviewed || reviewed[row] === 0) &&
    (!named || named[row] === 1) &&
    (!spec.movedOnly || partner[row] !== -1) &&
    (wanted === undefined || (owner?.[row] ?? 0) === wanted + 1) &&
    (!spec.unowned || ((owner?.[row] ?? 0) === 0 && type[row] !== FOLDER)) &&
    (!byLayer || byLayer.layers[row] === byLayer.wanted);
}

function matchFilter(tree: UnionTree, lowered: Uint8Array, text: string): Uint8Array {
  return matchPattern(tree, lowered, { kind: /[*?[]/.test(text) ? 'glob' : 'text', text, ignoreCase: true });
}

function hasKey({ keys, kind }: UnionTree, row: number, wanted: number): boolean {
  return (keys[row]! & wanted) !== 0 && !ONE_SIDED.includes(kind[row]!);
}

function countNoise(combinations: Float64Array): Kept['noise'] {
  const counts: Partial<Record<IgnorePreset, number>> = {};
  for (const [bit, name] of IGNORE_PRESET_NAMES.entries()) {
    const count = combinations.reduce((sum, paths, bits) => sum + (bits & (1 << bit) ? paths : 0), 0);
    if (count > 0) counts[name] = count;
  }
  return counts;
}
