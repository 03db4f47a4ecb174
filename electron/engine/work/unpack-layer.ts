import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { OutcropError } from '../../../shared/errors.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { Region } from '../bytes/region.ts';
import { openRegion } from '../bytes/region-reader.ts';
import { inflateRegion } from '../compression/inflate.ts';
import type { PassOptions } from '../compression/stored-input.ts';

/**
 * Writes a layer's uncompressed tar to `target`; of a damaged one as much as can be decoded. A run that is cut short
 * leaves no file.
 * @throws OutcropError `unwritable`, `unreadable`, `cancelled`
 */
export function unpackLayer(region: Region, compression: Compression, target: string, options: PassOptions): void {
  const unfinished = `${target}.${process.pid}.tmp`;
  try {
    writeInflated(region, compression, unfinished, options);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (error instanceof OutcropError) throw error;
    const message = `${target} cannot be written (${(error as Error).message}); free some space in Outcrop's cache folder.`;
    throw new OutcropError('unwritable', message, { file: target }, error);
  }
}

function writeInflated(region: Region, compression: Compression, file: string, options: PassOptions): void {
  using reader = openRegion(region);
  const out = openSync(file, 'wx', 0o600);
  try {
    const { chunks } = inflateRegion(reader, compression, options);
    for (const chunk of chunks) for (let at = 0; at < chunk.length;) at += writeSync(out, chunk, at);
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
}
