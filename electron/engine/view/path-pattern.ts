import type { PatternKind } from '../../../shared/model/pattern.ts';
import type { PathTable } from '../union/path-table.ts';
import { matchExactly, matchPaths } from './filter.ts';
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
  if (kind === 'regex') return matchWhole(table, compileRegex(text, ignoreCase), cancelled);
  const lower = ignoreCase ? lowerASCII(text) : text;
  // Against lowered names a lowered pattern needs no case folding, which would cost twice the time.
  const names = ignoreCase ? { ...table, names: lowered } : table;
  const regex = compileRegex(globSource(lower), false);
  return text.replace(/\/$/, '').includes('/')
    ? matchWhole(names, regex, cancelled)
    : matchNames(names, regex, cancelled);
}

function matchNames({ length, names, nameOffset, nameLength }: Names, regex: SafeRegex, cancelled: () => boolean) {
  const matches = new Uint8Array(length);
  for (let path = 1; path < length; path++) {
    if (path % CHECK_EVERY === 0 && cancelled()) return matches;
    const from = nameOffset[path]!;
    if (regex.test(names.subarray(from, from + nameLength[path]!))) matches[path] = 1;
  }
  return matches;
}

function matchWhole(table: Names, regex: SafeRegex, cancelled: () => boolean): Uint8Array {
  const matches = new Uint8Array(table.length);
  const whole = wholePaths(table);
  for (let path = 1; path < table.length; path++) {
    if (path % CHECK_EVERY === 0 && cancelled()) return matches;
    if (regex.test(whole(path))) matches[path] = 1;
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
