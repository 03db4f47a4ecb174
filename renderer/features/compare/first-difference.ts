/**
 * Offset of the first byte that differs, or the shorter length when one begins the other.
 * @returns -1 when both are equal
 */
export function firstDifference(before: Uint8Array, after: Uint8Array): number {
  const shorter = Math.min(before.length, after.length);
  for (let at = 0; at < shorter; at++) if (before[at] !== after[at]) return at;
  return before.length === after.length ? -1 : shorter;
}
