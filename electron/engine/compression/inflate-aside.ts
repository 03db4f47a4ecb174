import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { OutcropError, type WireError } from '../../../shared/errors.ts';
import type { RegionReader } from '../bytes/region-reader.ts';
import type { Region } from '../bytes/region.ts';
import { RingReader, ringMemory, type RingMemory } from './chunk-ring.ts';
import type { InflateEnd } from './inflate-gzip.ts';
import type { RestartPoints } from './restart-points.ts';
import { throwIfCancelled, type PassOptions } from './stored-input.ts';

/** What the thread is to do. */
export interface InflateOrder {
  readonly region: Region;
  readonly compression: 'gzip' | 'zstd';
  readonly wantsStarts: boolean;
  readonly memory: RingMemory;
  readonly port: MessagePort;
}

/** What it tells when it is done. */
export type InflateReport =
  | ({ readonly kind: 'done'; readonly end: InflateEnd } & InflateFacts)
  | { readonly kind: 'failed'; readonly error: WireError };

/** What a pass over a compressed blob finds out beside the uncompressed bytes. */
export interface InflateFacts {
  readonly restart: RestartPoints;
  /** SHA-256 of the stored bytes, hexadecimal. */
  readonly blobDigest: string;
  /** Where gzip members and zstd frames that hold data start: in the blob, and their output in the stream. Ascending; empty when not asked for. */
  readonly starts: { readonly in: ArrayLike<number>; readonly out: ArrayLike<number> };
}

export interface FullPassOptions extends PassOptions {
  /** Collect `starts`: an image can have a member for each twenty of its bytes. */
  readonly wantsStarts: boolean;
}

/** A pass over all of a blob. */
export interface FullPass extends Disposable {
  /** Views valid until the next; the return value says how it ended. */
  readonly chunks: Generator<Uint8Array, InflateEnd>;
  /** After the last chunk. */
  facts(): InflateFacts;
}

/** A thread that makes nothing for so long will not make anything. */
const STALL_MS = 120_000;

/**
 * Decodes a whole blob in a thread of its own, which also hashes what is stored and finds restart points, while the
 * caller hashes and reads what was made: two thirds of the time where a core is free, at the cost of starting a thread.
 * Synchronous for the caller.
 */
export function inflateAside(
  { region }: RegionReader,
  compression: 'gzip' | 'zstd',
  options: FullPassOptions,
): FullPass {
  const memory = ringMemory();
  const ring = new RingReader(memory);
  const { port1, port2 } = new MessageChannel();
  const file = import.meta.url.endsWith('.ts') ? './inflate-thread.ts' : './inflate-thread.js';
  const order: InflateOrder = { region, compression, wantsStarts: options.wantsStarts, memory, port: port2 };
  const thread = new Worker(new URL(file, import.meta.url), { workerData: order, transferList: [port2] });
  thread.unref();
  // Nobody could hear it before the pass is over: that nothing is made any more is noticed instead.
  thread.on('error', () => {});
  let facts: InflateFacts | undefined;

  function* chunks(): Generator<Uint8Array, InflateEnd> {
    let last = performance.now();
    const onWait = () => {
      throwIfCancelled(options);
      if (performance.now() - last > STALL_MS) throw stalled(region);
    };
    for (const { chunk, stored } of ring.chunks(onWait)) {
      last = performance.now();
      throwIfCancelled(options);
      options.onProgress?.(stored);
      yield chunk;
    }
    const report = receiveMessageOnPort(port1)?.message as InflateReport | undefined;
    if (!report) throw stalled(region);
    if (report.kind === 'failed') throw new OutcropError(report.error.code, report.error.message, report.error.where);
    facts = report;
    return report.end;
  }

  return {
    chunks: chunks(),
    facts: () => facts ?? unfinished(),
    [Symbol.dispose]() {
      ring.stop();
      port1.close();
      void thread.terminate();
    },
  };
}

function stalled({ file }: Region): OutcropError {
  return new OutcropError(
    'internal',
    `Decoding a layer of ${file} stopped; open it again, and report it if it happens twice.`,
    { file },
  );
}

function unfinished(): never {
  throw new Error('the pass has not come to its end');
}
