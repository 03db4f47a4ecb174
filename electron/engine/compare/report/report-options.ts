import type { DifferenceKind, FileDifference } from '../../../../shared/model/compare.ts';
import type { SizeComparison } from '../../../../shared/model/compare-sizes.ts';
import type { PackageComparison } from '../../../../shared/model/packages.ts';

/** What a report leaves out. Counts in the summary are of the whole comparison, whatever is left out. */
export interface ReportOptions {
  readonly kinds: readonly DifferenceKind[];
  readonly keep: (file: FileDifference) => boolean;
  /** Undefined when they were not read. */
  readonly packages: PackageComparison | undefined;
  /** Undefined when they were not asked for. */
  readonly sizes: SizeComparison | undefined;
  /** Noise or glob → paths that are left out for it. */
  readonly ignored: Readonly<Record<string, number>>;
}

/** Everything that differs but timestamps alone. */
export function wholeReport(packages: PackageComparison | undefined, sizes: SizeComparison | undefined): ReportOptions {
  return { kinds: ['added', 'removed', 'type', 'content', 'metadata'], keep: () => true, packages, sizes, ignored: {} };
}
