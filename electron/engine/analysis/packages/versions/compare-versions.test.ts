import { expect, test } from 'vitest';
import type { Ecosystem } from '../../../../../shared/model/packages.ts';
import { compareVersions } from './compare-versions.ts';

/** Each list in ascending order by the ecosystem's own documents. */
test.each<[Ecosystem, readonly string[]]>([
  [
    'dpkg',
    [
      '0~',
      '0',
      '1.0~beta1~svn1245',
      '1.0~beta1',
      '1.0',
      '1.0-1',
      '1.0-1+b1',
      '1.0-2',
      '1.0+dfsg',
      '1.10',
      '1:0.9',
      '2:0',
    ],
  ],
  ['rpm', ['1.0~rc1-1', '1.0-1', '1.0^git1-1', '1.0a-1', '1.0.1-1', '1.05-2', '1.10-1', '2.0-1', '1:0.1-1']],
  ['apk', ['1.2_alpha1', '1.2_rc1', '1.2', '1.2-r1', '1.2-r10', '1.2_p1', '1.2a', '1.2.1', '1.10-r0']],
  [
    'npm',
    [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.2.0',
      '1.10.0',
    ],
  ],
  ['go', ['v0.0.0-20190101000000-abcdefabcdef', 'v0.1.0', 'v1.2.3-pre', 'v1.2.3', 'v1.10.0']],
  ['pip', ['1.0.dev1', '1.0a1.dev1', '1.0a1', '1.0b2', '1.0rc1', '1.0', '1.0+local', '1.0.post1', '1.1', '1!0.1']],
  ['gem', ['1.0.a', '1.0.b1', '1.0', '1.0.1', '1.10']],
  ['jar', ['1-alpha-1', '1-beta', '1-rc1', '1-SNAPSHOT', '1', '1-sp', '1.1', '1.10']],
])('versions of %s are ordered as it orders them', (ecosystem, ascending) => {
  for (let i = 1; i < ascending.length; i++) {
    const [a, b] = [ascending[i - 1]!, ascending[i]!];
    expect(compareVersions(ecosystem, a, b), `${a} is older than ${b}`).toBeLessThan(0);
    expect(compareVersions(ecosystem, b, a), `${b} is newer than ${a}`).toBeGreaterThan(0);
  }
});

test.each<[Ecosystem, string, string]>([
  ['rpm', '1.0-1', '1..0-1'],
  ['npm', '1.0.0+a', '1.0.0+b'],
  ['pip', '1.0', '1.0.0'],
  ['gem', '1.0', '1'],
  ['jar', '1.0.0', '1'],
  ['dpkg', '0:1.0-0', '1.0'],
])('for %s %s and %s are one version', (ecosystem, a, b) => {
  expect(compareVersions(ecosystem, a, b)).toBeCloseTo(0);
});

test('a version that the rules cannot place is not ordered', () => {
  expect(compareVersions('npm', 'latest', '1.0.0')).toBeUndefined();
  expect(compareVersions('pip', 'unknown', '1')).toBeUndefined();
});
