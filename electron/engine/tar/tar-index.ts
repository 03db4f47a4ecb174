import type { EntryType } from '../../../shared/model/entry.ts';
import type { Brand } from '../../../shared/brand.ts';

/** Row of a TarIndex, base 0. */
export type EntryRow = Brand<number, 'EntryRow'>;

/** `TarIndex.type` codes are positions in this list; `hardlink` is resolved by the union. */
export const TYPE_CODES = ['file', 'dir', 'symlink', 'char', 'block', 'fifo', 'hardlink'] as const satisfies readonly (
  | EntryType
  | 'hardlink'
)[];
export type TypeCode = number;

/** Bits of `TarIndex.flags`. */
export const ENTRY_FLAG = {
  /** `links` has bytes for this row. */
  link: 1,
  /** `rare` has an object for this row. */
  rare: 2,
  /** The name held `..` and was clamped to the root, or was absolute-escaping. */
  clamped: 4,
  /** The body is sparse: `rare` has its map; `size` is the real size. */
  sparse: 8,
  /** The entry is not part of the layer's content (eStargz landmarks, TOC); listed raw, never merged. */
  skipped: 16,
  /** The archive ends inside the body: the size is what the header says, reading past the end fails. */
  incomplete: 32,
} as const;

/** Whole numbers that nearly always fit 32 bits: narrow until one does not, half the memory of a million rows. */
export type NumberColumn = Uint32Array | Float64Array;
/** Rows of a table that is nearly always tiny. */
export type SmallColumn = Uint8Array | Uint16Array | Uint32Array;

/** What few entries have. Rows in this map have the `rare` flag. */
export interface RareFields {
  /** PAX xattr name → value (SCHILY.xattr.* raw bytes, LIBARCHIVE.xattr.* decoded). */
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
  readonly major?: number;
  readonly minor?: number;
  /** Data runs of a sparse file: [offset in the file, length] pairs, ascending; stored back to back from `bodyOffset`. */
  readonly sparse?: Float64Array;
  /** The name as it stands in the archive, when cleaning changed more than `./`, a leading or a trailing slash. */
  readonly rawName?: Uint8Array;
}

/**
 * One layer's tar, one row per entry, in archive order; row `i` of every column is the same entry. Columns are
 * views over SharedArrayBuffer and never change after return, so that every thread reads the same memory.
 *
 * Names are bytes, cleaned as Go's path.Clean does on `/` + name: no `.`, no `..`, no empty component, no slash at
 * either end. A name is stored as (dir, basename); `dir` is a row of the directory table, whose row 0 is the root.
 * The root's own entry (`./`) has dir 0 and an empty basename. Whiteouts and other `.wh.` names are rows like any
 * other: the union gives them meaning.
 */
export interface TarIndex {
  readonly length: number;
  /** Row → directory table row of the parent. */
  readonly dir: Int32Array;
  /** Bytes from the start of `names` to the basename. */
  readonly nameOffset: Uint32Array;
  /** Bytes; a basename over 65,535 bytes is refused with a warning. */
  readonly nameLength: Uint16Array;
  readonly type: Uint8Array;
  /** 12 permission bits. */
  readonly mode: Uint16Array;
  /** Row of `owners`. */
  readonly owner: SmallColumn;
  /** Bytes of content; 0 for anything but a regular file. */
  readonly size: NumberColumn;
  /** Seconds since the epoch, with a fraction where PAX gives one. */
  readonly mtime: NumberColumn;
  /** Bytes from the start of the uncompressed tar to the body. */
  readonly bodyOffset: NumberColumn;
  /** ENTRY_FLAG bits. */
  readonly flags: Uint8Array;
  /** uid, gid pairs: owner `i` is at 2i, 2i+1. */
  readonly owners: Float64Array;
  readonly names: Uint8Array;

  /** Directories that some entry lies in, root first, parents before children. */
  readonly dirCount: number;
  /** Row 0, the root: -1. */
  readonly dirParent: Int32Array;
  readonly dirNameOffset: Uint32Array;
  readonly dirNameLength: Uint16Array;

  /** Rows with a link (symlink text as it stands; hard link target cleaned like a name), ascending. */
  readonly linkRow: Int32Array;
  /** `linkRow.length + 1` offsets into `links`. */
  readonly linkOffset: Uint32Array;
  readonly links: Uint8Array;

  readonly rare: ReadonlyMap<number, RareFields>;
}
