import { parsePackages } from '../analysis/packages/collect-packages.ts';
import type { FoundPackage } from '../analysis/packages/found-package.ts';
import type { PathTable } from '../union/path-table.ts';
import { lookupPath } from '../union/lookup.ts';
import type { VersionReader } from './read-version.ts';

/** Databases that list many packages; the others are a file of one package each. */
const SHARED = new Set<FoundPackage['ecosystem']>(['dpkg', 'apk', 'rpm']);
/** Bytes of older databases that one image may have read. */
const MAX_BYTES = 1 << 30;

/**
 * For each package the layer that installed it: the lowest one since which its database, or its own file, has said the
 * same of it without a gap. Null where the path is in no layer's tree.
 */
export async function installedLayers(
  table: PathTable,
  reader: VersionReader,
  packages: readonly FoundPackage[],
  signal: AbortSignal | undefined,
): Promise<readonly (number | null)[]> {
  const layers = packages.map((): number | null => null);
  const places = new Map<string, number[]>();
  for (const [at, { foundIn }] of packages.entries()) {
    const known = places.get(foundIn);
    if (known) known.push(at);
    else places.set(foundIn, [at]);
  }
  let budget = MAX_BYTES;
  for (const [path, at] of places) {
    const row = lookupPath(table, path);
    const first = packages[at[0]!]!;
    if (row === undefined || table.visible[row] === -1) continue;
    const versions = unbroken(table, row);
    for (const one of at) layers[one] = table.layer[versions[0]!]!;
    if (SHARED.has(first.ecosystem)) {
      // oxlint-disable-next-line no-await-in-loop -- one database in memory at a time
      budget = await followDown(versions, budget, at);
      continue;
    }
    for (const [upper, lower] of pairs(versions)) {
      // oxlint-disable-next-line no-await-in-loop -- goes on only while the bytes stay the same
      if (!(await reader.isSameContent(lower, upper, signal).catch(() => false))) break;
      for (const one of at) layers[one] = table.layer[lower]!;
    }
  }
  return layers;

  /** Goes down the older databases; a package that one of them lacks was installed by the layer above. */
  async function followDown(versions: readonly number[], bytes: number, at: readonly number[]): Promise<number> {
    let left = bytes;
    let there = at;
    for (const version of versions.slice(1)) {
      const path = packages[at[0]!]!.foundIn;
      const content = reader.content(table.versionPath[version]!, table.layer[version]);
      left -= content.size;
      if (left < 0 || there.length === 0) break;
      const read = await content.read(0, content.size, signal).catch(() => undefined);
      signal?.throwIfAborted();
      if (!read) break;
      const older = new Set(parsePackages(packages[at[0]!]!.ecosystem, read, path).packages.map(keyOf));
      there = there.filter((one) => older.has(keyOf(packages[one]!)));
      for (const one of there) layers[one] = table.layer[version]!;
    }
    return left;
  }
}

function keyOf({ name, version, architecture }: FoundPackage): string {
  return JSON.stringify([name, version, architecture]);
}

/** Versions of a path from the visible one down, for as long as each was replaced by the next and not deleted between. */
function unbroken(table: PathTable, row: number): readonly number[] {
  const found = [table.visible[row]!];
  for (let version = found[0]! - 1; version >= table.versionStart[row]!; version--) {
    if (table.hiddenBy[version] !== table.layer[found.at(-1)!] || table.via[version] !== row) break;
    found.push(version);
  }
  return found;
}

function pairs(versions: readonly number[]): readonly (readonly [number, number])[] {
  return versions.slice(1).map((lower, at) => [versions[at]!, lower] as const);
}
