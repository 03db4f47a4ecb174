import { endianness } from 'node:os';
import { DEFAULT_LIMITS, type LimitName, type Limits } from '../limits/limits.ts';
import { EntryReader, type EntryOutcome } from './entry-reader.ts';
import { FORMAT, isZeroBlock } from './header.ts';
import { IndexBuilder } from './index-builder.ts';
import { BLOCK } from './block.ts';
import type { MetaKind, PendingMeta } from './pending-meta.ts';
import { ENTRY_FLAG, type TarIndex } from './tar-index.ts';
import { shownName, TarWarnings } from './tar-warnings.ts';

/** What the next bytes are. */
type State =
  | 'header'
  /** Body of an x, g, L or K. */
  | 'meta'
  /** Another block of a sparse header. */
  | 'more'
  /** One zero block was read. */
  | 'zero'
  /** After the end marker. */
  | 'tail'
  /** Damaged: nothing more is understood. */
  | 'stopped';

/** Headers are read a word at a time where the first byte is the lowest: on all machines but a few. */
const IS_LITTLE = endianness() === 'LE';

export interface ScannerOptions {
  /** Names in the root to flag as not part of the content. */
  readonly skippedNames?: readonly Uint8Array[];
  /** Other limits than the default ones. */
  readonly limits?: Partial<Limits> | undefined;
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
  /** The limit that stopped it, when one did and nothing is wrong with the archive. */
  get exceeded(): LimitName | undefined {
    return this.entries.exceeded;
  }
  /** That limit, as the end of a sentence. */
  get limitText(): string | undefined {
    return this.entries.limitText;
  }
  readonly warnings: TarWarnings;

  /** The rows so far. */
  readonly builder: IndexBuilder;
  private readonly limits: Limits;
  private readonly entries: EntryReader;
  private readonly pending: PendingMeta;

  private state: State = 'header';
  /** Position of the next byte that means something. */
  private next = 0;
  /** Position where the body of the last entry ends, without padding. */
  private bodyEnd = 0;

  private metaKind: MetaKind = 'x';
  private metaBody: Uint8Array = new Uint8Array(BLOCK);
  private metaFilled = 0;
  private metaSize = 0;

  private readonly carry = new Uint8Array(BLOCK);
  private carried = 0;
  private words: Uint32Array | null = null;
  private sawTail = false;

  constructor(options: ScannerOptions = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.warnings = new TarWarnings(this.limits);
    this.builder = new IndexBuilder({ limits: this.limits });
    this.entries = new EntryReader(this.builder, this.warnings, options.skippedNames ?? [], this.limits);
    this.pending = this.entries.meta;
  }

  /** How many of the next bytes mean nothing: bodies and padding. */
  get skippable(): number {
    return this.next > this.position ? this.next - this.position : 0;
  }
  get rows(): number {
    return this.builder.length;
  }
  /** Nothing more will be learnt from more bytes, but whether they are zero. */
  get isDone(): boolean {
    return this.state === 'tail' || this.state === 'stopped';
  }

  /** Makes room, judging by what was read so far. @param total bytes of the whole stream, about */
  expect(total: number): void {
    const rows = (this.builder.length / this.position) * total;
    this.builder.reserve(Math.min(Math.ceil(rows * 1.03) + 256, this.limits['layer-entries']));
  }

  /** @param bytes at most `skippable` */
  skip(bytes: number): void {
    this.position += bytes;
  }

  push(bytes: Uint8Array, start = 0, end = bytes.length): void {
    if (this.words?.buffer !== bytes.buffer)
      this.words = IS_LITTLE && bytes.buffer.byteLength % 4 === 0 ? new Uint32Array(bytes.buffer) : null;
    let at = start;
    while (at < end) {
      if (this.next > this.position) {
        const step = Math.min(this.next - this.position, end - at);
        at += step;
        this.position += step;
      } else if (this.state === 'meta') at = this.fillMeta(bytes, at, end);
      else if (this.isDone) {
        if (this.state === 'tail' && !this.sawTail) this.lookAtTail(bytes, at, end);
        this.position += end - at;
        return;
      } else if (this.carried > 0 || end - at < BLOCK) at = this.fillCarry(bytes, at, end);
      else {
        this.position += BLOCK;
        const isAligned = ((bytes.byteOffset + at) & 3) === 0;
        this.block(bytes, at, isAligned ? this.words : null);
        at += BLOCK;
      }
    }
  }

