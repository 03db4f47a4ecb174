import { OutcropError } from '../../../shared/errors.ts';
import {
  type Delta,
  type FileDifference,
  type PathComparison,
  type PathSide,
  type UnionID,
} from '../../../shared/model/compare.ts';
import type { SizeComparison } from '../../../shared/model/compare-sizes.ts';
import { ENTRY_TYPES } from '../../../shared/model/entry.ts';
import { deltaOf } from '../compare/delta.ts';
import { kindCode } from '../compare/compare-rows.ts';
import { writeReport } from '../compare/report/write-report.ts';
import { digestOf } from '../compare/settle-tree.ts';
import { fileSize } from '../compare/unite-trees.ts';
import type { OpenedComparison } from '../opened.ts';
import { lookupPath } from '../union/lookup.ts';
import { pathText } from '../union/path-text.ts';
import { kindOf, layerOf, movedOf, type ComparisonParts, type HashedLoadedSide } from './compared-side.ts';
import { createFileComparisons } from './compare-file.ts';
import { compareSizes } from './compare-sizes.ts';
import { createPackages } from './compare-packages.ts';
import { describeVersion } from './describe-version.ts';
import { openDifferenceView } from './difference-view.ts';
import { createReader } from './read-version.ts';
import { createSimilarMoves } from './similar-moves.ts';
import { tellStory } from './tell-story.ts';

export function createComparison(parts: ComparisonParts): OpenedComparison {
  const { comparison, tree } = parts;
  const packages = createPackages(parts);
  let sizes: SizeComparison | undefined;

  const opened: OpenedComparison = {
    comparison,
    *files(kinds) {
      const wanted = new Set(kinds.map(kindCode));
      for (let row = 1; row < tree.length; row++)
        if (wanted.has(tree.kind[row]!)) yield fileDifference(parts, row, packages.ownerOf(row));
    },
    review(id, reviewed) {
      if (!(id >= 0 && id < tree.length)) throw noSuchPath(id);
      parts.reviewed.set(id, reviewed);
      return parts.reviewed.progress();
    },
    reviewed: {
      paths: () => parts.reviewed.roots().map((row) => pathText(tree, row).path),
      progress: () => parts.reviewed.progress(),
    },
    lookup: (path) => lookupPath(tree, path),
    path: (id, signal) => comparePath(parts, id, packages.ownerOf(id), signal),
    ...createFileComparisons(parts),
    pairSimilar: createSimilarMoves(parts),
    packages: packages.read,
    async sizes(options) {
      sizes = await compareSizes(parts, packages, options);
      return sizes;
    },
    openView: (spec, signal) => openDifferenceView(parts, packages, spec, signal),
    report: (format) => writeReport(opened, packages.known(), sizes, format),
  };
  return opened;
}

function fileDifference(parts: ComparisonParts, row: number, owner: string | undefined): FileDifference {
  const { tree, before, after } = parts;
  const a = tree.before[row]!;
  const b = tree.after[row]!;
  const moved = movedOf(parts, row);
  return {
    ...pathText(tree, row),
    kind: kindOf(tree, row),
    delta: deltasOf(parts, row),
    type: ENTRY_TYPES[tree.type[row]!] ?? 'file',
    sizeBefore: fileSize(before.stack, a),
    sizeAfter: fileSize(after.stack, b),
    ...(a !== -1 && { layerBefore: layerOf(before, a) }),
    ...(b !== -1 && { layerAfter: layerOf(after, b) }),
    ...(moved && { [b === -1 ? 'movedTo' : 'movedFrom']: moved.path, likeness: moved.likeness }),
    ...(owner !== undefined && { package: owner }),
  };
}

function deltasOf(parts: ComparisonParts, row: number): readonly Delta[] {
  const { tree, before, after } = parts;
  const a = tree.before[row]!;
  const b = tree.after[row]!;
  if (a === -1 || b === -1) return [];
  if (tree.keys[row] === 0) return [];
  return deltaOf(tree.keys[row]!, side(before, a), side(after, b));
}

function hexDigest({ stack, digests }: HashedLoadedSide, version: number): string | undefined {
  const digest = digestOf({ table: stack.table, digests }, version);
  return digest && Buffer.from(digest).toString('hex');
}

async function comparePath(
  parts: ComparisonParts,
  id: UnionID,
  owner: string | undefined,
  signal?: AbortSignal,
): Promise<PathComparison> {
  const { tree, before, after } = parts;
  if (!(id >= 0 && id < tree.length)) throw noSuchPath(id);
  const text = pathText(tree, id);
  const moved = movedOf(parts, id);
  return {
    pathID: id,
    ...text,
    kind: kindOf(tree, id),
    delta: deltasOf(parts, id),
    before: await pathSide(before, text.path, tree.before[id]!, signal),
    after: await pathSide(after, text.path, tree.after[id]!, signal),
    ...(moved && { moved: { ...moved, side: await partnerSide(parts, id, moved.path, signal) } }),
    ...(owner !== undefined && { package: owner }),
  };
}

function noSuchPath(id: UnionID): OutcropError {
  return new OutcropError('no-such-path', `The comparison has no path ${id}; ask for one of its rows.`);
}

async function partnerSide(parts: ComparisonParts, id: UnionID, path: string, signal?: AbortSignal) {
  const { tree, before, after } = parts;
  const partner = tree.partner[id]!;
  return tree.before[id] === -1
    ? pathSide(before, path, tree.before[partner]!, signal)
    : pathSide(after, path, tree.after[partner]!, signal);
}

/** Told by the image's own table, whatever stretch of its layers is compared. */
async function pathSide(
  side: HashedLoadedSide,
  path: string,
  version: number,
  signal?: AbortSignal,
): Promise<PathSide | null> {
  const { image, state, stack, pool, cacheDir } = side.parts;
  const row = lookupPath(stack.table, path);
  if (row === undefined) return null;
  const reader = createReader({ stack, indexed: state.indexed, pool, cacheDir });
  const facts = version === -1 ? null : describeVersion(side.stack, version);
  const sha256 = hexDigest(side, version);
  return {
    image: image.summary.handle,
    pathID: row,
    entry: facts && { ...facts, layer: layerOf(side, version) },
    ...(sha256 !== undefined && { sha256 }),
    story: await tellStory(stack, reader, row, signal && { signal }),
  };
}

const side = (loaded: HashedLoadedSide, version: number) => ({
  facts: describeVersion(loaded.stack, version),
  digest: hexDigest(loaded, version),
});
