import type { RareFields } from '../tar/tar-index.ts';

/*
 * The rare fields of an index as bytes, little-endian. Each row: u32 row, u8 PARTS, then the parts in that order.
 * bytes: u32 length and they; text: the same in UTF-8; runs: u32 count and doubles; xattrs: u32 count and (text, bytes).
 */
const PARTS = { xattrs: 1, major: 2, minor: 4, sparse: 8, rawName: 16 } as const;
const ALL_PARTS = 31;

export function encodeRare(rare: ReadonlyMap<number, RareFields>): Uint8Array {
  const out = new Encoder();
  for (const [row, { xattrs, major, minor, sparse, rawName }] of rare) {
    out.u32(row);
    out.u8(
      (xattrs ? PARTS.xattrs : 0) |
        (major !== undefined ? PARTS.major : 0) |
        (minor !== undefined ? PARTS.minor : 0) |
        (sparse ? PARTS.sparse : 0) |
        (rawName ? PARTS.rawName : 0),
    );
    if (xattrs) {
      out.u32(xattrs.size);
      for (const [name, value] of xattrs) {
        out.bytes(Buffer.from(name));
        out.bytes(value);
      }
    }
    if (major !== undefined) out.f64(major);
    if (minor !== undefined) out.f64(minor);
    if (sparse) {
      out.u32(sparse.length);
      for (const value of sparse) out.f64(value);
    }
    if (rawName) out.bytes(rawName);
  }
  return out.finish();
}

/** @throws RangeError when the bytes end too early or name a row outside the index */
export function decodeRare(bytes: Uint8Array, rows: number): ReadonlyMap<number, RareFields> {
  const from = new Decoder(bytes);
  const rare = new Map<number, RareFields>();
  while (!from.isAtEnd) {
    const row = from.u32();
    const parts = from.u8();
    if (row >= rows || parts > ALL_PARTS) throw new RangeError('a rare field of no row');
    rare.set(row, {
      ...(parts & PARTS.xattrs && { xattrs: decodeXattrs(from) }),
      ...(parts & PARTS.major && { major: from.f64() }),
      ...(parts & PARTS.minor && { minor: from.f64() }),
      ...(parts & PARTS.sparse && { sparse: from.doubles() }),
      ...(parts & PARTS.rawName && { rawName: from.bytes() }),
    });
  }
  return rare;
}

function decodeXattrs(from: Decoder): ReadonlyMap<string, Uint8Array> {
  const xattrs = new Map<string, Uint8Array>();
  for (let left = from.u32(); left > 0; left--) {
    const name = Buffer.from(from.bytes()).toString('utf8');
    xattrs.set(name, from.bytes());
  }
  return xattrs;
}

class Encoder {
  #bytes = Buffer.alloc(1024);
  #at = 0;

  u8(value: number): void {
    this.#at = this.#room(1).writeUInt8(value, this.#at);
  }
  u32(value: number): void {
    this.#at = this.#room(4).writeUInt32LE(value, this.#at);
  }
  f64(value: number): void {
    this.#at = this.#room(8).writeDoubleLE(value, this.#at);
  }
  bytes(value: Uint8Array): void {
    this.u32(value.length);
    this.#room(value.length).set(value, this.#at);
    this.#at += value.length;
  }
  finish(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#at));
  }
  #room(wanted: number): Buffer {
    if (this.#at + wanted > this.#bytes.length) {
      const next = Buffer.alloc(Math.max(this.#at + wanted, this.#bytes.length * 2));
      this.#bytes.copy(next, 0, 0, this.#at);
      this.#bytes = next;
    }
    return this.#bytes;
  }
}

/** Every read past the end throws a RangeError, as DataView and Buffer do. */
class Decoder {
  readonly #bytes: Buffer;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }
  u8(): number {
    return this.#bytes.readUInt8(this.#take(1));
  }
  u32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }
  f64(): number {
    return this.#bytes.readDoubleLE(this.#take(8));
  }
  /** Memory of its own: what a reader hands to a text decoder must not be shared. */
  bytes(): Uint8Array {
    const length = this.u32();
    const start = this.#take(length);
    return new Uint8Array(this.#bytes.subarray(start, start + length));
  }
  doubles(): Float64Array {
    const count = this.u32();
    const start = this.#take(count * 8);
    return Float64Array.from({ length: count }, (_, i) => this.#bytes.readDoubleLE(start + 8 * i));
  }
  #take(wanted: number): number {
    const start = this.#at;
    if (start + wanted > this.#bytes.length) throw new RangeError('the rare fields end too early');
    this.#at += wanted;
    return start;
  }
}
