import { compareDigits, compareLists, compareText } from './digits.ts';

/** Known qualifiers in their order; the empty one is the release (ComparableVersion). */
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const ALIASES: Readonly<Record<string, string>> = {
  a: 'alpha',
  b: 'beta',
  m: 'milestone',
  cr: 'rc',
  ga: '',
  final: '',
  release: '',
};

export function compareMavenVersions(a: string, b: string): number {
  return compareLists(parts(a), parts(b), '', comparePart);
}

function parts(version: string): string[] {
  const found = version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  const named = found.map((part) => ALIASES[part] ?? part);
  while (named.length > 0 && (named.at(-1) === '' || /^0+$/.test(named.at(-1)!))) named.pop();
  return named;
}

function comparePart(a: string, b: string): number {
  const digits = [/^\d/.test(a), /^\d/.test(b)];
  if (digits[0] && digits[1]) return compareDigits(a, b);
  if (digits[0]) return /^0*$/.test(a) ? comparePart('', b) : 1;
  if (digits[1]) return -comparePart(b, a);
  return rank(a) - rank(b) || compareText(a, b);
}

function rank(qualifier: string): number {
  const known = QUALIFIERS.indexOf(qualifier);
  return known === -1 ? QUALIFIERS.length : known;
}
