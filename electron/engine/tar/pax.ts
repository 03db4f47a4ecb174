import { Buffer } from 'node:buffer';
import { parseDecimal } from './numeric.ts';

/** The records that every writer uses, by position; all else that matters goes into `others`. */
export const PAX_KEYS = ['path', 'linkpath', 'size', 'uid', 'gid', 'mtime'] as const;
export const PAX = { path: 0, linkpath: 1, size: 2, uid: 3, gid: 4, mtime: 5 } as const;

const NEWLINE = 0x0a;
const EQUALS = 0x3d;
const SPACE = 0x20;

/**
 * The records of one extended header, as spans of its body (POSIX pax, "pax Extended Header"). A later record of a
 * key replaces an earlier one; an empty value restores the header's own, so it counts as absent.
 */
export class PaxRecords {
  /** Copied: the body outlives the buffer it came in. */
  body: Uint8Array = new Uint8Array(0);
  /** start, end of each of PAX_KEYS; start -1 when absent. */
  private readonly spans = new Int32Array(PAX_KEYS.length * 2).fill(-1);
  /** SCHILY.xattr.*, LIBARCHIVE.xattr.* and GNU.sparse.* only. */
  others: Map<string, Uint8Array> | undefined;
  /** Pairs of a sparse 0.0 map, in order; they repeat their keys. */
  sparsePairs: string[] | undefined;
  /** A record length with a sign or leading zeros: Go takes it, others refuse. */
  oddLength = false;
  /** A path, linkpath or size given as empty: readers differ on what that means. */
  emptyValue = false;

  has(key: number): boolean {
    return this.spans[key * 2]! >= 0;
  }
  start(key: number): number {
    return this.spans[key * 2]!;
  }
  end(key: number): number {
    return this.spans[key * 2 + 1]!;
  }
  text(key: number): string {
    return latin1(this.body, this.start(key), this.end(key));
  }
  other(key: string): string {
    const value = this.others?.get(key);
    return value ? latin1(value, 0, value.length) : '';
  }

  /** @returns false when the body is not a series of records (Go: ErrHeader) */
  parse(bytes: Uint8Array, from: number, to: number): boolean {
    this.body = bytes.slice(from, to);
    const end = to - from;
    let at = 0;
    while (at < end) {
      const next = this.record(at, end);
      if (next < 0) return false;
      at = next;
    }
    return true;
  }

  /** @returns where the next record starts, or -1 */
  private record(at: number, end: number): number {
    const body = this.body;
    let digits = at;
    let length = 0;
    while (digits < end && isDigit(body[digits]!) && digits - at < 9) length = length * 10 + body[digits++]! - 0x30;
    if (digits === at || digits === end || body[digits] !== SPACE) {
      const text = latin1(body, at, Math.min(end, at + 32));
      digits = at + text.indexOf(' ');
      if (digits < at) return -1;
      length = parseDecimal(text.slice(0, digits - at));
      this.oddLength = true;
    } else if (body[at] === 0x30) this.oddLength = true;

    const next = at + length;
    if (!(length >= 5) || next > end || next <= digits + 1 || body[next - 1] !== NEWLINE) return -1;
    const keyStart = digits + 1;
    let equals = keyStart;
    while (equals < next - 1 && body[equals] !== EQUALS) equals++;
    if (equals === next - 1 || equals === keyStart) return -1;
    return this.keep(keyStart, equals, next - 1) ? next : -1;
  }

  private keep(keyStart: number, equals: number, end: number): boolean {
    const key = latin1(this.body, keyStart, equals);
    const value = equals + 1;
    const known = (PAX_KEYS as readonly string[]).indexOf(key);
    const isText = known === PAX.path || known === PAX.linkpath || key === 'uname' || key === 'gname';
    // A NUL would make two readers see two names.
    if (isText ? hasNul(this.body, value, end) : key.includes('\0')) return false;
    if (known >= 0) {
      const empty = value === end;
      if (empty && known <= PAX.size) this.emptyValue = true;
      this.spans[known * 2] = empty ? -1 : value;
      this.spans[known * 2 + 1] = empty ? -1 : end;
      return true;
    }
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') return this.keepPair(key, value, end);
    if (key.startsWith('GNU.sparse.') || key.startsWith('SCHILY.xattr.') || key.startsWith('LIBARCHIVE.xattr.'))
      (this.others ??= new Map()).set(key, this.body.subarray(value, end));
    return true;
  }

  /** Sparse 0.0: offset and length take turns. */
  private keepPair(key: string, value: number, end: number): boolean {
    const pairs = (this.sparsePairs ??= []);
    const text = latin1(this.body, value, end);
    if (key !== (pairs.length % 2 === 0 ? 'GNU.sparse.offset' : 'GNU.sparse.numbytes') || text.includes(','))
      return false;
    pairs.push(text);
    return true;
  }
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

function hasNul(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === 0) return true;
  return false;
}

/** Bytes as text, one character each. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

/** The xattrs among the records; undefined when there are none. A SCHILY value wins: it is what runtimes set. */
export function xattrsOf(others: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> | undefined {
  let xattrs: Map<string, Uint8Array> | undefined;
  for (const [key, value] of others) {
    if (value.length === 0) continue;
    if (key.startsWith('SCHILY.xattr.')) (xattrs ??= new Map()).set(utf8(key.slice(13)), value.slice());
    else if (key.startsWith('LIBARCHIVE.xattr.')) {
      const name = utf8(unescapePercent(key.slice(17)));
      const isKnown = xattrs?.has(name) || others.has(`SCHILY.xattr.${name}`);
      if (!isKnown)
        (xattrs ??= new Map()).set(name, new Uint8Array(Buffer.from(latin1(value, 0, value.length), 'base64')));
    }
  }
  return xattrs;
}

const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

const unescapePercent = (text: string): string =>
  text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
