/** How far back deflate may refer (RFC 1951 §2). */
export const WINDOW_BYTES = 32 << 10;

/** One output buffer used again and again, with the 32 KiB before it kept in front for restart points. */
export class OutputWindow {
  readonly bytes: Uint8Array;
  /** Where the next byte goes. */
  at = WINDOW_BYTES;
  /** Bytes of the stream made so far. */
  total: number;

  /** @param size bytes handed on at a time; @param total bytes of the stream before the first */
  constructor(size: number, total = 0) {
    this.bytes = new Uint8Array(WINDOW_BYTES + size);
    this.total = total;
  }
  get space(): number {
    return this.bytes.length - this.at;
  }
  advance(count: number): void {
    this.at += count;
    this.total += count;
  }
  /** What was made since the last `recycle`; valid until the next. */
  get ready(): Uint8Array {
    return this.bytes.subarray(WINDOW_BYTES, this.at);
  }
  recycle(): void {
    this.bytes.copyWithin(0, this.at - WINDOW_BYTES, this.at);
    this.at = WINDOW_BYTES;
  }
}
