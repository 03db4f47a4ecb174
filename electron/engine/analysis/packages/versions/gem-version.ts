import { compareDigits, compareLists, compareText } from './digits.ts';

/** Gem::Version: numbers and words; a word is older than any number; `-` reads as `.pre.`. */
export function compareGemVersions(a: string, b: string): number | undefined {
  const [x, y] = [segments(a), segments(b)];
  return x && y ? compareLists(x, y, '0', compareSegment) : undefined;
}

function segments(version: string): string[] | undefined {
  if (!/^\d[0-9A-Za-z.-]*$/.test(version)) return undefined;
  return version.replaceAll('-', '.pre.').match(/\d+|[A-Za-z]+/g) ?? undefined;
}

function compareSegment(a: string, b: string): number {
  const digits = [/^\d/.test(a), /^\d/.test(b)];
  if (digits[0] && digits[1]) return compareDigits(a, b);
  if (digits[0] !== digits[1]) return digits[0] ? 1 : -1;
  return compareText(a, b);
}
