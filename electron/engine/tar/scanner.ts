import { cleanName } from './clean-name.ts';
import { FIELD, FORMAT, Header, isZeroBlock, textLength } from './header.ts';
import { IndexBuilder } from './index-builder.ts';
import { BLOCK, TAR_LIMIT } from './limits.ts';
import { isOddNumber } from './numeric.ts';
import { PendingMeta, type MetaKind } from './pending-meta.ts';
import { areValidRuns, BodyMap, readSparsePairs, sparseClaim, storedBytes, type SparseRuns } from './sparse.ts';
import { ENTRY_FLAG } from './tar-index.ts';
import type { TarIndex } from './tar-index.ts';
import { shownName, TarWarnings } from './tar-warnings.ts';

const TYPE = { file: 0, dir: 1, symlink: 2, char: 3, block: 4, fifo: 5, hardlink: 6 } as const;

/** What the next bytes are. */
type State =
  | 'header'
  /** Body of an x, g, L or K. */
  | 'meta'
  /** Extension block of an old GNU sparse header. */
  | 'extension'
  /** Block of a sparse 1.0 map. */
  | 'map'
  /** One zero block was read. */
  | 'zero'
  /** After the end marker. */
  | 'drain'
  /** Damaged: nothing more is understood. */
  | 'stopped';

export interface ScannerOptions {
  /** Names in the root to flag as not part of the content. */
  readonly skippedNames?: readonly Uint8Array[];
}

/**
 * Reads a tar as Go's archive/tar does: it decides what a container would see. Bytes are pushed in order, in pieces
 * of any size; `skippable` says how many of the next need not be pushed. Pure and synchronous; never throws on input.
 */
export class TarScanner {
  /** Bytes of the stream pushed or skipped so far. */
  position = 0;
  /** One sentence when the archive cannot be understood further. Rows before it stand. */
  damage: string | undefined;
  readonly builder: IndexBuilder;
  readonly warnings = new TarWarnings();

  private state: State = 'header';
  /** Position of the next byte that means something. */
  private next = 0;
  /** Position where the body of the last entry ends, without padding. */
  private bodyEnd = 0;
  private hasBodyRow = false;

  private readonly header = new Header();
  private readonly meta = new PendingMeta();
  private metaKind: MetaKind = 'x';
  private metaBody: Uint8Array = new Uint8Array(BLOCK);
  private metaFilled = 0;
  private metaSize = 0;

  private readonly carry = new Uint8Array(BLOCK);
  private carried = 0;
  private words: Uint32Array | null = null;

  private runs: SparseRuns = [];
  private bodyMap = new BodyMap();
  private extensionBytes = 0;
  private stored = 0;
  private sparseSize = 0;
  private seesTail = false;

  /** The name of the entry at hand, wherever it lies. */
  private nameBytes: Uint8Array = this.carry;
  private nameStart = 0;
  private nameEnd = 0;
  private readonly joined = new Uint8Array(260);

  private readonly skippedNames: readonly Uint8Array[];

  constructor(options: ScannerOptions = {}, builder = new IndexBuilder()) {
    this.skippedNames = options.skippedNames ?? [];
    this.builder = builder;
  }

  /** How many of the next bytes mean nothing: bodies and padding. */
  get skippable(): number {
    return this.next > this.position ? this.next - this.position : 0;
  }
  /** Nothing more will be learnt from more bytes, but whether they are zero. */
  get isDone(): boolean {
    return this.state === 'drain' || this.state === 'stopped';
  }

  /** Makes room, judging by what was read so far. @param total bytes of the whole stream, about */
  expect(total: number): void {
    const rows = (this.builder.length / this.position) * total;
    this.builder.reserve(Math.min(Math.ceil(rows * 1.03) + 256, TAR_LIMIT.entries));
  }

  /** @param bytes at most `skippable` */
  skip(bytes: number): void {
    this.position += bytes;
  }

