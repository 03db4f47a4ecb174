import type { PatternKind } from '../../../shared/model/pattern.ts';
import type { PathTable } from '../union/path-table.ts';
import { matchExactly, matchPaths } from './filter.ts';
import { literalOfGlob, literalOfRegex } from './pattern-literal.ts';
import { starPattern, type NameTest } from './star-pattern.ts';
import { compileRegex, globSource, type SafeRegex } from './safe-regex.ts';

export interface PathPattern {
  readonly kind: PatternKind;
  /** Not empty. */
  readonly text: string;
  readonly ignoreCase: boolean;
}

type Names = Pick<PathTable, 'length' | 'parent' | 'names' | 'nameOffset' | 'nameLength'>;

/** Paths between two looks at whether to go on. */
const CHECK_EVERY = 4096;
const SLASH = 0x2f;

/**
 * Marks the paths that a pattern matches (ViewSpec.filter says how each kind is read).
 * @param lowered `lowerNames(table.names)`
 * @returns path → 1
 * @throws OutcropError `bad-request` for a pattern that does not parse
 */
export function matchPattern(
  table: Names,
  lowered: Uint8Array,
  { kind, text, ignoreCase }: PathPattern,
  cancelled: () => boolean = () => false,
): Uint8Array {
  if (kind === 'text') return ignoreCase ? matchPaths(table, lowered, text) : matchExactly(table, table.names, text);
  const holding = (literal: string | undefined) => {
    if (literal === undefined) return undefined;
    return ignoreCase ? matchPaths(table, lowered, literal) : matchExactly(table, table.names, literal);
  };
  if (kind === 'regex') {
    const regex = compileRegex(text, ignoreCase);
    return matchWhole(table, regex, withBelow(table, holding(literalOfRegex(text, ignoreCase))), cancelled);
  }
  const lower = ignoreCase ? lowerASCII(text) : text;
  // Against lowered names a lowered pattern needs no case folding, which would cost twice the time.
  const names = ignoreCase ? { ...table, names: lowered } : table;
  const stars = starPattern(lower);
  if (stars) return matchNames(names, stars, undefined, cancelled);
  const regex = compileRegex(globSource(lower), false);
  return text.replace(/\/$/, '').includes('/')
    ? matchWhole(names, regex, holding(literalOfGlob(lower)), cancelled)
    : matchNames(
        names,
        (bytes, from, length) => regex.test(bytes.subarray(from, from + length)),
        holding(literalOfGlob(lower)),
        cancelled,
      );
}

/** A path may match by the name of a folder it lies in. */
function withBelow({ length, parent }: Names, holding: Uint8Array | undefined): Uint8Array | undefined {
  if (!holding) return undefined;
  for (let path = 1; path < length; path++) if (holding[parent[path]!] === 1) holding[path] = 1;
  return holding;
}

/** @param candidates path → 1; the others cannot match. All may when it is left out. */
function matchNames(
  { length, names, nameOffset, nameLength }: Names,
  isMatch: NameTest,
  candidates: Uint8Array | undefined,
  cancelled: () => boolean,
) {
  const matches = new Uint8Array(length);
  for (let path = 1; path < length; path++) {
    if (path % CHECK_EVERY === 0 && cancelled()) return matches;
    if (candidates?.[path] === 0) continue;
    if (isMatch(names, nameOffset[path]!, nameLength[path]!)) matches[path] = 1;
  }
  return matches;
}

function matchWhole(
  table: Names,
  regex: SafeRegex,
  candidates: Uint8Array | undefined,
  cancelled: () => boolean,
): Uint8Array {
  const matches = new Uint8Array(table.length);
  const whole = wholePaths(table);
  for (let path = 1; path < table.length; path++) {
    if (path % CHECK_EVERY === 0 && cancelled()) return matches;
    if (candidates?.[path] !== 0 && regex.test(whole(path))) matches[path] = 1;
  }
  return matches;
}

/** The bytes of a path with its slashes, in one buffer that the next call uses again. */
function wholePaths({ parent, names, nameOffset, nameLength }: Names): (path: number) => Uint8Array {
  let buffer = new Uint8Array(4096);
  return (path) => {
    let start = buffer.length;
    for (let at = path; at > 0; at = parent[at]!) {
      const length = nameLength[at]!;
      while (start < length + 1) {
        const wider = new Uint8Array(buffer.length * 2);
        wider.set(buffer, buffer.length);
        start += buffer.length;
        buffer = wider;
      }
      start -= length;
      const from = nameOffset[at]!;
      for (let i = 0; i < length; i++) buffer[start + i] = names[from + i]!;
      buffer[--start] = SLASH;
    }
    return buffer.subarray(start);
  };
}

/** As `lowerNames` does: other letters match as they are written. */
function lowerASCII(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
