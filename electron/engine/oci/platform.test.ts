import { describe, expect, test } from 'vitest';
import { formatPlatform, parsePlatform, platformMatches, platformOf } from './platform.ts';

test.each([
  ['linux/amd64', 'linux/amd64', true],
  ['linux/x86_64', 'linux/amd64', true],
  ['linux/aarch64', 'linux/arm64/v8', true],
  ['linux/arm64/v8', 'linux/arm64', true],
  ['linux/arm', 'linux/arm/v7', true],
  ['linux/arm/v7', 'linux/arm/v7', true],
  ['linux/arm/7', 'linux/arm/v7', true],
  ['linux/arm/v6', 'linux/arm/v7', false],
  ['linux/amd64', 'linux/arm64', false],
  ['windows/amd64', 'linux/amd64', false],
  ['Linux/AMD64', 'linux/amd64', true],
])('asking for %s and having %s: %s', (wanted, actual, expected) => {
  const [want, have] = [parsePlatform(wanted), parsePlatform(actual)];
  expect(want && have && platformMatches(want, have)).toBe(expected);
});

test.each(['', 'linux', 'linux/', '/amd64', 'a/b/c/d', 'linux/am d64'])('%j is no platform', (text) => {
  expect(parsePlatform(text)).toBeUndefined();
});

describe('a platform of a document', () => {
  test.each([
    [{ os: 'linux', architecture: 'arm', variant: 'v7' }, 'linux/arm/v7'],
    [{ OS: 'linux', Architecture: 'amd64', variant: '' }, 'linux/amd64'],
    [{ os: 'linux' }, null],
    [{ os: 1, architecture: 2 }, null],
    [null, null],
  ])('%j', (value, expected) => {
    const platform = platformOf(value);
    expect(platform && formatPlatform(platform)).toBe(expected);
  });
});
