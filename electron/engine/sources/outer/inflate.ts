import { pipeline, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import xz from 'xz-decompress';
import { assertNever } from '../../../../shared/assert.ts';
import { OutcropError } from '../../../../shared/errors.ts';
import type { Compression } from '../../../../shared/model/layer.ts';

/** A stretch of uncompressed bytes, or, last, the news that the compressed data broke off. */
export type InflatedPart =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'broken'; readonly cause: unknown };

/**
 * Uncompresses a whole stream, all members and frames of it.
 * @param file for messages
 * @throws OutcropError `unsupported` for bzip2; whatever `source` throws
 */
export async function* inflate(
  source: AsyncIterable<Uint8Array>,
  compression: Exclude<Compression, 'none'>,
  file: string,
): AsyncGenerator<InflatedPart> {
  let failure: { readonly cause: unknown } | undefined;
  // What the source throws (no read, cancelled) is not the data's fault and must stay apart from it.
  const guarded = (async function* () {
    try {
      yield* source;
    } catch (cause) {
      failure = { cause };
      throw cause;
    }
  })();
  try {
    for await (const bytes of decoder(guarded, compression, file)) yield { kind: 'bytes', bytes };
  } catch (cause) {
    if (failure !== undefined) throw failure.cause;
    if (cause instanceof OutcropError) throw cause;
    yield { kind: 'broken', cause };
  }
}

function decoder(
  source: AsyncIterable<Uint8Array>,
  compression: Exclude<Compression, 'none'>,
  file: string,
): AsyncIterable<Uint8Array> {
  switch (compression) {
    case 'gzip':
      return piped(source, createGunzip({ chunkSize: 1 << 18 }));
    case 'zstd':
      return piped(source, createZstdDecompress({ chunkSize: 1 << 18 }));
    case 'xz':
      return new xz.XzReadableStream(ReadableStream.from(source));
    case 'bzip2':
      throw new OutcropError(
        'unsupported',
        `${file} is compressed with bzip2, which Outcrop does not read; unpack it with bunzip2 first.`,
        { file },
      );
    default:
      return assertNever(compression);
  }
}

function piped(source: AsyncIterable<Uint8Array>, decoder: Transform): AsyncIterable<Uint8Array> {
  // Errors reach the reader through the decoder; the callback only keeps them from being thrown a second time.
  pipeline(source, decoder, () => undefined);
  return decoder;
}