  push(bytes: Uint8Array, start = 0, end = bytes.length): void {
    if (this.words?.buffer !== bytes.buffer)
      this.words = bytes.buffer.byteLength % 4 === 0 ? new Uint32Array(bytes.buffer) : null;
    let at = start;
    while (at < end) {
      if (this.next > this.position) {
        const step = Math.min(this.next - this.position, end - at);
        at += step;
        this.position += step;
      } else if (this.state === 'meta') at = this.fillMeta(bytes, at, end);
      else if (this.isDone) {
        if (this.state === 'drain' && !this.seesTail) this.lookAtTail(bytes, at, end);
        this.position += end - at;
        return;
      } else if (this.carried > 0 || end - at < BLOCK) at = this.fillCarry(bytes, at, end);
      else {
        this.position += BLOCK;
        this.next = this.position;
        const aligned = this.words !== null && ((bytes.byteOffset + at) & 3) === 0;
        this.block(bytes, at, aligned);
        at += BLOCK;
      }
    }
  }

  private fillCarry(bytes: Uint8Array, at: number, end: number): number {
    const step = Math.min(BLOCK - this.carried, end - at);
    this.carry.set(bytes.subarray(at, at + step), this.carried);
    this.carried += step;
    this.position += step;
    this.next = this.position;
    if (this.carried === BLOCK) {
      this.carried = 0;
      this.block(this.carry, 0, false);
    }
    return at + step;
  }

  private lookAtTail(bytes: Uint8Array, at: number, end: number): void {
    for (let i = at; i < end; i++)
      if (bytes[i] !== 0) {
        this.seesTail = true;
        this.warnings.add('data-after-end');
        return;
      }
  }

  /** Tells that the stream ends here; then `index` may be taken. */
  finish(): void {
    if (this.isDone) return;
    if (this.position < this.bodyEnd) {
      if (this.hasBodyRow) this.builder.flag(this.builder.length - 1, ENTRY_FLAG.incomplete);
      const whose = this.hasBodyRow ? shownName(this.builder.lastPath()) : 'a skipped entry';
      this.stop(`The archive ends inside the body of ${whose}.`);
    } else if (this.state === 'meta' || this.state === 'extension' || this.state === 'map')
      this.stop('The archive ends inside an extended header.');
    else if (this.carried > 0) this.stop('The archive ends inside an entry header.');
    else {
      if (this.position > 0) this.warnings.add('no-end-marker');
      this.remarkDangling();
    }
  }

  index(): TarIndex {
    return this.builder.finish();
  }

  private stop(damage: string): void {
    this.damage = damage;
    this.state = 'stopped';
  }

  private stopAtHeader(why: string): void {
    this.stop(`The header at byte ${this.position - BLOCK} ${why}; nothing after it was read.`);
  }

  /** `position` is already after the block. */
  private block(bytes: Uint8Array, at: number, aligned: boolean): void {
    if (this.state === 'extension') this.readExtension(bytes, at);
    else if (this.state === 'map') this.readMap(bytes, at);
    else if (bytes[at] === 0 && isZeroBlock(bytes, at)) {
      if (this.state === 'zero') {
        this.state = 'drain';
        this.remarkDangling();
      } else this.state = 'zero';
    } else if (this.state === 'zero') this.stopAtHeader('follows a lone zero block');
    else this.readHeader(bytes, at, aligned);
  }

  private remarkDangling(): void {
    if (this.meta.count > 0) this.warnings.add('dangling-header', this.meta.lastName);
  }

  private readHeader(bytes: Uint8Array, at: number, aligned: boolean): void {
    const header = this.header;
    const problem = header.read(bytes, at, aligned ? this.words : null, (bytes.byteOffset + at) >>> 2);
    if (problem) {
      if (problem === 'checksum' && this.position === BLOCK)
        this.stop('This is not a tar archive: its first block has no valid header checksum.');
      else this.stopAtHeader(problem === 'checksum' ? 'has a wrong checksum' : 'has a number that cannot be read');
      return;
    }
    switch (header.typeflag) {
      case 0x78: // x
        this.startMeta('x', bytes, at);
        return;
      case 0x67: // g
        this.startMeta('g', bytes, at);
        return;
      case 0x4c: // L
        this.startMeta('L', bytes, at);
        return;
      case 0x4b: // K
        this.startMeta('K', bytes, at);
        return;
      default:
        this.readEntry(bytes, at);
        if (this.state === 'header') this.meta.clear();
    }
  }

