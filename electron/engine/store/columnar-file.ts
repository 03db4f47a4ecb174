import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { sharedColumn, type Column, type ColumnClass } from '../bytes/shared-column.ts';
import { writePieces } from '../bytes/write-whole.ts';
import { isRecord, parseJson } from '../oci/json.ts';

/*
 * One file of named columns and a few facts. Numbers are little-endian; offsets and lengths are bytes.
 *
 *   0   8  "OUTCROPC"
 *   8   4  FORMAT_VERSION
 *   12  4  length of the table
 *   16  4  crc32 of the table
 *   20  4  0
 *   24  8  length of the whole file, a double
 *   32     table: JSON {kind, facts, sections: [[name, type, length in elements, crc32]], counted: [[name, type, length,
 *          first, step]]}
 *          sections in that order, each from the next multiple of 8; zeros between
 *
 * A counted column holds first, first + step, first + 2 × step …: in an image of one layer half of all columns do, with a
 * step of 0 or 1. They take no place.
 */
const MAGIC = Buffer.from('OUTCROPC');
const FORMAT_VERSION = 2;
const HEADER_BYTES = 32;
/** Facts hold warnings, which are limited; this is far beyond. */
const MAX_TABLE_BYTES = 64 << 20;

const KINDS = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f64: Float64Array,
} as const;
type KindName = keyof typeof KINDS;

export interface ColumnarFile {
  /** Untrusted: parse it. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Views over one shared memory; checked against their checksums, their values not checked. */
  readonly columns: ReadonlyMap<string, Column>;
}

type Section = readonly [name: string, type: KindName, length: number, checksum: number];
type Counted = readonly [name: string, type: KindName, length: number, first: number, step: 0 | 1];

/**
 * Replaces `file` at once. The columns must not change meanwhile.
 * @param kind what the columns are and the version of their meaning; a reader asks for exactly this
 * @returns bytes on disk
 */
export async function writeColumns(
  file: string,
  kind: string,
  facts: Readonly<Record<string, unknown>>,
  columns: Readonly<Record<string, Column>>,
): Promise<number> {
  const counted: Counted[] = [];
  const stored: Column[] = [];
  const sections: Section[] = [];
  for (const [name, column] of Object.entries(columns)) {
    const step = stepOf(column);
    if (step !== undefined) counted.push([name, kindOf(column), column.length, column[0]!, step]);
    else {
      stored.push(column);
      sections.push([name, kindOf(column), column.length, crc32(bytesOf(column))]);
    }
  }
  const table = padded(Buffer.from(JSON.stringify({ kind, facts, sections, counted })));
  const { starts, end } = place(table.length, sections);
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(FORMAT_VERSION, 8);
  header.writeUInt32LE(table.length, 12);
  header.writeUInt32LE(crc32(table), 16);
  header.writeDoubleLE(end, 24);
  await writePieces(file, [header, table, ...stored.flatMap((column, i) => aligned(column, starts[i]!, end))]);
  return end;
}

