import { writeSync } from 'node:fs';
import { OutcropError } from '../../../shared/errors.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { Region } from '../bytes/region.ts';
import { openRegion } from '../bytes/region-reader.ts';
import { buildWholeSync } from '../bytes/write-whole.ts';
import { inflateRegion } from '../compression/inflate.ts';
import type { PassOptions } from '../compression/stored-input.ts';

/**
 * Writes a layer's uncompressed tar to `target`; of a damaged one as much as can be decoded. A run that is cut short
 * leaves no file.
 * @throws OutcropError `unwritable`, `unreadable`, `cancelled`
 */
export function unpackLayer(region: Region, compression: Compression, target: string, options: PassOptions): void {
  try {
    buildWholeSync(target, (out) => {
      using reader = openRegion(region);
      const { chunks } = inflateRegion(reader, compression, options);
      for (const chunk of chunks) for (let at = 0; at < chunk.length;) at += writeSync(out, chunk, at);
    });
  } catch (error) {
    if (error instanceof OutcropError) throw error;
    const message = `${target} cannot be written (${(error as Error).message}); free some space in Outcrop's cache folder.`;
    throw new OutcropError('unwritable', message, { file: target }, error);
  }
}
