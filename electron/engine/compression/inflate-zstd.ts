import type { Warning } from '../../../shared/model/warning.ts';
import { sharedFrom } from '../bytes/shared-column.ts';
import type { InflateEnd } from './inflate-gzip.ts';
import type { OutputWindow } from './output-window.ts';
import type { RestartPoints } from './restart-points.ts';
import type { StoredInput } from './stored-input.ts';
import { createUnzstd, DecodeError, FLUSH, type SyncDecoder } from './sync-decoder.ts';
import { blockExtent, FRAME_HEADER_BYTES, frameStart } from './zstd-frame.ts';

/** zstd:chunked has a frame for each file: nearer starts would help no read. */
const FRAME_SPAN = 128 << 10;

const TRAILING: Warning = {
  code: 'zstd-trailing-data',
  message: 'Data that is not zstd follows the compressed layer; it is part of the digest, and some readers refuse it.',
};

/** Collects the starts of frames during one pass over a zstd blob. */
export class ZstdPoints {
  private readonly ins: number[] = [];
  private readonly outs: number[] = [];

  private readonly onStart: ((input: number, output: number) => void) | undefined;

  /** @param onStart told of every frame, also of those that are no restart points */
  constructor(onStart?: (input: number, output: number) => void) {
    this.onStart = onStart;
  }

  frameStart(input: number, output: number): void {
    this.onStart?.(input, output);
    const last = this.outs.at(-1);
    if (last !== undefined && output - last < FRAME_SPAN) return;
    this.ins.push(input);
    this.outs.push(output);
  }
  finish(): RestartPoints {
    return { kind: 'zstd', in: sharedFrom(Float64Array, this.ins), out: sharedFrom(Float64Array, this.outs) };
  }
}

/**
 * Decodes zstd frames one after the other, skippable ones left out (RFC 8878 §3). Yields whenever the window is
 * full, and once more at the end; the yielded view is valid until the next.
 */
export function* inflateZstd(
  input: StoredInput,
  out: OutputWindow,
  points?: ZstdPoints,
): Generator<Uint8Array, InflateEnd> {
  const decoder = createUnzstd();
  const warnings: Warning[] = [];
  let damage: string | undefined;
  try {
    for (let frame = 0; damage === undefined && input.need(1); frame++) {
      input.need(FRAME_HEADER_BYTES);
      const start = frameStart(input.bytes, input.at, input.end);
      if (start.kind === 'skippable') {
        if (!input.skip(start.bytes)) damage = 'The compressed layer ends inside a skippable frame.';
      } else if (start.kind === 'data' && start.hasDictionary) {
        damage = 'The layer needs a zstd dictionary, which images cannot carry.';
      } else if (start.kind === 'data') {
        points?.frameStart(input.position, out.total);
        decoder.reset();
        damage = yield* decodeFrame(decoder, input, out, start.headerBytes, start.hasChecksum);
      } else if (frame > 0 && start.kind === 'none') {
        warnings.push(TRAILING);
        break;
      } else
        damage = start.kind === 'more' ? 'The compressed layer ends inside a zstd header.' : 'The layer is not zstd.';
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    damage = `The compressed layer is damaged (${error.message}).`;
  } finally {
    decoder.close();
  }
  yield out.ready;
  return { warnings, ...(damage !== undefined && { damage }) };
}

/** @returns one sentence when the frame is cut short */
function* decodeFrame(
  decoder: SyncDecoder,
  input: StoredInput,
  out: OutputWindow,
  headerBytes: number,
  hasChecksum: boolean,
): Generator<Uint8Array, string | undefined> {
  /** Bytes from here that belong to the frame for sure. */
  let known = headerBytes;
  let sawLast = false;
  for (;;) {
    while (!sawLast && known + 3 <= input.available) {
      const block = blockExtent(input.bytes, input.at + known);
      known += block.bytes + (block.isLast && hasChecksum ? 4 : 0);
      sawLast = block.isLast;
    }
    const end = input.at + Math.min(known, input.available);
    const hasMore = input.at < end;
    if (hasMore || out.space > 0) {
      decoder.write(FLUSH.none, input.bytes, input.at, end, out.bytes, out.at, out.bytes.length);
      known -= decoder.consumed;
      input.at += decoder.consumed;
      out.advance(decoder.produced);
      if (hasMore && decoder.consumed + decoder.produced === 0 && out.space > 0)
        throw new DecodeError('the decoder makes no progress');
    }
    if (out.space === 0) {
      yield out.ready;
      out.recycle();
    } else if (known === 0 && sawLast && input.at === end) return undefined;
    else if (input.at === end && !input.need(Math.min(known, 3) || 3)) return 'The compressed layer ends early.';
  }
}
