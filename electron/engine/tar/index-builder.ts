import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import { resized, sharedColumn, sharedFrom, trimmed } from '../bytes/shared-column.ts';
import { cleanName, isClean, isSameButEnds } from './clean-name.ts';
import { ByteStore, NumberStore, SmallStore } from './columns.ts';
import { DirectoryTable, type ResolveProblem } from './directory-table.ts';

import { ENTRY_FLAG, type RareFields, type TarIndex } from './tar-index.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
/** Bytes of a basename that need no check against the limits. */
const SHORT_NAME = 1000;

export interface IndexBuilderOptions {
  readonly capacity?: number;
  /** The default ones when left out. */
  readonly limits?: Limits;
}

/** Fills the columns of a TarIndex, one entry after the other. */
export class IndexBuilder {
  length = 0;
  private capacity: number;
  private readonly maxNameBytes: number;
  private readonly names: ByteStore;
  private readonly directories: DirectoryTable;

  private dir: Int32Array;
  private nameOffset: Uint32Array;
  private nameLength: Uint16Array;
  private type: Uint8Array;
  private mode: Uint16Array;
  private flags: Uint8Array;
  private readonly owner: SmallStore;
  private readonly size: NumberStore;
  private readonly mtime: NumberStore;
  private readonly bodyOffset: NumberStore;

  private readonly owners: number[] = [];
  private readonly ownerRows = new Map<number, Map<number, number>>();
  private lastOwner = -1;

  private readonly links = new ByteStore(4096);
  private linkRow = sharedColumn(Int32Array, 64);
  private linkOffset = sharedColumn(Uint32Array, 64);
  private linkCount = 0;

  private readonly rare = new Map<number, RareFields>();
  /** Bytes kept in `rare`; the scanner stops at a limit. */
  rareBytes = 0;

  /** Set by `name`: what cleaning found. */
  private clamped = false;
  private rawName: Uint8Array | undefined;
  private nameSource: Uint8Array = new Uint8Array(0);

  /** @param options.capacity rows to make room for at first */
  constructor({ capacity = 1024, limits = DEFAULT_LIMITS }: IndexBuilderOptions = {}) {
    this.capacity = capacity;
    this.maxNameBytes = limits['layer-name-bytes'];
    this.names = new ByteStore(capacity * 16);
    this.directories = new DirectoryTable(this.names, limits);
    this.dir = sharedColumn(Int32Array, capacity);
    this.nameOffset = sharedColumn(Uint32Array, capacity);
    this.nameLength = sharedColumn(Uint16Array, capacity);
    this.type = sharedColumn(Uint8Array, capacity);
    this.mode = sharedColumn(Uint16Array, capacity);
    this.flags = sharedColumn(Uint8Array, capacity);
    this.owner = new SmallStore(capacity);
    this.size = new NumberStore(capacity);
    this.mtime = new NumberStore(capacity);
    this.bodyOffset = new NumberStore(capacity);
  }

  /** Where the body of a row lies in the tar. @param row already added */
  bodyOf(row: number): { readonly start: number; readonly size: number; readonly isSparse: boolean } {
    const isSparse = (this.flags[row]! & ENTRY_FLAG.sparse) !== 0;
    return { start: this.bodyOffset.column[row]!, size: this.size.column[row]!, isSparse };
  }

  get nameBytes(): number {
    return this.names.length + this.links.length;
  }

  /** Takes the raw name of the next entry; call before `add`. */
  name(raw: Uint8Array, from: number, to: number): ResolveProblem | undefined {
    this.clamped = false;
    this.rawName = undefined;
    const shared = this.directories.sharedPrefix(raw, from, to);
    // The common case in one loop: another name in the folder of the one before.
    let slash = from + shared;
    while (slash < to && raw[slash] !== SLASH) slash++;
    if (slash === to && to - from - shared < SHORT_NAME && slash > from + shared && raw[from + shared] !== DOT) {
      this.nameSource = raw;
      this.directories.takeBasename(from + shared, to);
      return undefined;
    }
    if (isClean(raw, from + shared, to)) {
      const end = to > from + shared && raw[to - 1] === SLASH ? to - 1 : to;
      // `a/b/` after `a/b/c`: the whole name was taken for its directory.
      if (end > from + shared) {
        this.nameSource = raw;
        return this.directories.resolve(raw, from, end, shared);
      }
    }
    return this.oddName(raw, from, to);
  }

  private oddName(raw: Uint8Array, from: number, to: number): ResolveProblem | undefined {
    const clean = cleanName(raw, from, to);
    this.clamped = clean.clamped;
    const isRootByCustom = clean.bytes.length === 0 && to - from <= 2 && raw[to - 1] === SLASH;
    if (!isRootByCustom && (clean.bytes.length === 0 || !isSameButEnds(raw, from, to, clean.bytes)))
      this.rawName = raw.slice(from, to);
    this.nameSource = clean.bytes;
    // A directory's own name must not match itself as a whole.
    const shared = this.directories.sharedPrefix(clean.bytes, 0, clean.bytes.length);
    return this.directories.resolve(clean.bytes, 0, clean.bytes.length, shared);
  }

