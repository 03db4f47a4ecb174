import type { SizeComparison } from '../../../../shared/model/compare-sizes.ts';
import type { PackageComparison } from '../../../../shared/model/packages.ts';
import { assertNever } from '../../../../shared/assert.ts';
import type { OpenedComparison } from '../../opened.ts';
import { htmlReport } from './html-report.ts';
import { jsonReport } from './json-report.ts';
import { markdownReport } from './markdown-report.ts';
import { wholeReport } from './report-options.ts';

/** A report in pieces, so that a million rows are never one string. */
export function writeReport(
  compared: OpenedComparison,
  packages: PackageComparison | undefined,
  sizes: SizeComparison | undefined,
  format: 'json' | 'md' | 'html',
): Iterable<string> {
  const options = wholeReport(packages, sizes);
  switch (format) {
    case 'json':
      return jsonReport(compared, options);
    case 'md':
      return markdownReport(compared, options);
    case 'html':
      return htmlReport(compared, options);
    default:
      return assertNever(format);
  }
}
