import { compareDigits, compareLists, compareText } from './digits.ts';

const GRAMMAR = /^[v=]?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-?([0-9A-Za-z.-]+))?(?:\+.*)?$/;

/** https://semver.org §11; build metadata does not count. */
export function compareSemver(a: string, b: string): number | undefined {
  const x = GRAMMAR.exec(a);
  const y = GRAMMAR.exec(b);
  if (!x || !y) return undefined;
  const numbers = compareLists(x.slice(1, 4), y.slice(1, 4), '0', (one, other) =>
    compareDigits(one ?? '0', other ?? '0'),
  );
  if (numbers !== 0) return numbers;
  const [before, after] = [x[4], y[4]];
  if (before === undefined || after === undefined)
    return (before === undefined ? 1 : 0) - (after === undefined ? 1 : 0);
  return compareLists<string | undefined>(before.split('.'), after.split('.'), undefined, compareIdentifier);
}

function compareIdentifier(a: string | undefined, b: string | undefined): number {
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const digits = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (digits[0] && digits[1]) return compareDigits(a, b);
  if (digits[0] !== digits[1]) return digits[0] ? -1 : 1;
  return compareText(a, b);
}