  /** A block that lies across two pieces. */
  private fillCarry(bytes: Uint8Array, at: number, end: number): number {
    const step = Math.min(BLOCK - this.carried, end - at);
    this.carry.set(bytes.subarray(at, at + step), this.carried);
    this.carried += step;
    this.position += step;
    if (this.carried === BLOCK) {
      this.carried = 0;
      this.block(this.carry, 0, null);
    }
    return at + step;
  }

  private lookAtTail(bytes: Uint8Array, at: number, end: number): void {
    for (let i = at; i < end; i++) {
      if (bytes[i] === 0) continue;
      this.sawTail = true;
      this.warnings.add('data-after-end');
      return;
    }
  }

  /** Tells that the stream ends here; then `index` may be taken. */
  finish(): void {
    if (this.isDone) return;
    if (this.position < this.bodyEnd) {
      if (this.entries.hasRow) this.builder.flag(this.builder.length - 1, ENTRY_FLAG.incomplete);
      const whose = this.entries.hasRow ? shownName(this.builder.lastPath()) : 'a skipped entry';
      this.stop(`The archive ends inside the body of ${whose}.`);
    } else if (this.state === 'meta' || this.state === 'more') this.stop('The archive ends inside an extended header.');
    else if (this.carried > 0 && this.position < BLOCK)
      this.stop(`This is not a tar archive: it has ${this.position} bytes, less than one header.`);
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

  private remarkDangling(): void {
    if (this.pending.count > 0) this.warnings.add('dangling-header', this.pending.lastName);
  }

  /** `position` is already after the block. */
  private block(bytes: Uint8Array, at: number, words: Uint32Array | null): void {
    if (this.state === 'more') this.follow(this.entries.more(bytes, at, this.position));
    else if (bytes[at] === 0 && isZeroBlock(bytes, at)) {
      if (this.state === 'zero') this.remarkDangling();
      this.state = this.state === 'zero' ? 'tail' : 'zero';
    } else if (this.state === 'zero') this.stopAtHeader('follows a lone zero block');
    else this.readHeader(bytes, at, words);
  }

  private readHeader(bytes: Uint8Array, at: number, words: Uint32Array | null): void {
    const header = this.entries.header;
    const problem = header.read(bytes, at, words, (bytes.byteOffset + at) >>> 2);
    if (problem === 'checksum' && this.position === BLOCK)
      this.stop('This is not a tar archive: its first block has no valid header checksum.');
    else if (problem)
      this.stopAtHeader(problem === 'checksum' ? 'has a wrong checksum' : 'has a number that cannot be read');
    else {
      const kind = metaKind(header.typeflag);
      if (kind) this.startMeta(kind, bytes, at);
      else this.follow(this.entries.read(bytes, at, this.position));
    }
  }

  private follow(outcome: EntryOutcome): void {
    const { entries } = this;
    if (outcome === 'body') {
      this.state = 'header';
      this.bodyEnd = this.position + entries.stored;
      this.next = this.bodyEnd + padding(entries.stored);
    } else if (outcome === 'more') this.state = 'more';
    else if (entries.damage !== undefined) this.stop(entries.damage);
    else this.stopAtHeader(entries.problem);
  }

  private startMeta(kind: MetaKind, bytes: Uint8Array, at: number): void {
    const { size, format, nameLength } = this.entries.header;
    if (size < 0) this.stopAtHeader('has a negative size');
    else if (size > this.limits['header-bytes'])
      this.stopAtHeader(`is an extended header of over ${this.limits['header-bytes']} bytes (header-bytes)`);
    else if (this.pending.count >= this.limits['headers-per-entry'])
      this.stopAtHeader(
        `is an extended header after ${this.limits['headers-per-entry']} others for the same entry (headers-per-entry)`,
      );
    else {
      this.pending.open(bytes, at, nameLength);
      if (format === FORMAT.v7) this.warnings.add('pax-old-header', this.pending.lastName);
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
    if (!this.pending.take(this.metaKind, body, from, to, this.warnings))
      this.stop(
        `The PAX header ${shownName(this.pending.lastName)} holds a malformed record; nothing after it was read.`,
      );
  }
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** A switch, not a table: this runs for every header. */
function metaKind(typeflag: number): MetaKind | undefined {
  switch (typeflag) {
    case 0x78:
      return 'x';
    case 0x67:
      return 'g';
    case 0x4c:
      return 'L';
    case 0x4b:
      return 'K';
    default:
      return undefined;
  }
}
