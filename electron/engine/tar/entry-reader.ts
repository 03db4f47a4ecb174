import type { LimitName, Limits } from '../limits/limits.ts';
import { cleanName } from './clean-name.ts';
import { FIELD, FORMAT, Header, textLength } from './header.ts';
import type { IndexBuilder } from './index-builder.ts';
import { BLOCK } from './block.ts';
import { isOddNumber } from './numeric.ts';
import { PendingMeta } from './pending-meta.ts';
import { areValidRuns, BodyMap, readSparsePairs, sparseClaim, storedBytes, type SparseRuns } from './sparse.ts';
import { ENTRY_FLAG, TYPE_CODES } from './tar-index.ts';
import { shownName, type TarWarningCode, type TarWarnings } from './tar-warnings.ts';

const TYPE = Object.fromEntries(TYPE_CODES.map((name, code) => [name, code])) as Record<
  (typeof TYPE_CODES)[number],
  number
>;
/** Types '1'…'6', which have no body whatever their size says (Go: isHeaderOnlyType). */
const HEADER_ONLY = [TYPE.hardlink, TYPE.symlink, TYPE.char, TYPE.block, TYPE.dir, TYPE.fifo] as const;

/** What one header makes of the bytes after it. */
export type EntryOutcome =
  /** A body of `stored` bytes follows, then padding. */
  | 'body'
  /** The next block is more of this header: hand it to `more`. */
  | 'more'
  /** `problem` says why nothing after this can be read. */
  | 'stop';

/** Limits of what all entries of a layer take together, and of what. */
const OF = {
  'layer-entries': 'entries in a layer',
  'layer-name-bytes': 'bytes of names in a layer',
  'layer-xattr-bytes': 'bytes of extended attributes in a layer',
} as const satisfies Partial<Record<LimitName, string>>;
type KeptLimit = keyof typeof OF;

/**
 * Turns headers with their pending extended headers into rows. Holds the one entry at hand; the scanner owns the
 * stream and tells where it stands.
 */
export class EntryReader {
  readonly header = new Header();
  readonly meta = new PendingMeta();
  /** Bytes of the body that follow, without padding. */
  stored = 0;
  /** Whether the body belongs to the last row, or to an entry that was skipped. */
  hasRow = false;
  /** After `stop`: the end of a sentence about this header, or a whole sentence in `damage`. */
  problem = '';
  damage: string | undefined;
  /** After `stop`, when it was for a limit of what is kept. */
  exceeded: KeptLimit | undefined;

  private readonly builder: IndexBuilder;
  private readonly warnings: TarWarnings;
  private readonly skippedNames: readonly Uint8Array[];
  private readonly limits: Limits;

  /** The name of the entry at hand, wherever it lies. */
  private nameBytes: Uint8Array = new Uint8Array(0);
  private nameStart = 0;
  private nameEnd = 0;
  private readonly joined = new Uint8Array(260);

  private runs: SparseRuns = [];
  private bodyMap: BodyMap | undefined;
  private extensionBytes = 0;
  private sparseSize = 0;

  get limitText(): string | undefined {
    const { exceeded, limits } = this;
    return exceeded && `is past the limit of ${limits[exceeded]} ${OF[exceeded]} (${exceeded})`;
  }

  /** @param skippedNames names in the root to flag as not part of the content */
  constructor(builder: IndexBuilder, warnings: TarWarnings, skippedNames: readonly Uint8Array[], limits: Limits) {
    this.limits = limits;
    this.builder = builder;
    this.warnings = warnings;
    this.skippedNames = skippedNames;
  }

  /** @param position bytes from the start of the stream to the end of this block */
  read(bytes: Uint8Array, at: number, position: number): EntryOutcome {
    const outcome = this.readTyped(bytes, at, position);
    if (outcome === 'body' && this.meta.count > 0) this.meta.clear();
    return outcome;
  }

  /** Another block of the header that `read` began. */
  more(bytes: Uint8Array, at: number, position: number): EntryOutcome {
    const outcome = this.bodyMap
      ? this.readMap(this.bodyMap, bytes, at, position)
      : this.readExtension(bytes, at, position);
    if (outcome === 'body') this.meta.clear();
    return outcome;
  }

  private stop(problem: string): EntryOutcome {
    this.problem = problem;
    return 'stop';
  }

  private warn(code: TarWarningCode): void {
    this.warnings.add(code, this.nameBytes.subarray(this.nameStart, this.nameEnd));
  }

