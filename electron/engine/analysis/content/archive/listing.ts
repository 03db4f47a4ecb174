import type { Limits } from '../../../limits/limits.ts';
import type { ArchiveEntry } from '../../../../../shared/model/content-summary.ts';
import { ENTRY_TYPES } from '../../../../../shared/model/entry.ts';
import { bytesToText } from '../../../union/path-text.ts';

/** Of one name or link. */
const MAX_NAME = 65_535;

/** Members of an archive in its order; row `i` of every column is the same member. */
export interface ArchiveListing {
  readonly length: number;
  /** Names and link targets, one after another: of row `i`, the name ends at `ends[2i]`, its link at `ends[2i + 1]`. */
  readonly text: Uint8Array;
  readonly ends: Uint32Array;
  /** Position in ENTRY_TYPES. */
  readonly type: Uint8Array;
  /** 12 bits; 0xffff where the archive has none. */
  readonly mode: Uint16Array;
  readonly size: Float64Array;
  /** Seconds since the epoch; NaN where the archive has none. */
  readonly mtime: Float64Array;
  /** Sum of `size`. */
  readonly contentSize: number;
  /** Row → equal for equal bytes; undefined where nobody knows. Only when it was asked for. */
  readonly contents?: readonly (string | undefined)[];
}

export interface ListedMember {
  readonly name: Uint8Array;
  readonly type: (typeof ENTRY_TYPES)[number];
  readonly size: number;
  readonly mode?: number;
  readonly mtime?: number;
  readonly link?: Uint8Array;
  /** A digest or checksum of its bytes. */
  readonly content?: string | undefined;
}

const NO_MODE = 0xffff;
const NO_BYTES = new Uint8Array(0);

/** Collects members up to the limits. */
export class ListingBuilder {
  length = 0;
  private text = new Uint8Array(4096);
  private used = 0;
  private readonly ends: number[] = [];
  private readonly type: number[] = [];
  private readonly mode: number[] = [];
  private readonly size: number[] = [];
  private readonly mtime: number[] = [];
  readonly limits: Limits;
  readonly withContents: boolean;
  private readonly contents: (string | undefined)[] = [];

  /** @param withContents keep what tells the bytes of members; lists of tars then read all of them */
  constructor(limits: Limits, withContents = false) {
    this.limits = limits;
    this.withContents = withContents;
  }

  /** @returns false when there is no room for more */
  add({ name, type, size, mode = NO_MODE, mtime = Number.NaN, link = NO_BYTES, content }: ListedMember): boolean {
    const { 'archive-members': most, 'layer-name-bytes': mostBytes } = this.limits;
    if (this.length >= most || this.used + name.length + link.length > mostBytes) return false;
    this.append(name);
    this.append(link);
    this.type.push(ENTRY_TYPES.indexOf(type));
    this.mode.push(mode);
    this.size.push(size);
    this.mtime.push(mtime);
    if (this.withContents) this.contents.push(content);
    this.length++;
    return true;
  }

  finish(): ArchiveListing {
    return {
      length: this.length,
      text: this.text.slice(0, this.used),
      ends: Uint32Array.from(this.ends),
      type: Uint8Array.from(this.type),
      mode: Uint16Array.from(this.mode),
      size: Float64Array.from(this.size),
      mtime: Float64Array.from(this.mtime),
      contentSize: this.size.reduce((sum, size) => sum + size, 0),
      ...(this.withContents && { contents: this.contents }),
    };
  }

  private append(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, MAX_NAME);
    while (this.used + kept.length > this.text.length) {
      const larger = new Uint8Array(this.text.length * 2);
      larger.set(this.text);
      this.text = larger;
    }
    this.text.set(kept, this.used);
    this.used += kept.length;
    this.ends.push(this.used);
  }
}

/** One row as a value. */
export function memberAt({ text, ends, type, mode, size, mtime }: ArchiveListing, row: number): ArchiveEntry {
  const start = row === 0 ? 0 : ends[2 * row - 1]!;
  const nameEnd = ends[2 * row]!;
  const link = text.subarray(nameEnd, ends[2 * row + 1]);
  const bits = mode[row]!;
  return {
    path: bytesToText(text.subarray(start, nameEnd)),
    type: ENTRY_TYPES[type[row]!] ?? 'file',
    mode: bits === NO_MODE ? null : bits.toString(8).padStart(4, '0'),
    size: size[row]!,
    mtime: Number.isNaN(mtime[row]!) ? null : mtime[row]!,
    ...(link.length > 0 && { linkTarget: bytesToText(link) }),
  };
}

/** The name of a row, a character for a byte. */
export function memberName({ text, ends }: ArchiveListing, row: number): string {
  return Buffer.from(text.subarray(row === 0 ? 0 : ends[2 * row - 1]!, ends[2 * row])).toString('latin1');
}
