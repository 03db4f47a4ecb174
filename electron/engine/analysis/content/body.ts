/** The content of one file, read synchronously: this runs in a worker thread. */
export interface Body {
  readonly size: number;
  /** @returns fewer bytes only at the end of the file; memory that stays as it is */
  read(offset: number, length: number): Uint8Array;
  /** From `offset` on; a view is valid until the next is asked for. */
  stream(offset: number): Iterable<Uint8Array>;
}

const BLOCK = 64 << 10;
const MAX_BLOCKS = 16;

/** Small reads near each other, as tables ask for them, cost one read: of a compressed layer each one is dear. */
export function withBlocks(body: Body): Body {
  const blocks = new Map<number, Uint8Array>();
  const block = (index: number): Uint8Array => {
    const known = blocks.get(index);
    if (known) return known;
    if (blocks.size >= MAX_BLOCKS) blocks.delete(blocks.keys().next().value!);
    const bytes = body.read(index * BLOCK, BLOCK);
    blocks.set(index, bytes);
    return bytes;
  };
  return {
    size: body.size,
    stream: (offset) => body.stream(offset),
    read(offset, length) {
      const end = Math.min(body.size, offset + length);
      if (!(offset >= 0) || offset >= end) return new Uint8Array(0);
      if (end - offset > BLOCK) return body.read(offset, end - offset);
      const first = Math.floor(offset / BLOCK);
      const last = Math.floor((end - 1) / BLOCK);
      const within = offset - first * BLOCK;
      if (first === last) return block(first).slice(within, within + (end - offset));
      return Buffer.concat([block(first).subarray(within), block(last).subarray(0, end - last * BLOCK)]);
    },
  };
}

/** A stretch of a body as a body of its own. */
export function partOf(body: Body, start: number, size: number): Body {
  const length = Math.max(0, Math.min(size, body.size - start));
  return {
    size: length,
    read: (offset, count) => body.read(start + offset, Math.max(0, Math.min(count, length - offset))),
    *stream(offset) {
      let left = length - offset;
      if (left <= 0) return;
      for (const bytes of body.stream(start + offset)) {
        yield bytes.length > left ? bytes.subarray(0, left) : bytes;
        left -= Math.min(left, bytes.length);
        if (left === 0) return;
      }
    },
  };
}

/** Bytes in memory. */
export function bytesBody(bytes: Uint8Array): Body {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.slice(offset, offset + length),
    *stream(offset) {
      if (offset < bytes.length) yield bytes.subarray(offset);
    },
  };
}