  private readTyped(bytes: Uint8Array, at: number, position: number): EntryOutcome {
    const { header, meta } = this;
    this.locateName(bytes, at);
    if (meta.count > 0) {
      const problem = this.applyMeta();
      if (problem) return this.stop(problem);
    }
    const { size, typeflag } = header;
    if (header.oddPrefix) this.warn('gnu-prefix');
    if (typeflag >= 0x31 && typeflag <= 0x36)
      return this.addBodiless(HEADER_ONLY[typeflag - 0x31]!, bytes, at, position);
    if (size < 0) return this.stop('has a negative size');
    if (size > Number.MAX_SAFE_INTEGER) return this.stop('claims more bytes than any archive can hold');
    this.stored = size;
    if (!isCanonicalSize(bytes, at) && isOddNumber(bytes, at + FIELD.size, 12)) this.warn('odd-number');

    const endsInSlash = this.nameEnd > this.nameStart && this.nameBytes[this.nameEnd - 1] === 0x2f;
    switch (typeflag) {
      case 0x30: // '0'
        if (endsInSlash) this.warn('trailing-slash-file');
        return this.addFile(position);
      case 0: // before POSIX a closing slash meant a folder
        return endsInSlash ? this.addBodiless(TYPE.dir, bytes, at, position) : this.addFile(position);
      case 0x37: // '7'
        this.warn('contiguous-file');
        return this.addFile(position);
      case 0x53: // 'S'
        return this.startOldSparse(bytes, at, position);
      case 0x44: // 'D', a folder whose body lists what it held
        return this.add(TYPE.dir, 0, position);
      default:
        this.warn('unknown-type');
        this.hasRow = false;
        return 'body';
    }
  }

  private locateName(bytes: Uint8Array, at: number): void {
    const { nameLength, prefixLength } = this.header;
    if (prefixLength === 0) {
      this.setName(bytes, at, at + nameLength);
      return;
    }
    const joined = this.joined;
    for (let i = 0; i < prefixLength; i++) joined[i] = bytes[at + FIELD.prefix + i]!;
    joined[prefixLength] = 0x2f;
    for (let i = 0; i < nameLength; i++) joined[prefixLength + 1 + i] = bytes[at + i]!;
    this.setName(joined, 0, prefixLength + 1 + nameLength);
  }

  private setName(bytes: Uint8Array, from: number, to: number): void {
    this.nameBytes = bytes;
    this.nameStart = from;
    this.nameEnd = to;
  }

  /** The name must outlive this block: what describes the entry goes on in the next. */
  private keepName(): void {
    this.setName(this.nameBytes.slice(this.nameStart, this.nameEnd), 0, this.nameEnd - this.nameStart);
  }

  /** @returns what is wrong when a record damages the archive */
  private applyMeta(): string | undefined {
    const { header, meta } = this;
    const hadSize = header.size;
    const problem = meta.apply(header, this.warnings, this.nameBytes.subarray(this.nameStart, this.nameEnd));
    if (meta.nameBytes) this.setName(meta.nameBytes, meta.nameStart, meta.nameEnd);
    // A size field of zero is what writers leave when the number is too large for it.
    if (!problem && header.size !== hadSize && hadSize !== 0) this.warn('pax-size-conflict');
    return problem;
  }

  private addFile(position: number): EntryOutcome {
    const pax = this.meta.pax;
    if (!pax || (!pax.others && !pax.sparsePairs)) return this.add(TYPE.file, this.stored, position);
    const claim = sparseClaim(pax);
    if (claim.kind === 'invalid') return this.stop('has a sparse map that cannot be read');
    const name = pax.others?.get('GNU.sparse.name');
    if (claim.kind === 'none') {
      if (name) this.warn('sparse-name-ignored');
      return this.add(TYPE.file, this.stored, position);
    }
    if (name && name.length > 0) this.setName(name, 0, name.length);
    this.sparseSize = claim.size ?? this.stored;
    if (claim.kind === 'mapped') return this.addSparse(claim.runs, position);
    this.keepName();
    this.bodyMap = new BodyMap();
    return 'more';
  }

  private startOldSparse(bytes: Uint8Array, at: number, position: number): EntryOutcome {
    // Star's sparse files have the same type and another layout.
    if (this.header.format !== FORMAT.gnu) return this.stop('is a sparse file in a form that is not GNU');
    this.sparseSize = this.header.readRealSize(bytes, at);
    this.runs = [];
    if (Number.isNaN(this.sparseSize) || !readSparsePairs(bytes, at + FIELD.sparse, 4, this.runs))
      return this.stop('has a sparse map that cannot be read');
    if (bytes[at + FIELD.extended] === 0) return this.addSparse(this.runs, position);
    this.keepName();
    this.extensionBytes = 0;
    this.bodyMap = undefined;
    return 'more';
  }

  private readExtension(bytes: Uint8Array, at: number, position: number): EntryOutcome {
    this.extensionBytes += BLOCK;
    if (!readSparsePairs(bytes, at, 21, this.runs)) return this.stop('has a sparse map that cannot be read');
    if (this.extensionBytes > this.limits['sparse-map-bytes'])
      return this.stop(`has a sparse map of over ${this.limits['sparse-map-bytes']} bytes (sparse-map-bytes)`);
    return bytes[at + 504] === 0 ? this.addSparse(this.runs, position) : 'more';
  }

