import { open } from 'node:fs/promises';
import type { Warning } from '../../../../shared/model/warning.ts';
import { overLimit } from '../../tar/index-layer.ts';
import type { Limits } from '../../limits/limits.ts';
import { TarScanner } from '../../tar/scanner.ts';
import type { TarIndex } from '../../tar/tar-index.ts';
import { appendedError, ERROR_TAIL } from './engine-error.ts';
import { readStart, unreadable } from './members.ts';

/** The outer archive's entries. */
export interface ScannedArchive {
  readonly file: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly index: TarIndex;
  /** One sentence when reading had to stop early; the entries before it are kept. */
  readonly damage?: string;
  readonly warnings: readonly Warning[];
}

/** Headers of small members lie close together: one read serves many. */
const WINDOW = 64 * 1024;
/** Bytes after which the number of members is estimated: columns that grow step by step take twice the memory. */
const ESTIMATE_AFTER = 8 * 1024 * 1024;

export interface ScanArchiveOptions {
  readonly signal?: AbortSignal | undefined;
  readonly limits: Limits;
}

/** Reads the headers of a tar on disk and seeks over the bodies. @throws OutcropError `unreadable`, `too-large` */
export async function scanArchive(file: string, { signal, limits }: ScanArchiveOptions): Promise<ScannedArchive> {
  const scanner = new TarScanner({ limits });
  let size = 0;
  let isEstimated = false;
  const window = new Uint8Array(WINDOW);
  try {
    await using handle = await open(file, 'r');
    ({ size } = await handle.stat());
    while (!scanner.isDone) {
      signal?.throwIfAborted();
      scanner.skip(Math.min(scanner.skippable, size - scanner.position));
      // Where the next header lies says the one before.
      // oxlint-disable-next-line no-await-in-loop
      const { bytesRead } = await handle.read(window, 0, WINDOW, scanner.position);
      if (bytesRead === 0) break;
      scanner.push(window, 0, bytesRead);
      if (isEstimated || scanner.position < ESTIMATE_AFTER) continue;
      isEstimated = true;
      scanner.expect(size);
    }
  } catch (error) {
    throw signal?.aborted ? error : unreadable(file, error);
  }
  scanner.finish();
  if (scanner.exceeded !== undefined) throw overLimit(file, file, scanner);
  const { warnings } = scanner;
  const damage = scanner.damage === undefined ? undefined : await explained(scanner.damage, file, size);
  return { file, size, index: scanner.index(), warnings: warnings.list(), ...(damage !== undefined && { damage }) };
}

async function explained(damage: string, file: string, size: number): Promise<string> {
  const offset = Math.max(0, size - ERROR_TAIL);
  const said = appendedError(await readStart({ file, offset, size: size - offset }, ERROR_TAIL));
  return said === undefined ? damage : `The engine failed while it saved the archive and wrote “${said}” at its end.`;
}
