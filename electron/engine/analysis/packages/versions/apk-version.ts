import { compareDigits, compareText } from './digits.ts';

const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];
const GRAMMAR = /^(\d+(?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(?:~[0-9a-f]+)?(?:-r(\d+))?$/;

/** `1.2.3a_rc1-r4` as apk orders it: `_alpha` … `_rc` before none, `_cvs` … `_p` behind. */
export function compareApkVersions(a: string, b: string): number | undefined {
  const x = GRAMMAR.exec(a);
  const y = GRAMMAR.exec(b);
  if (!x || !y) return undefined;
  return (
    compareNumbers(x[1]!, y[1]!) ||
    compareText(x[2]!, y[2]!) ||
    compareSuffixes(x[3]!, y[3]!) ||
    compareDigits(x[4] ?? '0', y[4] ?? '0')
  );
}

function compareNumbers(a: string, b: string): number {
  const x = a.split('.');
  const y = b.split('.');
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [one, other] = [x[i], y[i]];
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    // Behind the first, a part with a leading zero is a fraction.
    const fraction = i > 0 && (one.startsWith('0') || other.startsWith('0'));
    const order = fraction ? compareText(one, other) : compareDigits(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

function compareSuffixes(a: string, b: string): number {
  const x = a.split('_').slice(1);
  const y = b.split('_').slice(1);
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [one = '', other = ''] = [x[i], y[i]];
    const order = rank(one) - rank(other) || compareDigits(one.replace(/\D+/, ''), other.replace(/\D+/, ''));
    if (order !== 0) return order;
  }
  return 0;
}

function rank(suffix: string): number {
  return SUFFIXES.indexOf(suffix.replace(/\d+$/, ''));
}
