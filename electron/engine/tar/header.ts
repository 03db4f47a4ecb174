import { BLOCK } from './block.ts';
import { readNumber } from './numeric.ts';

/** Which layout the bytes from 257 on have (Go archive/tar, getFormat). */
export const FORMAT = { v7: 0, ustar: 1, star: 2, gnu: 3 } as const;

/** Offsets of the fields that more than one file reads. */
export const FIELD = { name: 0, size: 124, link: 157, prefix: 345, sparse: 386, extended: 482, realSize: 483 } as const;

export type HeaderProblem = 'checksum' | 'number';

/**
 * A numeric field and the bytes it was read from, as words: neighbours mostly share owner, mode and time, and parsing
 * digits is a third of the cost of a header.
 */
class CachedField {
  value = 0;
  private readonly at: number;
  private readonly length: number;
  private readonly word: number;
  private a = -1;
  private b = -1;
  private c = -1;

  private readonly isWide: boolean;

  /** @param at from the start of the block; @param length 8 or 12 */
  constructor(at: number, length: number) {
    this.at = at;
    this.length = length;
    this.word = at >>> 2;
    this.isWide = length > 8 || at % 4 > 0;
  }

  read(block: Uint8Array, at: number, words: Uint32Array | null, wordAt: number): number {
    if (!words) return readNumber(block, at + this.at, this.length);
    const first = wordAt + this.word;
    const a = words[first]!;
    const b = words[first + 1]!;
    const c = this.isWide ? words[first + 2]! : -1;
    if (a === this.a && b === this.b && c === this.c) return this.value;
    this.a = a;
    this.b = b;
    this.c = c;
    return (this.value = readNumber(block, at + this.at, this.length));
  }
}

/** One header block, decoded in place of the one before: a million headers allocate nothing. */
export class Header {
  format: number = FORMAT.v7;
  typeflag = 0;
  size = 0;
  mode = 0;
  uid = 0;
  gid = 0;
  mtime = 0;
  major = 0;
  minor = 0;
  /** Bytes of the name, from the start of the block. */
  nameLength = 0;
  linkLength = 0;
  /** Bytes of the prefix at 345; 0 for none. */
  prefixLength = 0;
  /** A GNU header whose atime area holds text: only Go takes it as a prefix. */
  oddPrefix = false;

  private readonly modeField = new CachedField(100, 8);
  private readonly uidField = new CachedField(108, 8);
  private readonly gidField = new CachedField(116, 8);
  private readonly mtimeField = new CachedField(136, 12);
  private readonly majorField = new CachedField(329, 8);
  private readonly minorField = new CachedField(337, 8);

  /**
   * @param words the same memory as `block` in 32-bit words, or null when the block is not aligned to them
   * @param wordAt the block's first word
   * @returns undefined when the block is a header
   */
  read(block: Uint8Array, at: number, words: Uint32Array | null, wordAt = 0): HeaderProblem | undefined {
    const sum = words ? unsignedSum(words, wordAt) : slowSum(block, at, false);
    const claimed = readOctalSum(block, at);
    if (claimed !== sum - fieldSum(block, at) + 256 && claimed !== slowSum(block, at, true)) return 'checksum';

    this.format = formatOf(block, at);
    this.typeflag = block[at + 156]!;
    this.nameLength = words ? nameLengthIn(words, wordAt) : textLength(block, at, 100);
    this.linkLength = block[at + FIELD.link] === 0 ? 0 : textLength(block, at + FIELD.link, 100);
    this.prefixLength = 0;
    this.oddPrefix = false;
    this.size = readNumber(block, at + FIELD.size, 12);
    this.mode = this.modeField.read(block, at, words, wordAt);
    this.uid = this.uidField.read(block, at, words, wordAt);
    this.gid = this.gidField.read(block, at, words, wordAt);
    this.mtime = this.mtimeField.read(block, at, words, wordAt);
    this.major = 0;
    this.minor = 0;
    if (this.format !== FORMAT.v7) this.readExtra(block, at, words, wordAt);
    const all = this.size + this.mode + this.uid + this.gid + this.mtime + this.major + this.minor;
    return Number.isNaN(all) ? 'number' : undefined;
  }

  /** The real size of an old GNU sparse file; NaN when it is no number. */
  readRealSize(block: Uint8Array, at: number): number {
    return readNumber(block, at + FIELD.realSize, 12);
  }

  private readExtra(block: Uint8Array, at: number, words: Uint32Array | null, wordAt: number): void {
    this.major = this.majorField.read(block, at, words, wordAt);
    this.minor = this.minorField.read(block, at, words, wordAt);
    if (this.format === FORMAT.ustar) {
      if (block[at + FIELD.prefix] !== 0) this.prefixLength = textLength(block, at + FIELD.prefix, 155);
    } else if (this.format === FORMAT.star) {
      this.prefixLength = textLength(block, at + FIELD.prefix, 131);
      // Go reads both times and refuses the header when one is not a number.
      if (Number.isNaN(readNumber(block, at + 476, 12) + readNumber(block, at + 488, 12))) this.mtime = Number.NaN;
    } else if (block[at + FIELD.prefix] !== 0 || block[at + 357] !== 0) {
      this.readGnuTimes(block, at);
    }
  }