  private readMap(map: BodyMap, bytes: Uint8Array, at: number, position: number): EntryOutcome {
    const runs = map.bytes + BLOCK > this.stored ? 'invalid' : map.push(bytes, at);
    if (runs === 'more' && map.bytes <= this.limits['header-bytes']) return 'more';
    this.bodyMap = undefined;
    if (typeof runs === 'string') return this.stop('is part of a sparse map that cannot be read');
    this.stored -= map.bytes;
    return this.addSparse(runs, position);
  }

  private addSparse(runs: SparseRuns, position: number): EntryOutcome {
    if (!areValidRuns(runs, this.sparseSize))
      return this.stop('has a sparse map that overlaps itself or passes the end of the file');
    const outcome = this.add(TYPE.file, this.sparseSize, position);
    if (!this.hasRow) return outcome;
    const row = this.builder.length - 1;
    this.builder.flag(row, ENTRY_FLAG.sparse);
    this.builder.addRare({ sparse: Float64Array.from(runs) }, runs.length * 8);
    if (storedBytes(runs) === this.stored) return outcome;
    this.builder.flag(row, ENTRY_FLAG.incomplete);
    this.damage = `The sparse map of ${shownName(this.builder.lastPath())} does not fit the bytes stored for it.`;
    return 'stop';
  }

  private addBodiless(type: number, bytes: Uint8Array, at: number, position: number): EntryOutcome {
    const { header } = this;
    if (header.size !== 0) this.warn('header-only-size');
    this.stored = 0;
    const outcome = this.add(type, 0, position);
    if (!this.hasRow) return outcome;
    if (type === TYPE.symlink || type === TYPE.hardlink) this.addLink(type, bytes, at);
    else if (type === TYPE.char || type === TYPE.block) {
      if (type === TYPE.char && header.major === 0 && header.minor === 0) this.warn('overlay-whiteout-device');
      this.builder.addRare({ major: header.major, minor: header.minor }, 16);
    }
    return outcome;
  }

  /** Makes the row, or skips the entry with its body. */
  private add(type: number, size: number, position: number): EntryOutcome {
    const { header, builder } = this;
    this.hasRow = false;
    if (this.nameEnd === this.nameStart) {
      this.warn('empty-name');
      return 'body';
    }
    this.exceeded = this.limitHit();
    if (this.limitText !== undefined) return this.stop(this.limitText);
    const problem = builder.name(this.nameBytes, this.nameStart, this.nameEnd);
    if (problem) {
      this.warn(problem === 'too-deep' ? 'path-too-deep' : 'name-too-long');
      return 'body';
    }
    const bodyOffset = type === TYPE.file ? position : 0;
    const row = builder.add(type, header.mode, header.uid, header.gid, size, header.mtime, bodyOffset, 0);
    this.hasRow = true;
    if (this.meta.pax?.others) this.addXattrs();
    if (this.skippedNames.length > 0 && this.skippedNames.some((name) => builder.isAtRoot(name)))
      builder.flag(row, ENTRY_FLAG.skipped);
    return 'body';
  }

  private limitHit(): KeptLimit | undefined {
    const { builder, limits } = this;
    if (builder.length >= limits['layer-entries']) return 'layer-entries';
    if (builder.nameBytes > limits['layer-name-bytes']) return 'layer-name-bytes';
    return builder.rareBytes > limits['layer-xattr-bytes'] ? 'layer-xattr-bytes' : undefined;
  }

  private addXattrs(): void {
    const found = this.meta.xattrs();
    if (!found) return;
    if (found.onlyLibarchive) this.warn('libarchive-xattr');
    if (found.ofOverlay) this.warn('overlay-xattr');
    this.builder.addRare({ xattrs: found.xattrs }, found.newBytes);
  }

  private addLink(type: number, bytes: Uint8Array, at: number): void {
    const { meta } = this;
    const source = meta.linkBytes ?? bytes;
    const from = meta.linkBytes ? meta.linkStart : at + FIELD.link;
    const to = meta.linkBytes ? meta.linkEnd : from + this.header.linkLength;
    if (type === TYPE.hardlink) {
      const clean = cleanName(source, from, to).bytes;
      this.builder.addLink(clean, 0, clean.length);
      return;
    }
    if (to === from) this.warn('empty-link');
    this.builder.addLink(source, from, to);
  }
}

/** Eleven digits and an end: what nearly all writers make. */
const isCanonicalSize = (bytes: Uint8Array, at: number): boolean =>
  textLength(bytes, at + FIELD.size, 12) === 11 && bytes[at + FIELD.size]! >= 0x30;
