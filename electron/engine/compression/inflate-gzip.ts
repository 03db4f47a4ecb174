import { crc32 } from 'node:zlib';
import type { Warning } from '../../../shared/model/warning.ts';
import { bitStart } from './bit-start.ts';
import { gzipHeaderLength } from './gzip-header.ts';
import type { GzipPoints } from './gzip-points.ts';
import type { OutputWindow } from './output-window.ts';
import type { StoredInput } from './stored-input.ts';
import { createInflateRaw, DecodeError, FLUSH, type SyncDecoder } from './sync-decoder.ts';

/** How a compressed stream ended. */
export interface InflateEnd {
  readonly warnings: readonly Warning[];
  /** One sentence when it could not be decoded to its end. */
  readonly damage?: string;
}

/** Where within a member decoding starts. */
export interface MidMember {
  readonly bits: number;
  readonly lastByte: number;
  readonly window: Uint8Array;
}

/** Longest member header taken; names and comments in it have no limit of their own. */
const HEADER_BYTES = 64 << 10;

const TRAILING: Warning = {
  code: 'gzip-trailing-data',
  message: 'Data that is not gzip follows the compressed layer; it is part of the digest, and some readers refuse it.',
};
const ZEROS_BETWEEN: Warning = {
  code: 'gzip-zeros-between-members',
  message: 'Zeros lie between two gzip members of the layer; some readers stop at them.',
};

/**
 * Inflates gzip members one after the other (RFC 1952 §2.2), each checked by its CRC and length as Go does.
 * Yields whenever the window is full, and once more at the end; the yielded view is valid until the next.
 * @param points collects restart points when given
 * @param from set when `input` stands at a restart point within a member
 */
export function* inflateGzip(
  input: StoredInput,
  out: OutputWindow,
  points?: GzipPoints,
  from?: MidMember,
): Generator<Uint8Array, InflateEnd> {
  const warnings: Warning[] = [];
  const damage = yield* inflateMembers(input, out, points, from, warnings);
  yield out.ready;
  return { warnings, ...(damage !== undefined && { damage }) };
}

/** @returns one sentence when they cannot be decoded to the end */
function* inflateMembers(
  input: StoredInput,
  out: OutputWindow,
  points: GzipPoints | undefined,
  from: MidMember | undefined,
  warnings: Warning[],
): Generator<Uint8Array, string | undefined> {
  // One for all members: eStargz has one for each file, and making it costs more than decoding a small file.
  let decoder = createInflateRaw(from?.window);
  try {
    for (let member = 0, start = from; ; member++, start = undefined) {
      if (!start) {
        const sawZeros = member > 0 && skipZeros(input);
        if (member > 0 && !input.need(1)) return undefined;
        const headerAt = input.position;
        const header = headerLength(input);
        if (typeof header !== 'number') {
          if (header === 'more') return 'The compressed layer ends inside a gzip header.';
          if (member === 0) return 'The layer is not gzip.';
          warnings.push(TRAILING);
          return undefined;
        }
        if (sawZeros && !warnings.includes(ZEROS_BETWEEN)) warnings.push(ZEROS_BETWEEN);
        points?.memberStart(headerAt, out.total);
        input.at += header;
      }
      const damage = yield* inflateMember(decoder, input, out, points, start);
      if (damage !== undefined) return damage;
      if (start) {
        // A reset would keep its window, which the next member may not refer to.
        decoder.close();
        decoder = createInflateRaw();
      } else decoder.reset();
    }
  } finally {
    decoder.close();
  }
}

function headerLength(input: StoredInput): number | 'more' | undefined {
  const length = gzipHeaderLength(input.bytes, input.at, input.end);
  if (length !== 'more') return length;
  input.need(HEADER_BYTES);
  return gzipHeaderLength(input.bytes, input.at, input.end);
}

/** @returns whether there were any */
function skipZeros(input: StoredInput): boolean {
  let saw = false;
  while (input.need(1) && input.bytes[input.at] === 0) {
    input.at++;
    saw = true;
  }
  return saw;
}

/** @param decoder at the start of a stream @returns one sentence when the member is damaged */
function* inflateMember(
  decoder: SyncDecoder,
  input: StoredInput,
  out: OutputWindow,
  points: GzipPoints | undefined,
  from: MidMember | undefined,
): Generator<Uint8Array, string | undefined> {
  try {
    if (from) {
      const prefix = bitStart(from.bits, from.lastByte);
      decoder.write(FLUSH.none, prefix, 0, prefix.length, out.bytes, out.at, out.bytes.length);
    }
    const start = out.total;
    let crc = 0;
    for (;;) {
      if (out.space === 0) {
        yield out.ready;
        out.recycle();
      }
      if (!input.need(1)) return 'The compressed layer ends early.';
      const flush = points?.wantsBlock(out.total) ? FLUSH.block : FLUSH.none;
      const stepEnd = input.stepEnd;
      decoder.write(flush, input.bytes, input.at, stepEnd, out.bytes, out.at, out.bytes.length);
      const { consumed, produced } = decoder;
      input.at += consumed;
      out.advance(produced);
      if (!from && produced > 0) crc = crc32(out.bytes.subarray(out.at - produced, out.at), crc);
      points?.settle(out);
      const isStopped = input.at < stepEnd && out.space > 0;
      if (isStopped && (flush === FLUSH.none || consumed + produced === 0)) break;
      if (isStopped) points?.propose(input, out);
    }
    points?.memberEnd(out.total);
    if (!input.need(8)) return 'The compressed layer ends inside a gzip trailer.';
    const trailer = new DataView(input.bytes.buffer, input.at, 8);
    input.at += 8;
    if (from) return undefined;
    if (trailer.getUint32(0, true) !== crc) return 'A gzip member of the layer has a wrong CRC.';
    if (trailer.getUint32(4, true) !== (out.total - start) % 2 ** 32)
      return 'A gzip member of the layer has a wrong length.';
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return `The compressed layer is damaged (${error.message}).`;
    throw error;
  }
}
