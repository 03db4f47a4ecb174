const LEAF = 0x0d;
const INTERIOR = 0x05;
/** B-trees of a billion rows are shallower. */
const MAX_DEPTH = 32;

/**
 * The last column, where it is a blob, of every row of one table of an SQLite file (https://sqlite.org/fileformat.html):
 * a scan of its b-tree, no SQL. The database is untrusted: no page is read twice, and nothing native parses it.
 * @throws RangeError with one sentence where it is malformed
 */
export function* sqliteBlobs(bytes: Uint8Array, table: string): Iterable<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const declared = view.getUint16(16);
  const pageSize = declared === 1 ? 65_536 : declared;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new RangeError('its page size is impossible.');
  const file: Pages = { view, pageSize, usable: pageSize - bytes[20]!, count: Math.floor(bytes.length / pageSize) };
  let root: number | undefined;
  for (const record of rows(file, 1)) {
    const [type, name, , page] = columns(record);
    if (text(type) === 'table' && text(name) === table) root = integer(page);
  }
  if (root === undefined) throw new RangeError(`it has no table ${table}.`);
  for (const record of rows(file, root)) {
    const last = columns(record).at(-1);
    if (last && last.type >= 12 && last.type % 2 === 0) yield last.bytes;
  }
}

interface Pages {
  readonly view: DataView;
  readonly pageSize: number;
  readonly usable: number;
  readonly count: number;
}

interface Column {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Payloads of a table's rows, in order of rowid. */
function* rows(file: Pages, root: number): Iterable<Uint8Array> {
  const seen = new Set<number>();
  const open: { readonly page: number; readonly depth: number }[] = [{ page: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { page, depth } = next;
    if (page < 1 || page > file.count || seen.has(page) || depth > MAX_DEPTH)
      throw new RangeError('its pages lead astray.');
    seen.add(page);
    const base = (page - 1) * file.pageSize;
    const head = base + (page === 1 ? 100 : 0);
    const kind = file.view.getUint8(head);
    const cells = file.view.getUint16(head + 3);
    if (kind !== LEAF && kind !== INTERIOR) throw new RangeError('a page is no page of a table.');
    const array = head + (kind === LEAF ? 8 : 12);
    if (array + 2 * cells > base + file.pageSize) throw new RangeError('a page holds more cells than fit.');
    const cellAt = (i: number) => base + file.view.getUint16(array + 2 * i);
    if (kind === LEAF) {
      for (let i = 0; i < cells; i++) yield payload(file, cellAt(i), base + file.pageSize);
      continue;
    }
    open.push({ page: file.view.getUint32(head + 8), depth: depth + 1 });
    for (let i = cells - 1; i >= 0; i--) open.push({ page: file.view.getUint32(cellAt(i)), depth: depth + 1 });
  }
}

function payload(file: Pages, cell: number, end: number): Uint8Array {
  const { view, usable } = file;
  const [length, afterLength] = varint(view, cell);
  const [, start] = varint(view, afterLength);
  const most = usable - 35;
  if (length > view.byteLength) throw new RangeError('a row is longer than the database.');
  if (length <= most) {
    if (start + length > end) throw new RangeError('a row runs over its page.');
    return new Uint8Array(view.buffer, view.byteOffset + start, length);
  }
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const surplus = least + ((length - least) % (usable - 4));
  const local = surplus <= most ? surplus : least;
  if (start + local + 4 > end) throw new RangeError('a row runs over its page.');
  const bytes = new Uint8Array(length);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset + start, local));
  let filled = local;
  let page = view.getUint32(start + local);
  while (filled < length) {
    if (page < 1 || page > file.count) throw new RangeError('a row points behind the last page.');
    const base = (page - 1) * file.pageSize;
    const take = Math.min(usable - 4, length - filled);
    bytes.set(new Uint8Array(view.buffer, view.byteOffset + base + 4, take), filled);
    filled += take;
    page = view.getUint32(base);
  }
  return bytes;
}

function columns(record: Uint8Array): Column[] {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const [headerLength, first] = varint(view, 0);
  const found: Column[] = [];
  let at = headerLength;
  for (let pos = first; pos < headerLength;) {
    const [type, next] = varint(view, pos);
    const size = columnSize(type);
    if (at + size > record.length) throw new RangeError('a column runs over its row.');
    found.push({ type, bytes: record.subarray(at, at + size) });
    at += size;
    pos = next;
  }
  return found;
}

function columnSize(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

function text(column: Column | undefined): string {
  return column && column.type >= 13 && column.type % 2 === 1 ? Buffer.from(column.bytes).toString('utf8') : '';
}

function integer(column: Column | undefined): number {
  if (!column) return 0;
  if (column.type === 9) return 1;
  return column.type >= 1 && column.type <= 5 ? Buffer.from(column.bytes).readUIntBE(0, column.bytes.length) : 0;
}

/** @returns value, offset behind it. Beyond 2^53 it is wrong, and then too long for any row. */
function varint(view: DataView, at: number): readonly [number, number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = view.getUint8(at + i);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [value * 256 + view.getUint8(at + 8), at + 9];
}