  // ── meta headers ────────────────────────────────────────────────────────────────────────────────────────────────

  private startMeta(kind: MetaKind, bytes: Uint8Array, at: number): void {
    const { size, format, nameLength } = this.header;
    if (size < 0) this.stopAtHeader('has a negative size');
    else if (size > TAR_LIMIT.metaBytes)
      this.stopAtHeader(`is an extended header of over ${TAR_LIMIT.metaBytes} bytes`);
    else if (this.meta.count >= TAR_LIMIT.metaHeaders)
      this.stopAtHeader(`is an extended header after ${TAR_LIMIT.metaHeaders} others for the same entry`);
    else {
      this.meta.open(bytes, at, nameLength);
      if (format === FORMAT.v7) this.warnings.add('pax-old-header', this.meta.lastName);
      this.metaKind = kind;
      this.metaSize = size;
      this.metaFilled = 0;
      this.state = 'meta';
      if (size === 0) this.endMeta(this.metaBody, 0, 0);
    }
  }

  private fillMeta(bytes: Uint8Array, at: number, end: number): number {
    const left = this.metaSize - this.metaFilled;
    const step = Math.min(left, end - at);
    this.position += step;
    this.next = this.position;
    if (this.metaFilled === 0 && step === left) {
      this.endMeta(bytes, at, at + step);
      return at + step;
    }
    if (this.metaBody.length < this.metaSize) this.metaBody = new Uint8Array(this.metaSize);
    this.metaBody.set(bytes.subarray(at, at + step), this.metaFilled);
    this.metaFilled += step;
    if (step === left) this.endMeta(this.metaBody, 0, this.metaSize);
    return at + step;
  }

  private endMeta(body: Uint8Array, from: number, to: number): void {
    this.state = 'header';
    this.next = this.position + padding(this.metaSize);
    if (!this.meta.take(this.metaKind, body, from, to, this.warnings))
      this.stop(`The PAX header ${shownName(this.meta.lastName)} holds a malformed record; nothing after it was read.`);
  }

  // ── entries ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private readEntry(bytes: Uint8Array, at: number): void {
    const { header, meta } = this;
    this.locateName(bytes, at);
    if (meta.count > 0 && !this.applyMeta()) return;
    const size = header.size;
    const raw = header.typeflag;
    const endsInSlash = this.nameEnd > this.nameStart && this.nameBytes[this.nameEnd - 1] === 0x2f;
    if (header.oddPrefix) this.warn('gnu-prefix');

