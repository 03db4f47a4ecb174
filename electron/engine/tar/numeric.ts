/**
 * Numbers of tar headers and PAX records, read as Go's archive/tar reads them. NaN stands for "not a number there":
 * the caller decides whether that damages the archive.
 */

const NUL = 0;
const SPACE = 0x20;
const ZERO = 0x30;
const INT64_MAX = (1n << 63n) - 1n;
const INT64_MIN = -(1n << 63n);

/** A numeric header field: octal text, or base-256 when its first bit is set. Beyond 2^53 the nearest double. */
export function readNumber(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  let i = at;
  const end = at + length;
  for (; i < end; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  if (i > at) {
    // Nothing after the first NUL counts.
    if (i === end || bytes[i] === NUL) return value;
    if (bytes[i] === SPACE && i === end - 1) return value;
  }
  return bytes[at]! & 0x80 ? base256(bytes, at, length) : octal(bytes, at, end);
}

/** Whether a field is written in a way that readers understand differently. Never true for what real writers make. */
export function isOddNumber(bytes: Uint8Array, at: number, length: number): boolean {
  if (bytes[at]! & 0x80) return false;
  let text = '';
  for (let i = at; i < at + length; i++) text += String.fromCodePoint(bytes[i]!);
  // GNU tar refuses a blank field; libarchive stops at a leading NUL and refuses what follows a closing one.
  return /^ +$/.test(text) || /^ *\0[\0 ]*[0-7]/.test(text) || /[0-7][\0 ]*\0[\0 ]*[^\0 ]/.test(text);
}

function octal(bytes: Uint8Array, from: number, to: number): number {
  let start = from;
  let end = to;
  while (start < end && isPadding(bytes[start]!)) start++;
  while (end > start && isPadding(bytes[end - 1]!)) end--;
  if (start === end) return 0;
  let value = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === NUL) return i === start ? Number.NaN : value;
    const digit = byte - ZERO;
    if (digit < 0 || digit > 7) return Number.NaN;
    value = value * 8 + digit;
  }
  return value;
}

const isPadding = (byte: number): boolean => byte === NUL || byte === SPACE;

function base256(bytes: Uint8Array, at: number, length: number): number {
  const negative = (bytes[at]! & 0x40) !== 0;
  const invert = negative ? 0xff : 0;
  let value = 0;
  for (let i = 0; i < length; i++) {
    let byte = bytes[at + i]! ^ invert;
    if (i === 0) byte &= 0x7f;
    // Exact test for int64: all above its eight bytes zero, and its sign bit too.
    const fromEnd = length - i;
    if (fromEnd > 8 ? byte !== 0 : fromEnd === 8 && byte > 0x7f) return Number.NaN;
    value = value * 256 + byte;
  }
  return negative ? -value - 1 : value;
}

/** A whole decimal number within int64, with an optional sign (Go's strconv.ParseInt). */
export function parseDecimal(text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) return Number.NaN;
  if (text.length <= 15) return Number(text);
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value > INT64_MAX || value < INT64_MIN ? Number.NaN : Number(value);
}

/** Seconds since the epoch with an optional fraction (POSIX pax, "mtime"). */
export function parsePaxTime(text: string): number {
  const match = /^([+-]?[0-9]+)(?:\.([0-9]*))?$/.exec(text);
  if (!match) return Number.NaN;
  const [, whole = '', fraction = ''] = match;
  if (Number.isNaN(parseDecimal(whole))) return Number.NaN;
  return Number(fraction ? `${whole}.${fraction.slice(0, 9)}` : whole);
}
