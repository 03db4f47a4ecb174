const NEWLINE = 0x0a;
/** Lines shorter than this (braces, blank lines) are everywhere and anchor nothing. */
const MIN_ANCHOR = 8;
/** Lines looked at from the end of each piece. */
const LOOK_BACK = 4000;

/**
 * Where to end two pieces of text that are compared, so that the next pieces begin with the same line: after the last
 * line that each piece has once. Where there is none, after each piece's last whole line, else at its end.
 * @returns bytes of each piece to take; more than 0 of a piece that is not empty
 */
export function cutAtCommonLine(before: Uint8Array, after: Uint8Array): readonly [number, number] {
  const there = tailLines(after);
  for (const [line, end] of tailLines(before)) {
    const other = there.get(line);
    if (end !== null && other !== undefined && other !== null) return [end, other];
  }
  return [lastLineEnd(before), lastLineEnd(after)];
}

/** Line → where it ends, last line first; null for a line that is there twice. Bytes as Latin-1, so that offsets are bytes. */
function tailLines(bytes: Uint8Array): ReadonlyMap<string, number | null> {
  const lines = new Map<string, number | null>();
  let end = bytes.lastIndexOf(NEWLINE);
  for (let count = 0; end > 0 && count < LOOK_BACK; count++) {
    const start = bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    if (end - start >= MIN_ANCHOR) {
      const line = latin1.decode(bytes.subarray(start, end));
      lines.set(line, lines.has(line) ? null : end + 1);
    }
    end = start - 1;
  }
  return lines;
}

const latin1 = new TextDecoder('latin1');

function lastLineEnd(bytes: Uint8Array): number {
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  return end > 0 ? end : bytes.length;
}
