import zlib from 'node:zlib';

/** Z_NO_FLUSH and Z_BLOCK of zlib.h: go on, or stop at the next deflate block. */
export const FLUSH = { none: 0, block: 5 } as const;

/** One deflate stream or zstd frame at a time, decoded into memory of the caller. */
export interface SyncDecoder {
  /** Bytes of input that the last `write` took. */
  readonly consumed: number;
  /** Bytes of output that the last `write` made. */
  readonly produced: number;
  /** @throws DecodeError when the input is malformed */
  write(
    flush: number,
    input: Uint8Array,
    inStart: number,
    inEnd: number,
    out: Uint8Array,
    outStart: number,
    outEnd: number,
  ): void;
  /** Starts a new stream, with the same dictionary. */
  reset(): void;
  close(): void;
}

/** The compressed bytes are malformed; becomes a layer's damage sentence. */
export class DecodeError extends Error {}

/** What node:zlib's streams drive inside; not documented, so `hasHandles` tries it before it is relied on. */
interface Handle {
  writeSync(
    flush: number,
    input: Uint8Array,
    inOffset: number,
    inLength: number,
    out: Uint8Array,
    outOffset: number,
    outLength: number,
  ): void;
  reset(): void;
  onerror: (message: string, errno: number, code: string) => void;
}
// oxlint-disable no-underscore-dangle unicorn/prefer-add-event-listener -- Node's own names.
interface HandleStream {
  readonly _handle: Handle;
  /** After a write: free output bytes, unread input bytes. */
  readonly _writeState: Uint32Array;
  close(): void;
}

/**
 * Streams allocate every output chunk and cost 1.8 times the CPU (performance.md §4.2): the handle below them
 * writes into one buffer used again and again.
 */
class HandleDecoder implements SyncDecoder {
  consumed = 0;
  produced = 0;
  private readonly stream: HandleStream;
  private readonly handle: Handle;
  private error: string | undefined;

  constructor(stream: unknown) {
    this.stream = stream as HandleStream;
    this.handle = this.stream._handle;
    this.handle.onerror = (message) => {
      this.error = message;
    };
  }

  write(
    flush: number,
    input: Uint8Array,
    inStart: number,
    inEnd: number,
    out: Uint8Array,
    outStart: number,
    outEnd: number,
  ): void {
    this.handle.writeSync(flush, input, inStart, inEnd - inStart, out, outStart, outEnd - outStart);
    if (this.error !== undefined) throw new DecodeError(this.error);
    const state = this.stream._writeState;
    this.produced = outEnd - outStart - state[0]!;
    this.consumed = inEnd - inStart - state[1]!;
  }

  reset(): void {
    this.error = undefined;
    this.handle.reset();
  }

  close(): void {
    this.stream.close();
  }
}

/** Of a stream's own buffer, which is not used here. */
const LEAST_CHUNK = { chunkSize: 64 } as const;

/** @param dictionary the 32 KiB before the point where decoding starts */
export function createInflateRaw(dictionary?: Uint8Array): SyncDecoder {
  return new HandleDecoder(zlib.createInflateRaw({ ...LEAST_CHUNK, ...(dictionary && { dictionary }) }));
}

export function createUnzstd(): SyncDecoder {
  return new HandleDecoder(zlib.createZstdDecompress(LEAST_CHUNK));
}

let works: boolean | undefined;

/** Whether this runtime's zlib can be driven below its streams; tried once. When not, `inflate-whole.ts` steps in. */
export function hasHandles(): boolean {
  return (works ??= tryHandles());
}

function tryHandles(): boolean {
  const plain = new Uint8Array(20_000).map((_, i) => (i * i) >>> 7);
  try {
    return (
      decodesTwice(createInflateRaw(), zlib.deflateRawSync(plain), plain) &&
      decodesTwice(createUnzstd(), zlib.zstdCompressSync(plain), plain)
    );
  } catch {
    return false;
  }
}

function decodesTwice(decoder: SyncDecoder, stored: Uint8Array, plain: Uint8Array): boolean {
  const first = decodes(decoder, stored, plain);
  decoder.reset();
  const second = decodes(decoder, stored, plain);
  decoder.close();
  return first && second;
}

function decodes(decoder: SyncDecoder, stored: Uint8Array, plain: Uint8Array): boolean {
  const out = new Uint8Array(plain.length + 64);
  let made = 0;
  let used = 0;
  for (let i = 0; i < 1000 && made < plain.length; i++) {
    decoder.write(
      FLUSH.none,
      stored,
      used,
      Math.min(stored.length, used + 4096),
      out,
      made,
      Math.min(out.length, made + 8192),
    );
    used += decoder.consumed;
    made += decoder.produced;
  }
  return made === plain.length && used === stored.length && plain.every((byte, i) => byte === out[i]);
}
