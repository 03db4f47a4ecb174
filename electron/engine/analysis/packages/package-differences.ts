import { ECOSYSTEMS, type PackageChange, type PackageDifference } from '../../../../shared/model/packages.ts';
import type { FoundPackage } from './found-package.ts';
import { compareVersions } from './versions/compare-versions.ts';

/** A difference before its files are counted, with what it owns. */
export interface ComparedPackage extends Omit<PackageDifference, 'files' | 'sizeDelta'> {
  /** By what the databases say; null when they do not say it on both sides. */
  readonly sizeDelta: number | null;
  readonly foundBefore: readonly FoundPackage[];
  readonly foundAfter: readonly FoundPackage[];
}

/** Pairs the packages of two images by ecosystem, name and architecture; those that differ first. */
export function packageDifferences(
  before: readonly FoundPackage[],
  after: readonly FoundPackage[],
): readonly ComparedPackage[] {
  const a = grouped(before);
  const b = grouped(after);
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((key) => compare(key, a.get(key) ?? [], b.get(key) ?? []))
    .toSorted(
      (x, y) =>
        Number(x.kind === 'same') - Number(y.kind === 'same') ||
        ECOSYSTEMS.indexOf(x.ecosystem) - ECOSYSTEMS.indexOf(y.ecosystem) ||
        (x.key < y.key ? -1 : 1),
    );
}

function grouped(packages: readonly FoundPackage[]): ReadonlyMap<string, readonly FoundPackage[]> {
  const groups = new Map<string, FoundPackage[]>();
  for (const found of packages) {
    const key = [found.ecosystem, found.name, found.architecture ?? ''].join(' ');
    const group = groups.get(key);
    if (group) group.push(found);
    else groups.set(key, [found]);
  }
  return groups;
}

function compare(key: string, before: readonly FoundPackage[], after: readonly FoundPackage[]): ComparedPackage {
  const { ecosystem, name, architecture } = (after[0] ?? before[0])!;
  const old = versionsOf(before);
  const now = versionsOf(after);
  return {
    key,
    ecosystem,
    name,
    ...(architecture !== undefined && { architecture }),
    kind: changeOf(ecosystem, old, now),
    before: old,
    after: now,
    sizeDelta: sizeDelta(before, after),
    foundBefore: before,
    foundAfter: after,
  };
}

function versionsOf(packages: readonly FoundPackage[]): readonly string[] {
  return [...new Set(packages.map(({ version }) => version))].toSorted();
}

/** Versions on both sides are left aside: of several copies of a package one may be upgraded. */
function changeOf(
  ecosystem: FoundPackage['ecosystem'],
  before: readonly string[],
  after: readonly string[],
): PackageChange {
  if (before.length === 0) return 'added';
  if (after.length === 0) return 'removed';
  const gone = before.filter((version) => !after.includes(version));
  const come = after.filter((version) => !before.includes(version));
  if (gone.length === 0 && come.length === 0) return 'same';
  if (gone.length !== 1 || come.length !== 1) return 'changed';
  const order = compareVersions(ecosystem, gone[0]!, come[0]!);
  if (order === undefined || order === 0) return 'changed';
  return order < 0 ? 'upgraded' : 'downgraded';
}

function sizeDelta(before: readonly FoundPackage[], after: readonly FoundPackage[]): number | null {
  const [old, now] = [sum(before), sum(after)];
  return old === null || now === null ? null : now - old;
}

function sum(packages: readonly FoundPackage[]): number | null {
  return packages.reduce<number | null>(
    (total, { size }) => (total === null || size === undefined ? null : total + size),
    0,
  );
}
