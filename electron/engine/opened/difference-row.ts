import type { DifferenceKind, DifferenceRow, DifferenceViewSpec } from '../../../shared/model/compare.ts';
import { ENTRY_TYPES } from '../../../shared/model/entry.ts';
import type { DifferenceArrangement } from '../compare/arrange-differences.ts';
import { kindCode, keysOf } from '../compare/compare-rows.ts';
import { groupSizes, ownSize } from '../compare/lay-out-list.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { bytesToText } from '../union/path-text.ts';
import { kindOf, layerOf, movedOf, type ComparisonParts } from './compared-side.ts';
import type { ComparedPackages } from './compare-packages.ts';

const FOLDER = TYPE_CODES.indexOf('dir');

/** Where a row stands in the grid, whatever it shows. */
type Place = Pick<DifferenceRow, 'above' | 'depth' | 'position' | 'siblings' | 'expanded' | 'counts'>;

/** A folder that is on one side only: so is all that is in it. */
export function wholeOf({ tree }: ComparisonParts, row: number): 'added' | 'removed' | undefined {
  const kind = kindOf(tree, row);
  return tree.type[row] === FOLDER && (kind === 'added' || kind === 'removed') ? kind : undefined;
}

/** @param at row of the arrangement @param expanded undefined for a row that cannot be expanded */
export function describeRow(
  parts: ComparisonParts,
  packages: ComparedPackages,
  laid: DifferenceArrangement,
  at: number,
  { kinds, layout = 'tree' }: DifferenceViewSpec,
  expanded: boolean | undefined,
): DifferenceRow {
  const { tree, before, after } = parts;
  const row = laid.path[at]!;
  const up = laid.up[at]!;
  const place: Place = {
    ...(up > 0 && { above: laid.path[up]! }),
    depth: laid.depth[at]!,
    position: laid.position[at]!,
    siblings: laid.siblings[at]!,
    ...(expanded !== undefined && { expanded, counts: countsBelow(laid, at, kinds) }),
  };
  if (row >= tree.length) return groupRow(parts, packages, laid, at, place);
  const whole = layout === 'tree' ? wholeOf(parts, row) : undefined;
  const moved = movedOf(parts, row);
  const owner = packages.ownerOf(row);
  const reviewed = parts.reviewed.stateOf(row);
  const folder = folderText(parts, row, laid.path[up]!, layout);
  const [a, b] = [tree.before[row]!, tree.after[row]!];
  return {
    pathID: row,
    name: nameText(parts, row),
    ...(folder !== '' && { folder }),
    ...place,
    type: ENTRY_TYPES[tree.type[row]!] ?? 'file',
    kind: kindOf(tree, row),
    keys: keysOf(tree.keys[row]!),
    ...(whole && { whole }),
    sizeBefore: layout === 'tree' ? tree.totalBefore[row]! : ownSize(tree, tree.totalBefore, row),
    sizeAfter: layout === 'tree' ? tree.totalAfter[row]! : ownSize(tree, tree.totalAfter, row),
    ...(a !== -1 && { layerBefore: layerOf(before, a) }),
    ...(b !== -1 && { layerAfter: layerOf(after, b) }),
    ...(moved && { moved }),
    ...(owner !== undefined && { package: owner }),
    ...(reviewed && { reviewed }),
  };
}

function groupRow(
  { tree }: ComparisonParts,
  packages: ComparedPackages,
  laid: DifferenceArrangement,
  at: number,
  place: Place,
): DifferenceRow {
  const pathID = laid.path[at]!;
  const found = packages.at(pathID - tree.length);
  const { before, after } = groupSizes(tree, laid.path.subarray(at + 1, laid.end[at]));
  return {
    pathID,
    name: found?.name ?? '',
    group: { package: found?.key ?? null, ecosystem: found?.ecosystem ?? null, kind: found?.kind ?? null },
    ...place,
    type: 'dir',
    kind: 'identical',
    keys: [],
    sizeBefore: before,
    sizeAfter: after,
  };
}

/** Folders between a row and the one above it, each with a slash; in a list from the root on. */
function folderText(
  parts: ComparisonParts,
  row: number,
  above: number,
  layout: NonNullable<DifferenceViewSpec['layout']>,
): string {
  const { parent } = parts.tree;
  const names: string[] = [];
  const top = layout === 'tree' ? above : 0;
  for (let at = parent[row]!; at > 0 && at !== top; at = parent[at]!) names.push(`${nameText(parts, at)}/`);
  if (layout !== 'tree') names.push('/');
  return names.toReversed().join('');
}

function nameText({ tree: { names, nameOffset, nameLength } }: ComparisonParts, row: number): string {
  const from = nameOffset[row]!;
  return bytesToText(names.subarray(from, from + nameLength[row]!));
}

function countsBelow({ before, end }: DifferenceArrangement, at: number, kinds: readonly DifferenceKind[]) {
  const counts: Partial<Record<DifferenceKind, number>> = {};
  for (const kind of kinds) {
    const column = before.get(kindCode(kind));
    const count = column ? column[end[at]!]! - column[at + 1]! : 0;
    if (count > 0) counts[kind] = count;
  }
  return counts;
}
