import xz from 'xz-decompress';
import type { Compression } from '../../../../../shared/model/layer.ts';
import type { RegionReader } from '../../../bytes/region-reader.ts';
import { inflateRegion } from '../../../compression/inflate.ts';
import type { Body } from '../body.ts';

/** Ends a compressed body, decoded or not. */
export class BrokenOff extends Error {}

/**
 * The bytes of a compressed body, decoded piece by piece; a view is valid until the next is asked for.
 * @throws BrokenOff with a sentence when it does not decode further
 */
export async function* decoded(
  body: Body,
  compression: Exclude<Compression, 'none'>,
  cancelled: () => boolean,
): AsyncGenerator<Uint8Array> {
  if (compression === 'bzip2') throw new BrokenOff('It is compressed with bzip2, which Outcrop does not read.');
  if (compression === 'xz') {
    yield* decodedXz(body);
    return;
  }
  const pass = inflateRegion(forwardReader(body), compression, { cancelled });
  let step = pass.chunks.next();
  for (; !step.done; step = pass.chunks.next()) yield step.value;
  if (step.value.damage !== undefined) throw new BrokenOff(step.value.damage);
}

async function* decodedXz(body: Body): AsyncGenerator<Uint8Array> {
  try {
    // The decoder keeps what it is given until it has used it: views would change below it.
    const source = ReadableStream.from(copies(body));
    for await (const bytes of new xz.XzReadableStream(source) as unknown as AsyncIterable<Uint8Array>) yield bytes;
  } catch (error) {
    throw new BrokenOff(`The xz data is damaged (${(error as Error).message}).`);
  }
}

function* copies(body: Body): Iterable<Uint8Array> {
  for (const bytes of body.stream(0)) yield bytes.slice();
}

/** A body as the decoders read a file: forward, each byte once. */
function forwardReader(body: Body): RegionReader {
  let stream: Iterator<Uint8Array> | undefined;
  let rest: Uint8Array = new Uint8Array(0);
  let position = -1;
  return {
    region: { file: 'the archive', offset: 0, size: body.size },
    size: body.size,
    read(into, start, end, at) {
      if (at !== position || !stream) {
        stream?.return?.();
        stream = body.stream(at)[Symbol.iterator]();
        rest = new Uint8Array(0);
        position = at;
      }
      let filled = start;
      while (filled < end) {
        if (rest.length === 0) {
          const step = stream.next();
          if (step.done) break;
          rest = step.value;
        }
        const part = rest.subarray(0, end - filled);
        into.set(part, filled);
        filled += part.length;
        rest = rest.subarray(part.length);
      }
      position += filled - start;
      return filled - start;
    },
    [Symbol.dispose]: () => {
      stream?.return?.();
    },
  };
}
