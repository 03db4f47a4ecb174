import { compareDigits } from './digits.ts';

/** `[epoch:]upstream[-revision]` by deb-version(7): `~` sorts before everything, even the end. */
export function compareDpkgVersions(a: string, b: string): number {
  const x = split(a);
  const y = split(b);
  return compareDigits(x.epoch, y.epoch) || comparePart(x.upstream, y.upstream) || comparePart(x.revision, y.revision);
}

function split(version: string) {
  const epoch = /^(\d+):/.exec(version)?.[1] ?? '0';
  const rest = version.replace(/^\d+:/, '');
  const dash = rest.lastIndexOf('-');
  return dash === -1
    ? { epoch, upstream: rest, revision: '0' }
    : { epoch, upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) };
}

function comparePart(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const order = weight(a, i) - weight(b, j);
      if (order !== 0) return order;
      i++;
      j++;
    }
    const digitsA = /^\d*/.exec(a.slice(i))![0];
    const digitsB = /^\d*/.exec(b.slice(j))![0];
    const order = compareDigits(digitsA, digitsB);
    if (order !== 0) return order;
    i += digitsA.length;
    j += digitsB.length;
  }
  return 0;
}

const isDigit = (text: string, at: number) => /\d/.test(text[at] ?? '');

/** `~` first, then the end and digits, then letters, then the rest. */
function weight(text: string, at: number): number {
  const character = text[at];
  if (character === undefined || isDigit(text, at)) return 0;
  if (character === '~') return -1;
  const code = character.codePointAt(0) ?? 0;
  return /[A-Za-z]/.test(character) ? code : code + 256;
}
