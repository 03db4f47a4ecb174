/** An offset that leads outside the bytes, or a claim of more than there is. */
export class FlatBufferError extends Error {}

/** Position of a table, vector or value: bytes from the start. */
type Position = number;

const LEAST_VTABLE = 4;

/**
 * Reads a FlatBuffer that nobody vouches for (flatbuffers.dev, Internals): each offset is checked where it is followed,
 * and nothing recurses. Parts may be shared, so a few bytes can stand for any number of rows and texts: what is handed out
 * counts against a budget.
 * Every method throws FlatBufferError.
 */
export class FlatBuffer {
  private readonly bytes: Buffer;
  private budget: number;

  /** @param budget bytes of texts and vectors to hand out at most */
  constructor(bytes: Uint8Array, budget: number) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.budget = budget;
  }

  root(): Position {
    return this.follow(0);
  }

  /** A table within a table; undefined where it is left out. @param field its place in the schema, base 0 */
  table(table: Position, field: number): Position | undefined {
    const at = this.field(table, field, 4);
    return at === undefined ? undefined : this.follow(at);
  }

  /** Bytes of a text: UTF-8 by the format, anything in truth. Empty where it is left out. */
  text(table: Position, field: number): Buffer {
    const at = this.field(table, field, 4);
    return at === undefined ? Buffer.alloc(0) : this.textAt(at);
  }

  /** @returns `absent` where it is left out */
  byte(table: Position, field: number, absent = 0): number {
    const at = this.field(table, field, 1);
    return at === undefined ? absent : this.bytes[at]!;
  }

  uint32(table: Position, field: number): number {
    const at = this.field(table, field, 4);
    return at === undefined ? 0 : this.bytes.readUInt32LE(at);
  }

  /** A count or offset, which no layer has below 0 or above 2^53. */
  count(table: Position, field: number): number {
    const at = this.field(table, field, 8);
    if (at === undefined) return 0;
    const value = this.bytes.readBigInt64LE(at);
    if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FlatBufferError('a number out of range');
    return Number(value);
  }

  /** A vector of tables: their number, and each. */
  tables(table: Position, field: number): { readonly length: number; at(index: number): Position } {
    const { start, length } = this.vector(table, field, 4);
    return { length, at: (index) => this.follow(start + index * 4) };
  }

  /** A vector of texts. */
  texts(table: Position, field: number): Buffer[] {
    const { start, length } = this.vector(table, field, 4);
    return Array.from({ length }, (_, i) => this.textAt(start + i * 4));
  }

  /** A vector of bytes, as a view. */
  blob(table: Position, field: number): Buffer {
    const { start, length } = this.vector(table, field, 1);
    return this.bytes.subarray(start, start + length);
  }

  private textAt(at: Position): Buffer {
    const start = this.follow(at);
    const length = this.bytes.readUInt32LE(start);
    this.within(start + 4, length);
    this.spend(length);
    return this.bytes.subarray(start + 4, start + 4 + length);
  }

  private vector(table: Position, field: number, itemBytes: number): { start: Position; length: number } {
    const at = this.field(table, field, 4);
    if (at === undefined) return { start: 0, length: 0 };
    const start = this.follow(at);
    const length = this.bytes.readUInt32LE(start);
    this.within(start + 4, length * itemBytes);
    this.spend(length * itemBytes);
    return { start: start + 4, length };
  }

  /** Where a table has the value of a field; undefined where the schema's default holds. */
  private field(table: Position, field: number, bytes: number): Position | undefined {
    this.within(table, 4);
    const vtable = table - this.bytes.readInt32LE(table);
    this.within(vtable, LEAST_VTABLE);
    const entry = LEAST_VTABLE + field * 2;
    const vtableBytes = this.bytes.readUInt16LE(vtable);
    if (entry + 2 > vtableBytes) return undefined;
    this.within(vtable, vtableBytes);
    const offset = this.bytes.readUInt16LE(vtable + entry);
    if (offset === 0) return undefined;
    this.within(table + offset, bytes);
    return table + offset;
  }

  private follow(at: Position): Position {
    this.within(at, 4);
    const target = at + this.bytes.readUInt32LE(at);
    this.within(target, 4);
    return target;
  }

  private spend(bytes: number): void {
    this.budget -= bytes;
    if (this.budget < 0) throw new FlatBufferError('more in it than it has room for');
  }

  private within(at: Position, bytes: number): void {
    if (at < 0 || at + bytes > this.bytes.length) throw new FlatBufferError('a place outside of it');
  }
}
