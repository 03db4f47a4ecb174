/** What a basename that begins with `.wh.` means; 0 is an ordinary name. */
export const MARKER = {
  none: 0,
  /** Hides what lower layers have under the name after `.wh.`. */
  whiteout: 1,
  /** `.wh..wh..opq`: hides all that lower layers have in the directory it stands in. */
  opaque: 2,
  /** `.wh..wh.` and anything else: bookkeeping of AUFS, never content (moby#15517). */
  aufs: 3,
  /** `.wh.` alone, or naming `.` or `..`: hides nothing (image-spec#1301). */
  invalid: 4,
} as const;
export type MarkerKind = (typeof MARKER)[keyof typeof MARKER];

/** Bytes of `.wh.`; the name a whiteout hides begins after them. */
export const WHITEOUT_PREFIX_LENGTH = 4;

const DOT = 0x2e;
const OPAQUE = new TextEncoder().encode('.wh..wh..opq');
const DOUBLE_PREFIX_LENGTH = 8;

/**
 * Reads a marker from a basename (image-spec layer.md, Whiteouts). Only the name counts: writers use any entry type.
 * @param offset bytes into `names`
 */
export function parseMarker(names: Uint8Array, offset: number, length: number): MarkerKind {
  if (!hasPrefix(names, offset, length)) return MARKER.none;
  if (length === WHITEOUT_PREFIX_LENGTH) return MARKER.invalid;
  if (hasPrefix(names, offset + WHITEOUT_PREFIX_LENGTH, length - WHITEOUT_PREFIX_LENGTH))
    return isOpaque(names, offset, length) ? MARKER.opaque : MARKER.aufs;
  const first = names[offset + 4];
  if (first === DOT && (length === 5 || (length === 6 && names[offset + 5] === DOT))) return MARKER.invalid;
  return MARKER.whiteout;
}

function hasPrefix(names: Uint8Array, offset: number, length: number): boolean {
  return (
    names[offset] === DOT &&
    length >= WHITEOUT_PREFIX_LENGTH &&
    names[offset + 1] === 0x77 &&
    names[offset + 2] === 0x68 &&
    names[offset + 3] === DOT
  );
}

function isOpaque(names: Uint8Array, offset: number, length: number): boolean {
  if (length !== OPAQUE.length) return false;
  for (let i = DOUBLE_PREFIX_LENGTH; i < length; i++) if (names[offset + i] !== OPAQUE[i]) return false;
  return true;
}
