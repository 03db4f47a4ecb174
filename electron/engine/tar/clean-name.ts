const SLASH = 0x2f;
const DOT = 0x2e;

/** A name as the index keeps it, and what cleaning did to it. */
export interface CleanName {
  /** No `.`, `..` or empty component, no slash at either end; empty for the root. */
  readonly bytes: Uint8Array;
  /** A `..` would have left the root. */
  readonly clamped: boolean;
}

/** Go's path.Clean on `/` + name, without the leading slash. Never decodes: identity is by bytes. */
export function cleanName(raw: Uint8Array, from = 0, to = raw.length): CleanName {
  const out = new Uint8Array(to - from);
  const ends: number[] = [];
  let length = 0;
  let clamped = false;
  for (let at = from; at < to;) {
    let next = at;
    while (next < to && raw[next] !== SLASH) next++;
    if (isUp(raw, at, next)) {
      if (ends.length === 0) clamped = true;
      length = ends.pop() ?? 0;
    } else if (next > at && !(next === at + 1 && raw[at] === DOT)) {
      ends.push(length);
      if (length > 0) out[length++] = SLASH;
      out.set(raw.subarray(at, next), length);
      length += next - at;
    }
    at = next + 1;
  }
  return { bytes: out.subarray(0, length), clamped };
}

/**
 * Whether the part of a name from a component's start on needs no cleaning but for one closing slash: the fast path
 * of a million names.
 */
export function isClean(raw: Uint8Array, from: number, to: number): boolean {
  let start = from;
  for (let at = from; at < to; at++) {
    if (raw[at] !== SLASH) continue;
    if (at === start || (raw[start] === DOT && isDots(raw, start, at))) return false;
    start = at + 1;
  }
  return start === to || raw[start] !== DOT || !isDots(raw, start, to);
}

/** Whether two names differ only by a leading `./` or `/` and a closing `/`. */
export function isSameButEnds(raw: Uint8Array, from: number, to: number, clean: Uint8Array): boolean {
  let start = from;
  let end = to;
  if (end - start >= 2 && raw[start] === DOT && raw[start + 1] === SLASH) start += 2;
  else if (end > start && raw[start] === SLASH) start++;
  if (end > start && raw[end - 1] === SLASH) end--;
  if (end - start !== clean.length) return false;
  for (let i = 0; i < clean.length; i++) if (raw[start + i] !== clean[i]) return false;
  return true;
}

const isDots = (raw: Uint8Array, from: number, to: number): boolean =>
  (to === from + 1 && raw[from] === DOT) || isUp(raw, from, to);

const isUp = (raw: Uint8Array, from: number, to: number): boolean =>
  to === from + 2 && raw[from] === DOT && raw[from + 1] === DOT;
