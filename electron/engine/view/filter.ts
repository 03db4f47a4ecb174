import type { PathNames } from '../union/path-text.ts';

type Tree = PathNames & { readonly length: number };

/** Names with ASCII letters lowered, at the same offsets; other letters match as they are written. */
export function lowerNames(names: Uint8Array): Uint8Array {
  const lowered = new Uint8Array(new SharedArrayBuffer(names.length));
  for (let i = 0; i < names.length; i++) {
    const byte = names[i]!;
    lowered[i] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
  }
  return lowered;
}

/**
 * `matchExactly`, ignoring ASCII case.
 * @param lowered `lowerNames(table.names)`
 */
export function matchPaths(table: Tree, lowered: Uint8Array, text: string): Uint8Array {
  return matchExactly(table, lowered, text.toLowerCase());
}

/**
 * Marks the paths whose name holds `text`. With slashes in it, the parts before the last must end
 * the names above: `tc/pass` matches `/etc/passwd`. Linear: a scan of the name buffer, no path is built.
 * @param names `table.names`, or bytes at the same offsets
 * @returns path → 1
 */
export function matchExactly(table: Tree, names: Uint8Array, text: string): Uint8Array {
  const parts = text.split('/').map((part) => Buffer.from(part));
  const matches = new Uint8Array(table.length);
  const last = parts.at(-1)!;
  const above = parts.slice(0, -1);
  if (above.length === 0) {
    markHolding(table, names, last, matches);
    return matches;
  }
  for (let path = 1; path < table.length; path++) {
    if (startsWith(table, names, path, last) && matchesAbove(table, names, table.parent[path]!, above))
      matches[path] = 1;
  }
  return matches;
}

function markHolding(table: Tree, lowered: Uint8Array, needle: Buffer, matches: Uint8Array): void {
  const { nameOffset, nameLength } = table;
  const haystack = Buffer.from(lowered.buffer, lowered.byteOffset, lowered.byteLength);
  let path = 0;
  let from = 0;
  for (let hit = haystack.indexOf(needle, from); hit !== -1; hit = haystack.indexOf(needle, from)) {
    path = pathAt(table, hit, path);
    const end = nameOffset[path]! + nameLength[path]!;
    const within = hit + needle.length <= end;
    if (within) matches[path] = 1;
    // A hit that runs over the end of a name is none; the next may begin one byte on.
    from = within ? end : hit + 1;
  }
}

/** The last path at or after `from` whose name begins at or before `offset`. Names lie in the buffer in path order. */
function pathAt({ nameOffset, length }: Tree, offset: number, from: number): number {
  let step = 1;
  while (from + step < length && nameOffset[from + step]! <= offset) step *= 2;
  let low = from + (step >> 1);
  let high = Math.min(length - 1, from + step);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (nameOffset[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function startsWith(table: Tree, lowered: Uint8Array, path: number, part: Buffer): boolean {
  return table.nameLength[path]! >= part.length && equalAt(lowered, table.nameOffset[path]!, part);
}

/** @param parts from the outermost down; each but the first must be a whole name, the first only its end */
function matchesAbove(table: Tree, lowered: Uint8Array, path: number, parts: readonly Buffer[]): boolean {
  let at = path;
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i]!;
    // `/etc` begins at the root: its first part is empty and asks for the root itself.
    if (i === 0 && part.length === 0) return at === 0;
    if (at <= 0) return false;
    const length = table.nameLength[at]!;
    if (i > 0 ? length !== part.length : length < part.length) return false;
    if (!equalAt(lowered, table.nameOffset[at]! + length - part.length, part)) return false;
    at = table.parent[at]!;
  }
  return true;
}

function equalAt(bytes: Uint8Array, offset: number, part: Buffer): boolean {
  for (let i = 0; i < part.length; i++) if (bytes[offset + i] !== part[i]) return false;
  return true;
}
