import { compareDigits, compareLists } from './digits.ts';

const GRAMMAR =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
const PRE: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };

/** PEP 440: dev releases first, then pre-releases, the release, post releases; a local label breaks a tie. */
export function comparePythonVersions(a: string, b: string): number | undefined {
  const x = GRAMMAR.exec(a.trim().toLowerCase());
  const y = GRAMMAR.exec(b.trim().toLowerCase());
  if (!x || !y) return undefined;
  return (
    compareDigits(x[1] ?? '0', y[1] ?? '0') ||
    compareLists(x[2]!.split('.'), y[2]!.split('.'), '0', compareDigits) ||
    comparePair(preOf(x), preOf(y)) ||
    comparePair(postOf(x), postOf(y)) ||
    comparePair(devOf(x), devOf(y)) ||
    compareLists<string | undefined>(localOf(x), localOf(y), undefined, compareLocal)
  );
}

type Pair = readonly [rank: number, digits: string];

function comparePair(a: Pair, b: Pair): number {
  return a[0] - b[0] || compareDigits(a[1], b[1]);
}

function preOf(match: RegExpExecArray): Pair {
  const label = match[3];
  if (label !== undefined) return [PRE[label] ?? 2, match[4] || '0'];
  const isOnlyDev = match[8] !== undefined && postOf(match)[0] === 0;
  return [isOnlyDev ? -1 : 3, '0'];
}

function postOf(match: RegExpExecArray): Pair {
  if (match[5] !== undefined) return [1, match[5]];
  return match[6] === undefined ? [0, '0'] : [1, match[7] || '0'];
}

function devOf(match: RegExpExecArray): Pair {
  return match[8] === undefined ? [1, '0'] : [0, match[9] || '0'];
}

function localOf(match: RegExpExecArray): string[] {
  return match[10]?.split(/[-_.]/) ?? [];
}

function compareLocal(a: string | undefined, b: string | undefined): number {
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const digits = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (digits[0] && digits[1]) return compareDigits(a, b);
  if (digits[0] !== digits[1]) return digits[0] ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
