import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { OutcropError } from '../../../shared/errors.ts';
import { openRegion, type RegionReader } from '../bytes/region-reader.ts';
import { throwIfCancelled, type PassOptions } from '../compression/stored-input.ts';
import { rowName } from './entry-at.ts';
import { escapeName } from './escape-name.ts';
import { readLayer, type BodyLayer } from './layer-reader.ts';
import { BLOCK } from './block.ts';
import { TarScanner } from './scanner.ts';
import type { EntryRow } from './tar-index.ts';
import type { ZtocSpans } from './ztoc.ts';

const READ_BYTES = 256 << 10;
/** Longer names stand in a header of their own. */
const SHORT_NAME = 100;
/** Larger sizes do, too. */
const SMALL_SIZE = 2 ** 33;

/**
 * Checks what a SOCI table of contents lets check of a body before it is handed on: the digests of the stored bytes that
 * are read for it, and that the header of this very file stands before it.
 * @throws OutcropError `layer-damaged` when it is not so, or when nothing can be decoded where the table says
 */
export function checkSpans(layer: BodyLayer, row: EntryRow, spans: ZtocSpans, options: PassOptions = {}): void {
  const { region, index, restart } = layer;
  if (restart.kind !== 'gzip') return;
  const body = index.bodyOffset[row]!;
  const end = body + index.size[row]!;
  if (body < BLOCK) throw otherThanClaimed(layer, row);
  using reader = openRegion(region);
  for (const [i, out] of restart.out.entries()) {
    if (out >= end || (restart.out[i + 1] ?? Number.POSITIVE_INFINITY) <= body - BLOCK) continue;
    throwIfCancelled(options);
    if (digestOf(reader, spans.from[i]!, spans.to[i]!, options) !== spans.digests[i])
      throw otherThanClaimed(layer, row);
  }
  let header: Uint8Array;
  try {
    header = readLayer(layer, body - BLOCK, BLOCK, options);
  } catch (error) {
    if (!(error instanceof OutcropError) || error.code !== 'layer-damaged') throw error;
    throw otherThanClaimed(layer, row, error);
  }
  if (!isHeaderOf(header, layer, row)) throw otherThanClaimed(layer, row);
}

function digestOf(reader: RegionReader, from: number, to: number, options: PassOptions): string {
  const hash = createHash('sha256');
  const buffer = new Uint8Array(Math.min(READ_BYTES, to - from));
  for (let at = from; at < to;) {
    throwIfCancelled(options);
    const got = reader.read(buffer, 0, Math.min(buffer.length, to - at), at);
    if (got === 0) break;
    hash.update(buffer.subarray(0, got));
    at += got;
  }
  return `sha256:${hash.digest('hex')}`;
}

function isHeaderOf(header: Uint8Array, { index }: BodyLayer, row: EntryRow): boolean {
  const scanner = new TarScanner();
  scanner.push(header);
  const found = scanner.index();
  if (found.length !== 1) return false;
  const size = index.size[row]!;
  if (size < SMALL_SIZE && found.size[0] !== size) return false;
  const name = rowName(index, row);
  return name.length >= SHORT_NAME || !isAscii(name) || Buffer.compare(rowName(found, 0 as EntryRow), name) === 0;
}

/** Writers put other names into a header of their own and what they like into the old field. */
const isAscii = (name: Uint8Array): boolean => name.every((byte) => byte < 0x80);

function otherThanClaimed({ index, region }: BodyLayer, row: EntryRow, cause?: unknown): OutcropError {
  const path = `/${escapeName(rowName(index, row))}`;
  return new OutcropError(
    'layer-damaged',
    `${path} is not where the SOCI table of contents of a layer of ${region.file} says; its content can be had once the layer itself is read (on the command line: without --lazy).`,
    { file: region.file, path },
    cause,
  );
}
