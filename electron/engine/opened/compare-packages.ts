import type { PackageComparison, PackageDifference } from '../../../shared/model/packages.ts';
import { packageDifferences, type ComparedPackage } from '../analysis/packages/package-differences.ts';
import { kindCode } from '../compare/compare-rows.ts';
import { fileSize } from '../compare/unite-trees.ts';
import type { WorkOptions } from '../opened.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { lookupPath } from '../union/lookup.ts';
import { pathText } from '../union/path-text.ts';
import type { ComparisonParts, HashedLoadedSide } from './compared-side.ts';
import { readPackages } from './read-packages.ts';
import { rootLinks } from './root-links.ts';

/** Packages of both sides, read when they are first asked for. */
export interface ComparedPackages {
  readonly read: (options?: WorkOptions) => Promise<PackageComparison>;
  /** What was read so far. */
  readonly known: () => PackageComparison | undefined;
  /** Packages that were found on either side; 0 before they were read. */
  readonly count: () => number;
  /** @param position undefined for what no package owns */
  readonly at: (position: number) => PackageDifference | undefined;
  /** Name of the package that owns a row of the union. */
  readonly ownerOf: (row: number) => string | undefined;
  /** @param key of a package; null for all */
  readonly filter: (key: string | null) => {
    readonly owner: Int32Array | undefined;
    readonly wanted: number | undefined;
  };
}

interface Known {
  readonly comparison: PackageComparison;
  readonly compared: readonly ComparedPackage[];
  /** Row of the union → 1 + position in `compared`; 0: none. */
  readonly owner: Int32Array;
}

const DIR = TYPE_CODES.indexOf('dir');
const IDENTICAL = kindCode('identical');
const MTIME_ONLY = kindCode('mtimeOnly');

export function createPackages(parts: ComparisonParts): ComparedPackages {
  let known: Known | undefined;
  return {
    async read(options = {}) {
      known ??= await readBoth(parts, options);
      return known.comparison;
    },
    known: () => known?.comparison,
    count: () => known?.compared.length ?? 0,
    at: (position) => known?.comparison.packages[position],
    ownerOf(row) {
      const at = known?.owner[row] ?? 0;
      return at === 0 ? undefined : known?.compared[at - 1]?.name;
    },
    filter: (key) => ({
      owner: known?.owner,
      wanted: key === null ? undefined : (known?.compared.findIndex((one) => one.key === key) ?? -1),
    }),
  };
}

async function readBoth(parts: ComparisonParts, options: WorkOptions): Promise<Known> {
  const { before, after, pool } = parts;
  const read = ({ stack, indexed, parts: { cacheDir, limits } }: HashedLoadedSide) =>
    readPackages({ stack, indexed, pool, cacheDir, limits }, options);
  const a = await read(before);
  const b = await read(after);
  const compared = packageDifferences(a.packages, b.packages);
  const owner = ownersOf(parts, compared);
  const { counts, sizes, unowned } = countFiles(parts, owner, compared.length);
  const packages = compared.map((one, at): PackageDifference => {
    const { key, ecosystem, name, architecture, kind, before: old, after: now, sizeDelta } = one;
    const files = counts[at]!;
    // Where no database says, what differs in the tree does.
    const counted = files > 0 ? sizes[at]! : kind === 'same' ? 0 : null;
    const arch = architecture !== undefined && { architecture };
    return { key, ecosystem, name, ...arch, kind, before: old, after: now, sizeDelta: sizeDelta ?? counted, files };
  });
  return {
    comparison: { before: a.databases, after: b.databases, packages, unownedFiles: unowned },
    compared,
    owner,
  };
}

/** Files by the lists of databases, and all below the folders of those that have one. The side after comes first. */
function ownersOf({ tree, before, after }: ComparisonParts, compared: readonly ComparedPackage[]): Int32Array {
  const owner = new Int32Array(new SharedArrayBuffer(4 * tree.length));
  const files = new Map<string, number>();
  for (const [side, pick] of [
    [after, (one: ComparedPackage) => one.foundAfter],
    [before, (one: ComparedPackage) => one.foundBefore],
  ] as const) {
    const straight = rootLinks(side.stack);
    for (const [at, one] of compared.entries()) {
      for (const { owns = [], folder } of pick(one)) {
        for (const path of owns) {
          const real = straight(path);
          if (!files.has(real)) files.set(real, at + 1);
        }
        const row = folder === undefined ? undefined : lookupPath(tree, folder);
        if (row !== undefined && row !== 0 && owner[row] === 0) owner[row] = at + 1;
      }
    }
  }
  for (let row = 1; row < tree.length; row++) {
    if (owner[row] === 0) owner[row] = owner[tree.parent[row]!]!;
    // Folders belong to many packages; paths of what is the same are not worth building.
    if (tree.kind[row] === IDENTICAL || tree.type[row] === DIR) continue;
    const at = files.get(pathText(tree, row).path);
    if (at !== undefined) owner[row] = at;
  }
  return owner;
}

function countFiles({ tree, before, after }: ComparisonParts, owner: Int32Array, packages: number) {
  const counts = new Float64Array(packages);
  const sizes = new Float64Array(packages);
  let unowned = 0;
  for (let row = 1; row < tree.length; row++) {
    const kind = tree.kind[row]!;
    if (kind === IDENTICAL || kind === MTIME_ONLY) continue;
    const at = owner[row]! - 1;
    if (at < 0) {
      if (tree.type[row] !== DIR) unowned++;
      continue;
    }
    counts[at]!++;
    sizes[at]! += fileSize(after.stack, tree.after[row]!) - fileSize(before.stack, tree.before[row]!);
  }
  return { counts, sizes, unowned };
}
