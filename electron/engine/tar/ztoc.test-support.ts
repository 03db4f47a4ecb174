import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { END, member } from './scan.test-support.ts';

/** One field of a FlatBuffers table. */
type Field =
  | { readonly byte: number }
  | { readonly uint: number }
  | { readonly long: number | bigint }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly table: readonly Field[] }
  | { readonly tables: readonly (readonly Field[])[] }
  | { readonly texts: readonly string[] };

const WIDTH = { byte: 1, uint: 4, long: 8 } as const;

/** Writes tables front to back, each before what it points to. Objects that are the same are written once: they are shared. */
export function flatBuffer(root: readonly Field[]): Buffer {
  let out = Buffer.alloc(4);
  const places = new Map<unknown, number>();
  const append = (bytes: Uint8Array): number => {
    const at = out.length;
    out = Buffer.concat([out, bytes]);
    return at;
  };
  const text = (value: string): number => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(Buffer.byteLength(value));
    return append(Buffer.concat([length, Buffer.from(value), Buffer.alloc(1)]));
  };
  const point = (slot: number, target: number) => out.writeUInt32LE(target - slot, slot);
  const vector = <T>(items: readonly T[], place: (item: T) => number): number => {
    const at = append(Buffer.alloc(4 + items.length * 4));
    out.writeUInt32LE(items.length, at);
    for (const [i, item] of items.entries()) point(at + 4 + i * 4, place(item));
    return at;
  };
  const table = (fields: readonly Field[]): number => {
    const known = places.get(fields);
    if (known !== undefined) return known;
    const vtable = Buffer.alloc(4 + fields.length * 2);
    let size = 4;
    for (const [i, field] of fields.entries()) {
      vtable.writeUInt16LE(size, 4 + i * 2);
      size += 'byte' in field ? WIDTH.byte : 'long' in field ? WIDTH.long : WIDTH.uint;
    }
    vtable.writeUInt16LE(vtable.length, 0);
    vtable.writeUInt16LE(size, 2);
    append(vtable);
    const at = append(Buffer.alloc(size));
    places.set(fields, at);
    out.writeInt32LE(vtable.length, at);
    for (const [i, field] of fields.entries()) {
      const slot = at + vtable.readUInt16LE(4 + i * 2);
      if ('byte' in field) out.writeUInt8(field.byte, slot);
      else if ('uint' in field) out.writeUInt32LE(field.uint, slot);
      else if ('long' in field) out.writeBigInt64LE(BigInt(field.long), slot);
      else point(slot, target(field));
    }
    return at;
  };
  const target = (field: Exclude<Field, { byte: number } | { uint: number } | { long: number | bigint }>): number => {
    if ('text' in field) return text(field.text);
    if ('table' in field) return table(field.table);
    if ('tables' in field) return vector(field.tables, table);
    if ('texts' in field) return vector(field.texts, text);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(field.bytes.length);
    return append(Buffer.concat([length, field.bytes]));
  };
  point(0, table(root));
  return out;
}

export interface ZtocRow {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly size: number | bigint;
  readonly link?: string;
  readonly mode: number;
  readonly uid: number;
  readonly records?: readonly (readonly Field[])[];
}

export interface ZtocOptions {
  /** Changes the rows before they are written. */
  readonly lie?: (rows: ZtocRow[]) => ZtocRow[];
  readonly blobSize?: number;
  readonly checkpoints?: (honest: Buffer) => Buffer;
  readonly spanDigests?: readonly string[];
  /** Changes the bytes. */
  readonly spoil?: (bytes: Buffer) => Buffer;
}

const sha = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A gzip layer of these files, and its zTOC by awslabs/soci-snapshotter's ztoc/fbs/ztoc.fbs, with the one checkpoint that small layers have. */
export function sociLayer(
  files: Readonly<Record<string, string>>,
  options: ZtocOptions = {},
): { readonly blob: Buffer; readonly ztoc: Buffer } {
  const parts: Buffer[] = [];
  const rows: ZtocRow[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const whole = member(name, text);
    rows.push({ name, type: 'reg', offset: at + 512, size: text.length, mode: 0o644, uid: 0 });
    parts.push(Buffer.from(whole));
    at += whole.length;
  }
  const blob = gzipSync(Buffer.concat([...parts, END]));
  const point = Buffer.alloc(12 + 17 + 32_768);
  point.writeInt32LE(1, 0);
  point.writeBigInt64LE(4n << 20n, 4);
  point.writeBigInt64LE(10n, 12);
  const bytes = flatBuffer([
    { text: '0.9' },
    { text: 'AWS SOCI CLI v0.2' },
    { long: options.blobSize ?? blob.length },
    { long: at + END.length },
    { table: [{ tables: (options.lie?.(rows) ?? rows).map(rowTable) }] },
    {
      table: [
        { byte: 1 },
        { uint: 0 },
        { texts: options.spanDigests ?? [sha(blob.subarray(10))] },
        { bytes: options.checkpoints?.(point) ?? point },
      ],
    },
  ]);
  return { blob, ztoc: options.spoil?.(bytes) ?? bytes };
}

const tables = new Map<ZtocRow, readonly Field[]>();

function rowTable(row: ZtocRow): readonly Field[] {
  const known = tables.get(row);
  if (known) return known;
  const fields: readonly Field[] = [
    { text: row.name },
    { text: row.type },
    { long: row.offset },
    { long: row.size },
    { text: row.link ?? '' },
    { long: row.mode },
    { uint: row.uid },
    { uint: 0 },
    { text: '' },
    { text: '' },
    { text: '1970-01-01T00:00:00Z' },
    { long: 0 },
    { long: 0 },
    { tables: row.records ?? [] },
  ];
  tables.set(row, fields);
  return fields;
}