/** @returns undefined when it is not there, of another kind or version, cut short, or damaged anywhere */
export function readColumns(file: string, kind: string): ColumnarFile | undefined {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return undefined;
  }
  try {
    return readOpen(fd, kind);
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

function readOpen(fd: number, kind: string): ColumnarFile | undefined {
  const header = Buffer.alloc(HEADER_BYTES);
  if (!readAt(fd, header, 0) || !header.subarray(0, 8).equals(MAGIC)) return undefined;
  const tableLength = header.readUInt32LE(12);
  const { size } = fstatSync(fd);
  if (header.readUInt32LE(8) !== FORMAT_VERSION || header.readUInt32LE(20) !== 0) return undefined;
  if (header.readDoubleLE(24) !== size || tableLength > MAX_TABLE_BYTES || tableLength > size || tableLength % 8 !== 0)
    return undefined;

  const bytes = Buffer.alloc(tableLength);
  if (!readAt(fd, bytes, HEADER_BYTES) || crc32(bytes) !== header.readUInt32LE(16)) return undefined;
  const parsed = parseJson(bytes);
  if (parsed.kind !== 'json' || !isRecord(parsed.value)) return undefined;
  const { kind: found, facts, sections, counted } = parsed.value;
  if (found !== kind || !isRecord(facts) || !isListOf(sections, isSection) || !isListOf(counted, isCounted))
    return undefined;
  const { starts, end } = place(tableLength, sections);
  if (end !== size) return undefined;
  const columns = readSections(fd, sections, starts, end);
  if (!columns) return undefined;
  for (const column of counted) columns.set(column[0], countedColumn(column));
  return { facts, columns };
}

function readSections(
  fd: number,
  sections: readonly Section[],
  starts: readonly number[],
  end: number,
): Map<string, Column> | undefined {
  // One memory for all: a reservation each costs more than the columns of a small layer.
  const from = starts[0] ?? end;
  const shared = new SharedArrayBuffer(end - from);
  const memory = new Uint8Array(shared);
  if (!readAt(fd, memory, from)) return undefined;
  const columns = new Map<string, Column>();
  let padding = from;
  for (const [i, [name, type, length, checksum]] of sections.entries()) {
    const start = starts[i]!;
    for (; padding < start; padding++) if (memory[padding - from] !== 0) return undefined;
    const column = viewOf(KINDS[type], shared, start - from, length);
    if (crc32(bytesOf(column)) !== checksum) return undefined;
    padding = start + column.byteLength;
    columns.set(name, column);
  }
  return columns;
}

/** 0 or 1 when a column counts in that step; undefined when it does not, or is too short for it to matter. */
function stepOf(column: Column): 0 | 1 | undefined {
  if (column.length < 2 || !Number.isFinite(column[0])) return undefined;
  const bytes = bytesOf(column);
  const width = column.BYTES_PER_ELEMENT;
  // Shifted by one element it is the same: a comparison of memory, which costs nothing.
  if (Buffer.compare(bytes.subarray(width), bytes.subarray(0, -width)) === 0) return 0;
  return column instanceof Int32Array && isCounting(column) ? 1 : undefined;
}

function isCounting(column: Int32Array): boolean {
  const first = column[0]!;
  for (let i = 1; i < column.length; i++) if (column[i] !== first + i) return false;
  return true;
}

function countedColumn([, type, length, first, step]: Counted): Column {
  const column = sharedColumn<Column>(KINDS[type], length);
  // Fresh memory is zero already, and costs nothing until it is touched.
  if (step === 1) for (let i = 0; i < length; i++) column[i] = first + i;
  else if (first !== 0) column.fill(first);
  return column;
}

/** With spaces up to a multiple of 8, so that no byte of the file is without a checksum. */
function padded(text: Buffer): Buffer {
  return Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')]);
}

/** A section, and zeros up to the next. */
function aligned(column: Column, start: number, end: number): Uint8Array[] {
  const over = (start + column.byteLength) % 8;
  const zeros = over === 0 ? 0 : Math.min(8 - over, end - start - column.byteLength);
  return [bytesOf(column), new Uint8Array(zeros)].filter(({ length }) => length > 0);
}

/** Where each section starts, and where the file ends. */
function place(tableLength: number, sections: readonly Section[]) {
  let at = HEADER_BYTES + tableLength;
  const starts: number[] = [];
  for (const [, type, length] of sections) {
    const start = Math.ceil(at / 8) * 8;
    starts.push(start);
    at = start + length * KINDS[type].BYTES_PER_ELEMENT;
  }
  return { starts, end: at };
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isSection(value: unknown): value is Section {
  return isColumn(value, 4);
}

function isCounted(value: unknown): value is Counted {
  return isColumn(value, 5) && (value[4] === 0 || value[4] === 1);
}

function isColumn(value: unknown, fields: number): value is readonly unknown[] {
  if (!Array.isArray(value) || value.length !== fields) return false;
  const [name, type, length, ...numbers] = value as readonly unknown[];
  return (
    typeof name === 'string' &&
    typeof type === 'string' &&
    Object.hasOwn(KINDS, type) &&
    typeof length === 'number' &&
    Number.isSafeInteger(length) &&
    length >= 0 &&
    numbers.every((number) => typeof number === 'number')
  );
}

function kindOf(column: Column): KindName {
  const found = (Object.keys(KINDS) as KindName[]).find((name) => column instanceof KINDS[name]);
  if (!found) throw new Error('a column of a kind that the file format does not have');
  return found;
}

function viewOf(kind: ColumnClass<Column>, memory: SharedArrayBuffer, offset: number, length: number): Column {
  return new kind(memory, offset, length);
}

function bytesOf(column: Column): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function readAt(fd: number, into: Uint8Array, at: number): boolean {
  for (let done = 0; done < into.length;) {
    const got = readSync(fd, into, done, into.length - done, at + done);
    if (got === 0) return false;
    done += got;
  }
  return true;
}
