const FLAG = { crc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/**
 * Length of a gzip member's header (RFC 1952 §2.3).
 * @returns undefined when there is none; `more` when it does not end within the bytes given
 */
export function gzipHeaderLength(bytes: Uint8Array, at: number, end: number): number | 'more' | undefined {
  if (end - at < 10) return couldBegin(bytes, at, end) ? 'more' : undefined;
  const flags = bytes[at + 3]!;
  if (!couldBegin(bytes, at, end) || flags & FLAG.reserved) return undefined;
  let next = at + 10;
  if (flags & FLAG.extra) {
    if (next + 2 > end) return 'more';
    next += 2 + bytes[next]! + bytes[next + 1]! * 256;
  }
  for (const text of [FLAG.name, FLAG.comment]) {
    if (!(flags & text)) continue;
    while (next < end && bytes[next] !== 0) next++;
    next++;
  }
  if (flags & FLAG.crc) next += 2;
  return next > end ? 'more' : next - at;
}

const couldBegin = (bytes: Uint8Array, at: number, end: number): boolean =>
  [0x1f, 0x8b, 8].every((byte, i) => at + i >= end || bytes[at + i] === byte);
