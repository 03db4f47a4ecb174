import type { DifferenceKind, FileDifference } from '../../../../shared/model/compare.ts';
import type { PackageComparison } from '../../../../shared/model/packages.ts';

/** What a report leaves out. Counts in the summary are of the whole comparison, whatever is left out. */
export interface ReportOptions {
  readonly kinds: readonly DifferenceKind[];
  readonly keep: (file: FileDifference) => boolean;
  /** Undefined when they were not read. */
  readonly packages: PackageComparison | undefined;
}

/** Everything that differs but timestamps alone. */
export function wholeReport(packages: PackageComparison | undefined): ReportOptions {
  return { kinds: ['added', 'removed', 'type', 'content', 'metadata'], keep: () => true, packages };
}
