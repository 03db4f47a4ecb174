import { assertNever } from '../../../../../shared/assert.ts';
import type { Ecosystem } from '../../../../../shared/model/packages.ts';
import { compareApkVersions } from './apk-version.ts';
import { compareDpkgVersions } from './dpkg-version.ts';
import { compareGemVersions } from './gem-version.ts';
import { compareMavenVersions } from './maven-version.ts';
import { comparePythonVersions } from './python-version.ts';
import { compareRpmVersions } from './rpm-version.ts';
import { compareSemver } from './semver.ts';

/** The ecosystem's own order. @returns below 0 when `a` is older; undefined when its rules cannot place one of them */
export function compareVersions(ecosystem: Ecosystem, a: string, b: string): number | undefined {
  if (a === b) return 0;
  switch (ecosystem) {
    case 'dpkg':
      return compareDpkgVersions(a, b);
    case 'rpm':
      return compareRpmVersions(a, b);
    case 'apk':
      return compareApkVersions(a, b);
    case 'npm':
      return compareSemver(a, b);
    case 'go':
      return compareSemver(a.replace(/^v/, ''), b.replace(/^v/, ''));
    case 'pip':
      return comparePythonVersions(a, b);
    case 'gem':
      return compareGemVersions(a, b);
    case 'jar':
      return compareMavenVersions(a, b);
    default:
      return assertNever(ecosystem);
  }
}
