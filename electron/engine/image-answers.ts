import type { Finding, FindingCount, FindingsPage, FindingsQuery } from '../../shared/model/findings.ts';
import type {
  InstalledPackage,
  OwnedFile,
  PackagePage,
  PackageQuery,
  PackageSummary,
} from '../../shared/model/packages.ts';
import type {
  DuplicateGroup,
  DuplicateSummary,
  HiddenGroup,
  HiddenPage,
  HiddenQuery,
  SpaceMode,
  SpaceSummary,
  SpaceTree,
} from '../../shared/model/space.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { PathID } from '../../shared/model/view.ts';

/** What deserves a look. */
export interface Findings {
  readonly counts: readonly FindingCount[];
  /** By kind in the order of FINDING_KINDS, visible ones first. */
  readonly rows: readonly Finding[];
  /** @param end exclusive; clipped */
  find(query: FindingsQuery, start: number, end: number): FindingsPage;
}

/** What is installed in an image. */
export interface Packages {
  readonly summary: PackageSummary;
  /** By ecosystem, name and version. */
  readonly all: readonly InstalledPackage[];
  /** @param end exclusive; clipped */
  find(query: PackageQuery, start: number, end: number): PackagePage;
  /** Files of one package in the order of the tree. @param end exclusive; clipped */
  files(id: number, start: number, end: number): readonly OwnedFile[];
}

/** Where the bytes of an image are. */
export interface Space {
  summary(options?: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: Progress) => void;
  }): Promise<SpaceSummary>;
  /** @throws OutcropError `no-such-path`, `no-such-layer` */
  tree(
    query: { readonly path: PathID; readonly mode: SpaceMode; readonly depth: number; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<SpaceTree>;
  hiddenGroups(): readonly HiddenGroup[];
  /** @param end exclusive; clipped */
  hidden(query: HiddenQuery, start: number, end: number): HiddenPage;
  /** Files with the same bytes; hashed once, callers share the work. */
  duplicates(options?: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: Progress) => void;
  }): Promise<Duplicates>;
  /** What `duplicates` found, when it is done. */
  readonly knownDuplicates: Duplicates | undefined;
}

export interface Duplicates {
  readonly summary: DuplicateSummary;
  /** Most wasted bytes first. @param end exclusive; clipped */
  groups(start: number, end: number): readonly DuplicateGroup[];
}
