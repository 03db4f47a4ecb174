import { workerData } from 'node:worker_threads';
import { toWireError } from '../../../shared/errors.ts';
import { openRegion } from '../bytes/region-reader.ts';
import { RingWriter } from './chunk-ring.ts';
import type { InflateOrder, InflateReport } from './inflate-aside.ts';
import { inflateHere } from './inflate-here.ts';

/** The thread of `inflateAside`: decodes one blob into the ring, tells how it ended, and is gone. */
const { region, compression, wantsStarts, memory, port } = workerData as InflateOrder;
const ring = new RingWriter(memory);

function decode(): InflateReport {
  using reader = openRegion(region);
  let stored = 0;
  using pass = inflateHere(reader, compression, {
    wantsStarts,
    cancelled: () => ring.isStopped,
    onProgress: (bytes) => (stored = bytes),
  });
  let step = pass.chunks.next();
  for (; !step.done; step = pass.chunks.next()) ring.push(step.value, stored);
  const { restart, blobDigest, starts } = pass.facts();
  const columns = { in: Float64Array.from(starts.in), out: Float64Array.from(starts.out) };
  return { kind: 'done', end: step.value, restart, blobDigest, starts: columns };
}

function report(): InflateReport {
  try {
    return decode();
  } catch (error) {
    return { kind: 'failed', error: toWireError(error) };
  }
}

port.postMessage(report());
ring.end();
