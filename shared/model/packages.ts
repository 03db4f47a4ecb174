import type { EntryType } from './entry.ts';
import type { PathID } from './view.ts';

/** Who keeps the list, and so how versions are ordered. */
export const ECOSYSTEMS = ['dpkg', 'apk', 'rpm', 'npm', 'pip', 'gem', 'go', 'jar'] as const;
export type Ecosystem = (typeof ECOSYSTEMS)[number];

/** One installed package of one image. All text is untrusted. */
export interface Package {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  /** As the database writes it: `1:2.3-4`, `1.36.1-r15`. */
  readonly version: string;
  readonly architecture?: string;
  /** Bytes installed, where the database says. */
  readonly size?: number;
  /** The source package, where it has another name. */
  readonly source?: string;
  readonly license?: string;
  /** Path of the database, folder or file that says so. */
  readonly foundIn: string;
}

/**
 * What came of looking for one kind of package in one image. `absent` is not the same as an empty list, and a database
 * that failed gives no list at all: it may hold anything.
 */
export interface PackageDatabase {
  readonly ecosystem: Ecosystem;
  readonly state: 'read' | 'partly-read' | 'failed' | 'absent';
  /** Paths that were read or failed; empty when absent. Bounded. */
  readonly paths: readonly string[];
  readonly count: number;
  /** One sentence for `partly-read` and `failed`. */
  readonly problem?: string;
}

export type PackageChange = 'added' | 'removed' | 'upgraded' | 'downgraded' | 'changed' | 'same';

export interface PackageDifference {
  /** Unique in a comparison. */
  readonly key: string;
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly architecture?: string;
  /** `changed`: another version that the ecosystem's order cannot place. */
  readonly kind: PackageChange;
  /** Several when the image holds it several times (npm, jars); empty when that side has none. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Bytes after minus before by the package's files in the trees, or by what the databases say; null when neither knows. */
  readonly sizeDelta: number | null;
  /** Differing paths that it owns on either side (`mtimeOnly` not counted). */
  readonly files: number;
}

export interface PackageComparison {
  /** One of each ecosystem. */
  readonly before: readonly PackageDatabase[];
  readonly after: readonly PackageDatabase[];
  /** Those that differ first, then `same`; by ecosystem and name. */
  readonly packages: readonly PackageDifference[];
  /** Differing paths that no package owns (`mtimeOnly` not counted). */
  readonly unownedFiles: number;
}

/** One installed package with its place in the image. */
export interface InstalledPackage extends Package {
  /** Position in the list of this image, base 0: what `packages.files` takes. */
  readonly id: number;
  /** Path of `foundIn`; null for one inside an archive. */
  readonly pathID: PathID | null;
  /** Layer since which the image has it in this version, base 0; null when that cannot be told. */
  readonly layer: number | null;
  /** Files and links of the merged tree that are its own; null when nothing says which. */
  readonly files: number | null;
  /** Their bytes, each inode once. */
  readonly fileBytes: number | null;
}

export const PACKAGE_SORT_KEYS = ['name', 'ecosystem', 'version', 'layer', 'size', 'files'] as const;
export type PackageSortKey = (typeof PACKAGE_SORT_KEYS)[number];

export interface PackageQuery {
  readonly ecosystem?: Ecosystem;
  /** Only what this layer installed. */
  readonly layer?: number;
  /** Case-insensitive part of the name, version, source or licence; empty: all. */
  readonly filter: string;
  /** Ties by name. `version` is in the order of its ecosystem. */
  readonly sort: PackageSortKey;
  readonly descending: boolean;
}

export interface PackageSummary {
  /** One of each ecosystem. */
  readonly databases: readonly PackageDatabase[];
  readonly count: number;
  /** Files and links of the merged tree that no package owns, and their bytes. */
  readonly unownedFiles: number;
  readonly unownedBytes: number;
}

export interface PackagePage {
  /** All that the query finds. */
  readonly total: number;
  /** Their bytes: what the databases say, else what their files have. */
  readonly bytes: number;
  /** Index of the first row, base 0. */
  readonly start: number;
  readonly rows: readonly InstalledPackage[];
}

/** A file or link that a package owns. */
export interface OwnedFile {
  readonly pathID: PathID;
  readonly path: string;
  readonly rawPath?: string;
  readonly type: EntryType;
  readonly size: number;
  readonly layer: number;
}
