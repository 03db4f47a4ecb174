import { createHash } from 'node:crypto';
import { OutcropError } from '../../../shared/errors.ts';
import type { PassOptions } from '../compression/stored-input.ts';
import { rowName } from './entry-at.ts';
import { escapeName } from './escape-name.ts';
import { streamBody, type BodyLayer } from './layer-reader.ts';
import type { EntryRow } from './tar-index.ts';

/**
 * Reads the whole of a body that was found by a table of contents, and compares it with the digest claimed there.
 * @throws OutcropError `layer-damaged` when it is another, or when nothing can be decoded where the table says
 */
export function checkBody(layer: BodyLayer, row: EntryRow, digest: string, options?: PassOptions): void {
  const hash = createHash('sha256');
  let problem: unknown;
  try {
    for (const chunk of streamBody(layer, row, 0, layer.index.size[row]!, options)) hash.update(chunk);
    if (`sha256:${hash.digest('hex')}` === digest) return;
  } catch (error) {
    if (!(error instanceof OutcropError) || error.code !== 'layer-damaged') throw error;
    problem = error;
  }
  const { file } = layer.region;
  const path = `/${escapeName(rowName(layer.index, row))}`;
  throw new OutcropError(
    'layer-damaged',
    `${path} is not where a layer of ${file} says in its table of contents; its content can be had once the layer itself is read (on the command line: without --lazy).`,
    { file, path },
    problem,
  );
}
