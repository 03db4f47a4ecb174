import type { Region } from '../bytes/region.ts';
import { sharedColumn } from '../bytes/shared-column.ts';
import { hasHandles } from '../compression/sync-decoder.ts';
import { pushEntry } from './claimed-entry.ts';
import type { IndexedLayer } from './indexed-layer.ts';
import { TarScanner } from './scanner.ts';
import { END_BLOCKS } from './write-entry.ts';
import type { Ztoc } from './ztoc.ts';

/**
 * A layer as a SOCI table of contents claims it to be, without reading the layer. Other than those of `layerFromToc` its
 * offsets are those of the layer's own tar.
 * @returns undefined when the table is of another blob, or says nothing of how to read one that is compressed
 */
export function layerFromZtoc(region: Region, table: Ztoc, maxEntries: number): IndexedLayer | undefined {
  if (!hasHandles() || table.blobSize !== region.size || !table.restart) return undefined;
  const scanner = new TarScanner({ limits: { 'layer-entries': maxEntries } });
  const offsets: number[] = [];
  for (const entry of table.entries) {
    const { row } = pushEntry(scanner, entry);
    if (row !== undefined) offsets[row] = entry.size > 0 ? (entry.bodyOffset ?? 0) : 0;
  }
  scanner.push(END_BLOCKS);
  if (scanner.damage !== undefined) return undefined;
  const bodyOffset = sharedColumn(Float64Array, offsets.length);
  bodyOffset.set(offsets);
  return {
    region,
    compression: 'gzip',
    index: { ...scanner.index(), bodyOffset },
    tarSize: table.tarSize,
    restart: table.restart,
    warnings: [],
    claimed: new Map(),
    spans: table.spans,
  };
}
