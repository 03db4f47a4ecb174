import { createReadStream } from 'node:fs';
import { pipeline, type Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import xz from 'xz-decompress';
import { assertNever } from '../../../../shared/assert.ts';
import { OutcropError } from '../../../../shared/errors.ts';
import type { Compression } from '../../../../shared/model/layer.ts';
import { openRegion } from '../../bytes/region-reader.ts';
import { inflateRegion } from '../../compression/inflate.ts';
import { unreadable } from '../members/members.ts';

/** A stretch of uncompressed bytes, or, last, the news that the compressed data broke off. */
export type InflatedPart =
  /** `bytes` may be written over once the next part is asked for. */
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'broken'; readonly cause: unknown };

export interface InflateRequest {
  readonly file: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly compression: Exclude<Compression, 'none'>;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the file read so far. */
  readonly onRead: (done: number) => void;
}

/**
 * Uncompresses a whole file, all members and frames of it.
 * @throws OutcropError `unreadable`, `unsupported` for bzip2; AbortError
 */
export async function* inflate(request: InflateRequest): AsyncGenerator<InflatedPart> {
  const { compression, file } = request;
  switch (compression) {
    case 'gzip':
      yield* streamed(request, (source) => piped(source, createGunzip({ chunkSize: 1 << 18 })));
      return;
    case 'xz':
      yield* streamed(request, (source) => new xz.XzReadableStream(ReadableStream.from(source)));
      return;
    case 'zstd':
      // Node's own stream ends without a word after the first frame.
      yield* frames(request);
      return;
    case 'bzip2':
      throw new OutcropError(
        'unsupported',
        `${file} is compressed with bzip2, which Outcrop does not read; unpack it with bunzip2 first.`,
        { file },
      );
    default:
      assertNever(compression);
  }
}

async function* streamed(
  { file, signal, onRead }: InflateRequest,
  decode: (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): AsyncGenerator<InflatedPart> {
  let failure: { readonly cause: unknown } | undefined;
  async function* source(): AsyncGenerator<Uint8Array> {
    let done = 0;
    try {
      for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
        signal?.throwIfAborted();
        onRead((done += chunk.length));
        yield chunk;
      }
    } catch (error) {
      // A failed read or a cancel is not the data's fault and must stay apart from it.
      failure = { cause: signal?.aborted ? error : unreadable(file, error) };
      throw error;
    }
  }
  try {
    for await (const bytes of decode(source())) yield { kind: 'bytes', bytes };
  } catch (cause) {
    if (failure !== undefined) throw failure.cause;
    yield { kind: 'broken', cause };
  }
}

function piped(source: AsyncIterable<Uint8Array>, decoder: Transform): AsyncIterable<Uint8Array> {
  // Errors reach the reader through the decoder; the callback only keeps them from being thrown a second time.
  pipeline(source, decoder, () => undefined);
  return decoder;
}

async function* frames({ file, size, signal, onRead }: InflateRequest): AsyncGenerator<InflatedPart> {
  using reader = openRegion({ file, offset: 0, size });
  const { chunks } = inflateRegion(reader, 'zstd', { onProgress: onRead });
  for (;;) {
    signal?.throwIfAborted();
    const next = chunks.next();
    if (next.done !== true) yield { kind: 'bytes', bytes: next.value };
    else {
      if (next.value.damage !== undefined) yield { kind: 'broken', cause: next.value.damage };
      return;
    }
  }
}
