import { describe, expect, test } from 'vitest';
import { canonicalName, familiarName, familiarRepository, parseReference } from './reference.ts';

const SHA = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** As written → canonical, familiar (distribution/reference, normalize_test.go's ideas, own rows). */
const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  ubuntu: ['docker.io/library/ubuntu:latest', 'ubuntu:latest'],
  'ubuntu:24.04': ['docker.io/library/ubuntu:24.04', 'ubuntu:24.04'],
  'library/ubuntu': ['docker.io/library/ubuntu:latest', 'ubuntu:latest'],
  'docker.io/ubuntu': ['docker.io/library/ubuntu:latest', 'ubuntu:latest'],
  'docker.io/library/ubuntu': ['docker.io/library/ubuntu:latest', 'ubuntu:latest'],
  'index.docker.io/ubuntu': ['docker.io/library/ubuntu:latest', 'ubuntu:latest'],
  'me/x': ['docker.io/me/x:latest', 'me/x:latest'],
  'library/foo/bar': ['docker.io/library/foo/bar:latest', 'library/foo/bar:latest'],
  'localhost/x': ['localhost/x:latest', 'localhost/x:latest'],
  'localhost:5000/x:1': ['localhost:5000/x:1', 'localhost:5000/x:1'],
  'host:5000/x:1': ['host:5000/x:1', 'host:5000/x:1'],
  'quay.io/a/b/c': ['quay.io/a/b/c:latest', 'quay.io/a/b/c:latest'],
  'Foo/x': ['Foo/x:latest', 'Foo/x:latest'],
  '[::1]:5000/x': ['[::1]:5000/x:latest', '[::1]:5000/x:latest'],
  'x__y/a-b--c.d': ['docker.io/x__y/a-b--c.d:latest', 'x__y/a-b--c.d:latest'],
  [`ubuntu@${SHA}`]: [`docker.io/library/ubuntu@${SHA}`, `ubuntu@${SHA}`],
  [`ubuntu:24.04@${SHA}`]: [`docker.io/library/ubuntu@${SHA}`, `ubuntu@${SHA}`],
  'x:5000': ['docker.io/library/x:5000', 'x:5000'],
};

describe('an image name is resolved as Docker does', () => {
  test.each(Object.entries(NAMES))('%s', (written, [canonical, familiar]) => {
    const reference = parseReference(written);
    expect(reference && canonicalName(reference)).toBe(canonical);
    expect(reference && familiarName(reference)).toBe(familiar);
    const again = parseReference(canonical);
    expect(again && canonicalName(again)).toBe(canonical);
  });

  test('a repository alone', () => {
    expect(familiarRepository({ domain: 'docker.io', path: 'library/ubuntu' })).toBe('ubuntu');
  });
});

describe('is no image name', () => {
  test.each([
    '',
    ':',
    '/',
    'x:',
    ':tag',
    'x@',
    'x@sha256:abc',
    'Ubuntu',
    'a.b/c:5000/d',
    'a//b',
    '/a',
    'a/',
    '-a',
    'a..b',
    'a___b',
    'host:port/x',
    '../../x:latest',
    'x:../etc',
    'x y',
    '\u001b[31m:1',
    'x:' + 'a'.repeat(129),
    'a'.repeat(256),
    '0123456789abcdef'.repeat(4),
  ])('%j', (text) => {
    expect(parseReference(text)).toBeUndefined();
  });
});
