import { compareDigits, compareText } from './digits.ts';

/** `[epoch:]version[-release]`, each by rpmvercmp: `~` before the end, `^` behind it. */
export function compareRpmVersions(a: string, b: string): number {
  const x = split(a);
  const y = split(b);
  return compareDigits(x.epoch, y.epoch) || rpmvercmp(x.version, y.version) || rpmvercmp(x.release, y.release);
}

function split(text: string) {
  const epoch = /^(\d+):/.exec(text)?.[1] ?? '0';
  const rest = text.replace(/^\d+:/, '');
  const dash = rest.lastIndexOf('-');
  return dash === -1
    ? { epoch, version: rest, release: '' }
    : { epoch, version: rest.slice(0, dash), release: rest.slice(dash + 1) };
}

function rpmvercmp(a: string, b: string): number {
  const x = a.match(/~|\^|\d+|[A-Za-z]+/g) ?? [];
  const y = b.match(/~|\^|\d+|[A-Za-z]+/g) ?? [];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [one, other] = [x[i], y[i]];
    if (one === other) continue;
    if (one === '~') return -1;
    if (other === '~') return 1;
    // `^` is newer than the end but older than any further part.
    if (one === '^') return other === undefined ? 1 : -1;
    if (other === '^') return one === undefined ? -1 : 1;
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    const digits = [/^\d/.test(one), /^\d/.test(other)];
    if (digits[0] !== digits[1]) return digits[0] ? 1 : -1;
    const order = digits[0] ? compareDigits(one, other) : compareText(one, other);
    if (order !== 0) return order;
  }
  return 0;
}