  /** Go before 1.8 wrote GNU headers with a prefix where GNU has atime and ctime; Go still reads them so. */
  private readGnuTimes(block: Uint8Array, at: number): void {
    const atime = block[at + FIELD.prefix] === 0 ? 0 : readNumber(block, at + FIELD.prefix, 12);
    const ctime = block[at + 357] === 0 ? 0 : readNumber(block, at + 357, 12);
    if (!Number.isNaN(atime + ctime)) return;
    const length = textLength(block, at + FIELD.prefix, 155);
    for (let i = 0; i < length; i++) if (block[at + FIELD.prefix + i]! >= 0x80) return;
    this.prefixLength = length;
    this.oddPrefix = length > 0;
  }
}

/** Bytes before the first NUL. */
export function textLength(bytes: Uint8Array, at: number, limit: number): number {
  let i = 0;
  while (i < limit && bytes[at + i] !== 0) i++;
  return i;
}

/** `textLength` of the 100 bytes at the start of a block, four at a time: the classic test for a zero byte in a word. */
function nameLengthIn(words: Uint32Array, at: number): number {
  for (let i = 0; i < 25; i++) {
    const word = words[at + i]!;
    const zeros = (word - 0x0101_0101) & ~word & 0x8080_8080;
    // Bytes above a zero one may be taken for zero too, so the lowest counts.
    if (zeros !== 0) return i * 4 + ((31 - Math.clz32(zeros & -zeros)) >>> 3);
  }
  return 100;
}

export function isZeroBlock(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + BLOCK; i++) if (bytes[i] !== 0) return false;
  return true;
}

function formatOf(block: Uint8Array, at: number): number {
  // "ustar" then NUL (any version), or blank, blank, NUL.
  if (
    block[at + 257] !== 0x75 ||
    block[at + 258] !== 0x73 ||
    block[at + 259] !== 0x74 ||
    block[at + 260] !== 0x61 ||
    block[at + 261] !== 0x72
  )
    return FORMAT.v7;
  const last = block[at + 262];
  if (last === 0) return isStar(block, at) ? FORMAT.star : FORMAT.ustar;
  return last === 0x20 && block[at + 263] === 0x20 && block[at + 264] === 0 ? FORMAT.gnu : FORMAT.v7;
}

const isStar = (block: Uint8Array, at: number): boolean =>
  block[at + 508] === 0x74 && block[at + 509] === 0x61 && block[at + 510] === 0x72 && block[at + 511] === 0;

/** The checksum field is octal only; NaN (never equal to a sum) when it is not. */
function readOctalSum(block: Uint8Array, at: number): number {
  return block[at + 148]! & 0x80 ? Number.NaN : readNumber(block, at + 148, 8);
}

function fieldSum(block: Uint8Array, at: number): number {
  let sum = 0;
  for (let i = at + 148; i < at + 156; i++) sum += block[i]!;
  return sum;
}

/**
 * Sum of 512 bytes, four at a time: two 16-bit lanes hold 256 × 255 each. Most of a header is zero, so that looking
 * first, 16 bytes at a time, halves the cost of what costs most in a million headers.
 */
function unsignedSum(words: Uint32Array, at: number): number {
  let even = 0;
  let odd = 0;
  for (let i = at; i < at + 128; i += 4) {
    const a = words[i]!;
    const b = words[i + 1]!;
    const c = words[i + 2]!;
    const d = words[i + 3]!;
    if ((a | b | c | d) === 0) continue;
    even += (a & 0x00ff_00ff) + (b & 0x00ff_00ff) + (c & 0x00ff_00ff) + (d & 0x00ff_00ff);
    odd +=
      ((a >>> 8) & 0x00ff_00ff) + ((b >>> 8) & 0x00ff_00ff) + ((c >>> 8) & 0x00ff_00ff) + ((d >>> 8) & 0x00ff_00ff);
  }
  return (even & 0xffff) + (even >>> 16) + (odd & 0xffff) + (odd >>> 16);
}

/** The signed sum counts bytes as old compilers' chars and the checksum field as spaces; the unsigned one counts all as they stand. */
function slowSum(block: Uint8Array, at: number, signed: boolean): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = block[at + i]!;
    if (!signed) sum += byte;
    else if (i >= 148 && i < 156) sum += 0x20;
    else sum += byte < 0x80 ? byte : byte - 0x100;
  }
  return sum;
}