    if (raw >= 0x31 && raw <= 0x36) {
      // Types 1…6 have no body, whatever their size says.
      if (size !== 0) this.warn('header-only-size');
      this.addEntry(HEADER_ONLY[raw - 0x31]!, 0, bytes, at);
      return;
    }
    if (size < 0 || size > Number.MAX_SAFE_INTEGER) {
      this.stopAtHeader(size < 0 ? 'has a negative size' : 'claims more bytes than any archive can hold');
      return;
    }
    if (!isCanonicalSize(bytes, at) && isOddNumber(bytes, at + FIELD.size, 12)) this.warn('odd-number');
    this.stored = size;
    if (raw === 0x30) {
      if (endsInSlash) this.warn('trailing-slash-file');
      this.addFile(bytes, at);
    } else if (raw === 0) {
      // Before POSIX a closing slash meant a folder.
      if (endsInSlash) {
        if (size !== 0) this.warn('header-only-size');
        this.addEntry(TYPE.dir, 0, bytes, at);
      } else this.addFile(bytes, at);
    } else if (raw === 0x53) this.startOldSparse(bytes, at);
    else if (raw === 0x37) {
      this.warn('contiguous-file');
      this.addFile(bytes, at);
    } else if (raw === 0x44) this.addEntry(TYPE.dir, size, bytes, at);
    else {
      this.warn('unknown-type');
      this.skipBody(size, false);
    }
  }

  private locateName(bytes: Uint8Array, at: number): void {
    const { nameLength, prefixLength } = this.header;
    if (prefixLength === 0) {
      this.nameBytes = bytes;
      this.nameStart = at;
      this.nameEnd = at + nameLength;
      return;
    }
    const joined = this.joined;
    for (let i = 0; i < prefixLength; i++) joined[i] = bytes[at + FIELD.prefix + i]!;
    joined[prefixLength] = 0x2f;
    for (let i = 0; i < nameLength; i++) joined[prefixLength + 1 + i] = bytes[at + i]!;
    this.nameBytes = joined;
    this.nameStart = 0;
    this.nameEnd = prefixLength + 1 + nameLength;
  }

  /** @returns false when a record damages the archive */
  private applyMeta(): boolean {
    const { header, meta } = this;
    const hadSize = header.size;
    const problem = meta.apply(header, this.warnings, this.nameBytes.subarray(this.nameStart, this.nameEnd));
    if (problem) {
      this.stopAtHeader(problem);
      return false;
    }
    if (meta.nameBytes) {
      this.nameBytes = meta.nameBytes;
      this.nameStart = meta.nameStart;
      this.nameEnd = meta.nameEnd;
    }
    // A size field of zero is what writers leave when the number is too large for it.
    if (header.size !== hadSize && hadSize !== 0) this.warn('pax-size-conflict');
    return true;
  }

  private addFile(bytes: Uint8Array, at: number): void {
    const pax = this.meta.pax;
    if (!pax || (!pax.others && !pax.sparsePairs)) {
      this.addEntry(TYPE.file, this.header.size, bytes, at);
      return;
    }
    const claim = sparseClaim(pax);
    if (claim.kind === 'invalid') {
      this.stopAtHeader('has a sparse map that cannot be read');
      return;
    }
    const name = pax.others?.get('GNU.sparse.name');
    if (claim.kind === 'none') {
      if (name) this.warn('sparse-name-ignored');
      this.addEntry(TYPE.file, this.header.size, bytes, at);
      return;
    }
    if (name && name.length > 0) {
      this.nameBytes = name;
      this.nameStart = 0;
      this.nameEnd = name.length;
    }
    this.keepName();
    this.sparseSize = claim.size ?? this.header.size;
    if (claim.kind === 'mapped') this.addSparse(claim.runs, bytes, at);
    else {
      this.bodyMap = new BodyMap();
      this.state = 'map';
    }
  }

  /** The name must outlive this block: what describes the entry goes on in the next. */
  private keepName(): void {
    this.nameBytes = this.nameBytes.slice(this.nameStart, this.nameEnd);
    this.nameStart = 0;
    this.nameEnd = this.nameBytes.length;
  }

  private startOldSparse(bytes: Uint8Array, at: number): void {
    if (this.header.format !== FORMAT.gnu) {
      this.stopAtHeader('is a sparse file in a form that is not GNU');
      return;
    }
    const size = this.header.readRealSize(bytes, at);
    this.runs = [];
    if (Number.isNaN(size) || !readSparsePairs(bytes, at + FIELD.sparse, 4, this.runs)) {
      this.stopAtHeader('has a sparse map that cannot be read');
      return;
    }
    this.sparseSize = size;
    this.keepName();
    this.extensionBytes = 0;
    if (bytes[at + FIELD.extended] === 0) this.addSparse(this.runs, bytes, at);
    else this.state = 'extension';
  }

  private readExtension(bytes: Uint8Array, at: number): void {
    this.extensionBytes += BLOCK;
    if (!readSparsePairs(bytes, at, 21, this.runs)) this.stopAtHeader('has a sparse map that cannot be read');
    else if (this.extensionBytes > TAR_LIMIT.sparseExtensionBytes)
      this.stopAtHeader(`has a sparse map of over ${TAR_LIMIT.sparseExtensionBytes} bytes`);
    else if (bytes[at + 504] === 0) this.endSparse(this.runs, bytes, at);
  }

  private readMap(bytes: Uint8Array, at: number): void {
    const runs = this.bodyMap.bytes + BLOCK > this.stored ? 'invalid' : this.bodyMap.push(bytes, at);
    if (runs === 'more' && this.bodyMap.bytes <= TAR_LIMIT.metaBytes) return;
    if (typeof runs === 'string') this.stopAtHeader('is part of a sparse map that cannot be read');
    else {
      this.stored -= this.bodyMap.bytes;
      this.endSparse(runs, bytes, at);
    }
  }

  private endSparse(runs: SparseRuns, bytes: Uint8Array, at: number): void {
    this.state = 'header';
    this.addSparse(runs, bytes, at);
    if (this.state === 'header') this.meta.clear();
  }

  private addSparse(runs: SparseRuns, bytes: Uint8Array, at: number): void {
    if (!areValidRuns(runs, this.sparseSize)) {
      this.stopAtHeader('has a sparse map that overlaps itself or passes the end of the file');
      return;
    }
    const row = this.addEntry(TYPE.file, this.sparseSize, bytes, at);
    if (row < 0) return;
    this.builder.flag(row, ENTRY_FLAG.sparse);
    this.builder.addRare({ sparse: Float64Array.from(runs) }, runs.length * 8);
    if (storedBytes(runs) !== this.stored) {
      this.builder.flag(row, ENTRY_FLAG.incomplete);
      this.stop(`The sparse map of ${shownName(this.builder.lastPath())} does not fit the bytes stored for it.`);
    }
  }

  /** @returns the row, or -1 when the entry was skipped; its body is then skipped too */
  private addEntry(type: number, size: number, bytes: Uint8Array, at: number): number {
    const { header, builder, meta } = this;
    const hasBody = type === TYPE.file;
    const stored = hasBody ? this.stored : size;
    if (this.nameEnd === this.nameStart) {
      this.warn('empty-name');
      this.skipBody(stored, false);
      return -1;
    }
    if (builder.length >= TAR_LIMIT.entries) {
      this.stopAtHeader(`is past the limit of ${TAR_LIMIT.entries} entries in a layer`);
      return -1;
    }
    if (builder.nameBytes > TAR_LIMIT.nameBytes || builder.rareBytes > TAR_LIMIT.rareBytes) {
      const limit = builder.rareBytes > TAR_LIMIT.rareBytes ? TAR_LIMIT.rareBytes : TAR_LIMIT.nameBytes;
      this.stopAtHeader(`is past the limit of ${limit} bytes of names or attributes in a layer`);
      return -1;
    }
    const problem = builder.name(this.nameBytes, this.nameStart, this.nameEnd);
    if (problem) {
      this.warn(problem === 'too-deep' ? 'path-too-deep' : 'name-too-long');
      this.skipBody(stored, false);
      return -1;
    }
    const row = builder.add(
      type,
      header.mode,
      header.uid,
      header.gid,
      hasBody ? size : 0,
      header.mtime,
      hasBody ? this.position : 0,
      0,
    );
    this.skipBody(stored, true);
    if (type === TYPE.symlink || type === TYPE.hardlink) this.addLink(type, bytes, at);
    else if (type === TYPE.char || type === TYPE.block)
      builder.addRare({ major: header.major, minor: header.minor }, 16);
    if (meta.pax?.others) this.addXattrs();
    if (this.skippedNames.some((name) => builder.isAtRoot(name))) builder.flag(row, ENTRY_FLAG.skipped);
    return row;
  }

  private addXattrs(): void {
    const found = this.meta.xattrs();
    if (!found) return;
    if (found.onlyLibarchive) this.warn('libarchive-xattr');
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

  private skipBody(stored: number, hasRow: boolean): void {
    this.bodyEnd = this.position + stored;
    this.next = this.bodyEnd + padding(stored);
    this.hasBodyRow = hasRow;
  }

  private warn(code: Parameters<TarWarnings['add']>[0]): void {
    this.warnings.add(code, this.nameBytes.subarray(this.nameStart, this.nameEnd));
  }
}

const HEADER_ONLY = [TYPE.hardlink, TYPE.symlink, TYPE.char, TYPE.block, TYPE.dir, TYPE.fifo] as const;

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** Eleven digits and an end: what nearly all writers make. */
const isCanonicalSize = (bytes: Uint8Array, at: number): boolean =>
  textLength(bytes, at + FIELD.size, 12) === 11 && bytes[at + FIELD.size]! >= 0x30;
