import { assertNever } from '../../../shared/assert.ts';
import { ECOSYSTEMS, type InstalledPackage, type PackageQuery } from '../../../shared/model/packages.ts';
import type { FoundPackage } from '../analysis/packages/found-package.ts';
import { compareVersions } from '../analysis/packages/versions/compare-versions.ts';
import type { Packages } from '../image-answers.ts';
import type { WorkOptions } from '../opened.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { lookupPath } from '../union/lookup.ts';
import { pathText } from '../union/path-text.ts';
import { describeVersion } from './describe-version.ts';
import { installedLayers } from './installed-layers.ts';
import { ownedFiles } from './owned-files.ts';
import { readPackages, type PackageSource } from './read-packages.ts';
import type { VersionReader } from './read-version.ts';

const DIR = TYPE_CODES.indexOf('dir');

/** Reads every package database of the merged tree, and who owns which file of it. */
export async function imagePackages(
  source: PackageSource & { readonly reader: VersionReader },
  options: WorkOptions,
): Promise<Packages> {
  const { stack, reader } = source;
  const { table } = stack;
  const { packages: found, databases } = await readPackages(source, options);
  const packages = found.toSorted(
    (a, b) => ECOSYSTEMS.indexOf(a.ecosystem) - ECOSYSTEMS.indexOf(b.ecosystem) || byName(a, b) || byVersion(a, b),
  );
  const layers = await installedLayers(table, reader, packages, options.signal);
  const { owner, counts, bytes } = await ownedFiles(stack, packages, options.signal);
  const all = packages.map(({ owns, folder, ...facts }, id): InstalledPackage => {
    const isKnown = owns !== undefined || folder !== undefined;
    return {
      id,
      ...facts,
      pathID: lookupPath(table, facts.foundIn) ?? null,
      layer: layers[id] ?? null,
      files: isKnown ? counts[id]! : null,
      fileBytes: isKnown ? bytes[id]! : null,
    };
  });
  const texts = all.map(({ name, version, source: from = '', license = '' }) =>
    [name, version, from, license].join('\n').toLowerCase(),
  );
  let last: { readonly key: string; readonly rows: readonly InstalledPackage[] } | undefined;
  let owned: { readonly id: number; readonly rows: readonly number[] } | undefined;
  return {
    summary: {
      databases,
      count: all.length,
      unownedFiles: counts[packages.length]!,
      unownedBytes: bytes[packages.length]!,
    },
    all,
    find(query, start, end) {
      // A list is scrolled page by page: the same query comes again and again.
      const key = JSON.stringify(query);
      if (last?.key !== key) last = { key, rows: find(query) };
      const { rows } = last;
      const sum = rows.reduce((total, { size, fileBytes }) => total + (size ?? fileBytes ?? 0), 0);
      return { total: rows.length, bytes: sum, start, rows: rows.slice(start, Math.max(start, end)) };
    },
    files(id, start, end) {
      if (owned?.id !== id) owned = { id, rows: rowsOf(id) };
      return owned.rows.slice(start, Math.max(start, end)).map((row) => {
        const { type, size, layer } = describeVersion(stack, table.visible[row]!);
        return { pathID: row, ...pathText(table, row), type, size, layer };
      });
    },
  };

  function find({ ecosystem, layer, filter, sort, descending }: PackageQuery): readonly InstalledPackage[] {
    const wanted = filter.toLowerCase();
    const rows = all.filter(
      (row) =>
        (ecosystem === undefined || row.ecosystem === ecosystem) &&
        (layer === undefined || row.layer === layer) &&
        (wanted === '' || texts[row.id]!.includes(wanted)),
    );
    const order = descending ? -1 : 1;
    return rows.toSorted((a, b) => order * compareBy(sort, a, b) || byName(a, b) || a.id - b.id);
  }

  function rowsOf(id: number): readonly number[] {
    const rows: number[] = [];
    for (let row = 1; row < table.length; row++) {
      const version = table.visible[row]!;
      if (owner[row] === id + 1 && version !== -1 && table.type[version] !== DIR) rows.push(row);
    }
    return rows;
  }
}

function compareBy(sort: PackageQuery['sort'], a: InstalledPackage, b: InstalledPackage): number {
  switch (sort) {
    case 'name':
      return byName(a, b);
    case 'ecosystem':
      return a.ecosystem < b.ecosystem ? -1 : Number(a.ecosystem !== b.ecosystem);
    case 'version':
      return byVersion(a, b);
    case 'layer':
      return (a.layer ?? -1) - (b.layer ?? -1);
    case 'size':
      return (a.size ?? a.fileBytes ?? -1) - (b.size ?? b.fileBytes ?? -1);
    case 'files':
      return (a.files ?? -1) - (b.files ?? -1);
    default:
      return assertNever(sort);
  }
}

/** Versions of different ecosystems have no order: those stay apart. */
function byVersion(a: FoundPackage, b: FoundPackage): number {
  if (a.ecosystem !== b.ecosystem) return a.ecosystem < b.ecosystem ? -1 : 1;
  return compareVersions(a.ecosystem, a.version, b.version) ?? 0;
}

function byName(a: FoundPackage, b: FoundPackage): number {
  return a.name < b.name ? -1 : Number(a.name !== b.name);
}