  /** @returns the row */
  add(
    type: number,
    mode: number,
    uid: number,
    gid: number,
    size: number,
    mtime: number,
    bodyOffset: number,
    flags: number,
  ): number {
    const row = this.length;
    if (row === this.capacity) this.reserve(Math.ceil(this.capacity * 1.5));
    this.length = row + 1;
    const directories = this.directories;
    const start = directories.baseStart;
    const end = directories.baseEnd;
    const offset = this.names.append(this.nameSource, start, end);
    this.dir[row] = directories.dir;
    this.nameOffset[row] = offset;
    this.nameLength[row] = end - start;
    directories.lastDir = directories.dir;
    directories.lastOffset = offset;
    directories.lastLength = end - start;
    this.type[row] = type;
    this.mode[row] = mode & 0o7777;
    this.owner.set(row, this.ownerRow(uid, gid));
    this.size.set(row, size);
    this.mtime.set(row, mtime);
    this.bodyOffset.set(row, bodyOffset);
    this.flags[row] = this.clamped ? flags | ENTRY_FLAG.clamped : flags;
    if (this.rawName) this.addRare({ rawName: this.rawName }, this.rawName.length);
    return row;
  }

  /** More about the row just added; `bytes` count against the limit. */
  addRare(fields: RareFields, bytes: number): void {
    const row = this.length - 1;
    this.rareBytes += bytes;
    this.rare.set(row, { ...this.rare.get(row), ...fields });
    this.flags[row]! |= ENTRY_FLAG.rare;
  }

  /** The link text of the row just added. */
  addLink(bytes: Uint8Array, from: number, to: number): void {
    const row = this.length - 1;
    const index = this.linkCount++;
    if (index + 1 >= this.linkRow.length) {
      this.linkRow = resized(Int32Array, this.linkRow, index * 2);
      this.linkOffset = resized(Uint32Array, this.linkOffset, index * 2);
    }
    this.linkRow[index] = row;
    this.linkOffset[index] = this.links.append(bytes, from, to);
    this.linkOffset[index + 1] = this.links.length;
    this.flags[row]! |= ENTRY_FLAG.link;
  }

  flag(row: number, flag: number): void {
    this.flags[row]! |= flag;
  }

  /** Whether the row just added lies in the root under that name. */
  isAtRoot(name: Uint8Array): boolean {
    const { dir, baseStart, baseEnd } = this.directories;
    if (dir !== 0 || baseEnd - baseStart !== name.length) return false;
    return name.every((byte, i) => byte === this.nameSource[baseStart + i]);
  }

  /** The cleaned path of the last row, for messages. */
  lastPath(): Uint8Array {
    const row = this.length - 1;
    return this.directories.pathOf(this.dir[row]!, this.nameOffset[row]!, this.nameLength[row]!);
  }

  private ownerRow(uid: number, gid: number): number {
    const last = this.lastOwner;
    if (last >= 0 && this.owners[last * 2] === uid && this.owners[last * 2 + 1] === gid) return last;
    let gids = this.ownerRows.get(uid);
    if (!gids) this.ownerRows.set(uid, (gids = new Map()));
    let row = gids.get(gid);
    if (row === undefined) {
      row = this.owners.length / 2;
      this.owners.push(uid, gid);
      gids.set(gid, row);
    }
    return (this.lastOwner = row);
  }

  /** Makes room for that many rows, and names in proportion. */
  reserve(capacity: number): void {
    if (capacity <= this.capacity) return;
    const perRow = this.length > 0 ? this.names.length / this.length : 16;
    this.names.reserve(Math.ceil(Math.min(perRow * capacity, this.maxNameBytes)));
    this.capacity = capacity;
    this.dir = resized(Int32Array, this.dir, capacity);
    this.nameOffset = resized(Uint32Array, this.nameOffset, capacity);
    this.nameLength = resized(Uint16Array, this.nameLength, capacity);
    this.type = resized(Uint8Array, this.type, capacity);
    this.mode = resized(Uint16Array, this.mode, capacity);
    this.flags = resized(Uint8Array, this.flags, capacity);
    for (const store of [this.owner, this.size, this.mtime, this.bodyOffset]) store.resize(capacity);
  }

  finish(): TarIndex {
    const used = this.length;
    return {
      length: used,
      dir: trimmed(Int32Array, this.dir, used),
      nameOffset: trimmed(Uint32Array, this.nameOffset, used),
      nameLength: trimmed(Uint16Array, this.nameLength, used),
      type: trimmed(Uint8Array, this.type, used),
      mode: trimmed(Uint16Array, this.mode, used),
      owner: this.owner.finish(used),
      size: this.size.finish(used),
      mtime: this.mtime.finish(used),
      bodyOffset: this.bodyOffset.finish(used),
      flags: trimmed(Uint8Array, this.flags, used),
      owners: sharedFrom(Float64Array, this.owners),
      names: this.names.finish(),
      dirCount: this.directories.count,
      ...this.directories.finish(),
      linkRow: trimmed(Int32Array, this.linkRow, this.linkCount),
      linkOffset: trimmed(Uint32Array, this.linkOffset, this.linkCount + 1),
      links: this.links.finish(),
      rare: this.rare,
    };
  }
}
