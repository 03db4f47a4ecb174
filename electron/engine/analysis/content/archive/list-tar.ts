import { ENTRY_TYPES } from '../../../../../shared/model/entry.ts';
import type { Compression } from '../../../../../shared/model/layer.ts';
import { BodyDigests } from '../../../tar/body-digests.ts';
import { entryAt } from '../../../tar/entry-at.ts';
import { throwIfCancelled } from '../../../compression/stored-input.ts';
import { TarScanner } from '../../../tar/scanner.ts';
import { TYPE_CODES, type EntryRow } from '../../../tar/tar-index.ts';
import type { Body } from '../body.ts';
import { BrokenOff, decoded } from './decoded.ts';
import type { ListingBuilder } from './listing.ts';

/** Of an uncompressed tar, read at a time: most of it are bodies, which are passed over. */
const WINDOW = 64 << 10;

/** Whether it was a tar, and one sentence when not all of it was read. */
export interface TarResult {
  readonly isTar: boolean;
  readonly problem: string | null;
}

/**
 * Lists the members of a tar, compressed or not.
 * @param prefix put before each name, for a tar within an archive
 */
export async function listTar(
  body: Body,
  compression: Compression,
  list: ListingBuilder,
  cancelled: () => boolean,
  prefix: Uint8Array = new Uint8Array(0),
): Promise<TarResult> {
  const { 'archive-members': most, 'archive-read-bytes': mostBytes } = list.limits;
  const scanner = new TarScanner({ limits: { ...list.limits, 'layer-entries': most } });
  const digests = list.withContents && body.size <= mostBytes ? new BodyDigests(scanner.builder) : undefined;
  const stopped =
    compression !== 'none'
      ? await scanDecoded(body, compression, scanner, { digests, mostBytes, cancelled })
      : digests
        ? scanWhole(body, scanner, digests, cancelled)
        : scanRawBody(body, scanner, cancelled);
  if (stopped === null) scanner.finish();
  const index = scanner.index();
  let problem = stopped ?? (scanner.exceeded ? tooMany(index.length) : scanner.damage) ?? null;
  for (let row = 0; row < index.length; row++) {
    const { name, type, size, mode, mtime, link } = entryAt(index, row as EntryRow);
    const code = TYPE_CODES[type] ?? 'file';
    const isAdded = list.add({
      name: Buffer.concat([prefix, name.length === 0 ? DOT : name]),
      type: code === 'hardlink' ? 'file' : ENTRY_TYPES[ENTRY_TYPES.indexOf(code)]!,
      size,
      mode,
      mtime,
      ...(link && { link }),
      content: digests?.of(row),
    });
    if (isAdded) continue;
    problem = tooMany(list.length);
    break;
  }
  return { isTar: index.length > 0 || scanner.damage === undefined, problem };
}

const DOT = Buffer.from('.');

/** What is said of an archive with more members than are listed. */
export const tooMany = (listed: number) =>
  `It has more members than are listed; the first ${listed} are here (limit archive-members).`;

function scanRawBody(body: Body, scanner: TarScanner, cancelled: () => boolean): null {
  while (scanner.position < body.size && !scanner.isDone) {
    throwIfCancelled({ cancelled });
    const skip = Math.min(scanner.skippable, body.size - scanner.position);
    if (skip >= WINDOW) scanner.skip(skip);
    else {
      const bytes = body.read(scanner.position, WINDOW);
      if (bytes.length === 0) break;
      scanner.push(bytes);
    }
  }
  return null;
}

function scanWhole(body: Body, scanner: TarScanner, digests: BodyDigests, cancelled: () => boolean): null {
  for (const bytes of body.stream(0)) {
    throwIfCancelled({ cancelled });
    const at = scanner.position;
    scanner.push(bytes);
    digests.follow(bytes, at);
    if (scanner.isDone) break;
  }
  return null;
}

interface DecodedOptions {
  readonly digests: BodyDigests | undefined;
  readonly mostBytes: number;
  readonly cancelled: () => boolean;
}

async function scanDecoded(
  body: Body,
  compression: Exclude<Compression, 'none'>,
  scanner: TarScanner,
  { digests, mostBytes, cancelled }: DecodedOptions,
): Promise<string | null> {
  try {
    for await (const bytes of decoded(body, compression, cancelled)) {
      const at = scanner.position;
      scanner.push(bytes);
      digests?.follow(bytes, at);
      if (scanner.damage !== undefined) return null;
      if (scanner.position > mostBytes)
        return `Only the first ${mostBytes} bytes of what it unpacks to were read (limit archive-read-bytes).`;
    }
    return null;
  } catch (error) {
    if (error instanceof BrokenOff) return error.message;
    throw error;
  }
}
